import { type Order, type Refund } from '../ledger/orders.ts';

/**
 * Personal volume of every member: own purchases and customer sales of the period less refunds of the period, not below zero.
 * Index is the member number; hundredths of a point. Refunds of earlier orders count in the period in which they are recorded.
 */
export function personalVolumes(memberCount: number, orders: readonly Order[], refunds: readonly Refund[]): BigUint64Array {
  const balance = new BigInt64Array(memberCount + 1);
  for (const order of orders) balance[order.memberId] = (balance[order.memberId] ?? 0n) + order.pv;
  for (const refund of refunds) balance[refund.order.memberId] = (balance[refund.order.memberId] ?? 0n) - refund.pv;
  return BigUint64Array.from(balance, (pv) => (pv < 0n ? 0n : pv));
}
