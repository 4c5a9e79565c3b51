import { type Plan } from '../plan/schema.ts';
import { type Month, type Order } from './facts.ts';
import { byRank } from './section-11-ranks.ts';
import { type Paid } from './section-4-level.ts';

type Bonus<Kind extends Plan['bonuses'][number]['kind']> = Extract<Plan['bonuses'][number], { kind: Kind }>;

/** Section 15, retail. */
export function section15Retail(bonus: Bonus<'retail'>, month: Month, order: Order): Paid[] {
  if (order.kind !== 'customer') return [];
  if (bonus.customers === 'new' && !month.isFirstOfCustomer(order)) return [];
  if (bonus.orderPvAtLeast !== undefined && order.pv < BigInt(bonus.orderPvAtLeast)) return [];
  return paidTo(bonus, month, order.memberId, 0, []);
}

/** Section 15, direct: rules 1 to 3. */
export function section15Direct(bonus: Bonus<'direct'>, month: Month, order: Order): Paid[] {
  if (!section15DirectCounts(bonus, order)) return [];
  if (bonus.orders === 'first' && section15FirstOrder(bonus, month, order.memberId) !== order) return [];
  const passedOver: number[] = [];
  let receiver = month.above('sponsor', order.memberId);
  while (receiver > 1 && bonus.unqualified === 'compress' && !month.meets(bonus.payTo, receiver)) {
    passedOver.push(receiver);
    receiver = month.above('sponsor', receiver);
  }
  return paidTo(bonus, month, receiver, 1, passedOver);
}

/** Rule 1: own purchases of at least the PV asked for. */
function section15DirectCounts(bonus: Bonus<'direct'>, order: Order): boolean {
  return order.kind === 'own' && (bonus.orderPvAtLeast === undefined || order.pv >= BigInt(bonus.orderPvAtLeast));
}

/** Rule 2: the first such order of a buyer, unless there was one in an earlier period. */
function section15FirstOrder(bonus: Bonus<'direct'>, month: Month, memberId: number): Order | undefined {
  if (month.column(`direct.${bonus.id}`, memberId) > 0n) return undefined;
  return month.orders.find((order) => order.memberId === memberId && section15DirectCounts(bonus, order));
}

/** Column `direct.B`: "1 for who has had a first order". */
export function section15DirectColumn(bonus: Bonus<'direct'>, month: Month): Map<number, bigint> {
  const had = (memberId: number): boolean =>
    month.column(`direct.${bonus.id}`, memberId) > 0n || section15FirstOrder(bonus, month, memberId) !== undefined;
  return new Map(month.members.filter(had).map((memberId) => [memberId, 1n]));
}

/** Section 15, fast start, rule 1: whether an order counts. */
export function section15InWindow(bonus: Bonus<'fastStart'>, month: Month, order: Order): boolean {
  const joined = month.joined(order.memberId);
  return joined !== 0 && month.period < joined + bonus.window && (bonus.sales === 'all' || order.kind === 'own');
}

/** Section 15, fast start, rule 2: "as in section 4, with `compression` `none` or `standard`". */
export function section15FastStart(bonus: Bonus<'fastStart'>, month: Month, order: Order): Paid[] {
  if (!section15InWindow(bonus, month, order)) return [];
  const paid: Paid[] = [];
  let passedOver: number[] = [];
  let standing = month.above('sponsor', order.memberId);
  for (const [index, level] of bonus.levels.entries()) {
    while (standing > 1 && bonus.compression === 'standard' && !month.meets(bonus.payTo, standing)) {
      passedOver.push(standing);
      standing = month.above('sponsor', standing);
    }
    if (standing <= 1) break;
    const found = paidTo({ payTo: bonus.payTo, ...level }, month, standing, index + 1, passedOver);
    paid.push(...found);
    passedOver = found.length > 0 ? [] : [...passedOver, standing];
    standing = month.above('sponsor', standing);
  }
  return paid;
}

/** A line for a member who meets `payTo`, at a rate that is not 0. The company is never paid. */
export function paidTo(
  terms: { readonly payTo: string; readonly ratePpm: number; readonly ratesByRank?: Record<string, number> | undefined },
  month: Month,
  memberId: number,
  level: number,
  passedOver: readonly number[],
): Paid[] {
  if (memberId <= 1 || !month.meets(terms.payTo, memberId)) return [];
  const ratePpm = byRank(month, memberId, terms.ratesByRank, terms.ratePpm);
  return ratePpm === 0 ? [] : [{ memberId, level, ratePpm, passedOver }];
}
