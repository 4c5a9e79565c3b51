import type { Earnings } from '#api/earnings.ts';
import type { MemberCard } from '#api/genealogy.ts';
import type { Order } from '#api/orders.ts';

/** One thing that is true now and what can be done about it. */
export type NextItem =
  | { readonly kind: 'claim'; readonly amount: string }
  | { readonly kind: 'unpaid'; readonly orderId: string; readonly orderRef: string }
  | { readonly kind: 'firstOrder' }
  | { readonly kind: 'inactive' }
  | { readonly kind: 'review'; readonly amount: string }
  | { readonly kind: 'invite' };

const most = 5;

/** What to do next, most pressing first, at most five. Only facts make an item; nothing is invented to fill the list. */
export function nextItems(facts: {
  readonly earnings: Earnings;
  readonly member: MemberCard;
  readonly orders: readonly Order[];
}): NextItem[] {
  const { earnings, member, orders } = facts;
  const items: NextItem[] = [];
  if (BigInt(earnings.summary.claimable) > 0n) items.push({ kind: 'claim', amount: earnings.summary.claimable });
  for (const order of orders) {
    if (order.status === 'placed') items.push({ kind: 'unpaid', orderId: order.orderId, orderRef: order.orderRef });
  }
  if (orders.length === 0) items.push({ kind: 'firstOrder' });
  else if (!member.active) items.push({ kind: 'inactive' });
  if (BigInt(earnings.summary.inReview) > 0n) items.push({ kind: 'review', amount: earnings.summary.inReview });
  if (member.frontlineCount === 0) items.push({ kind: 'invite' });
  return items.slice(0, most);
}
