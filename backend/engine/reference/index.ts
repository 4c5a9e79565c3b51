/**
 * The compensation engine a second time: docs/plans.md read sentence by sentence, as slow and as plain as can be, with nothing but numbers and maps.
 * It shares no rule with the engine that pays; tests hold the two equal. A function bears the number of its section.
 */
import { type Plan } from '../plan/schema.ts';
import { type History, type Month, type Order, type PeriodOfHistory, type ReferenceLine, type ReferenceMonth } from './facts.ts';
import { section11Ranks } from './section-11-ranks.ts';
import { orderShares, section12Gifts } from './section-12-order.ts';
import { section3Orders, section6NetCv, standingAfter, type ReadEntries } from './section-3-orders.ts';
import { section11CustomerPv, section11Customers, section11Meets, section3PersonalVolume } from './section-3-volumes.ts';
import { section6Share } from './section-5-rounding.ts';
import { section8Owed } from './section-8-owed.ts';

export { type History, type PeriodOfHistory, type ReferenceLine, type ReferenceMonth } from './facts.ts';

interface Closed {
  readonly month: Month;
  readonly limit: bigint;
  readonly gross: bigint;
  /** Number of the last entry of the period. */
  readonly lastEntry: number;
}

/** Section 3: every period in turn, each on what those before it left. */
export function referenceHistory(history: History, plans: ReadonlyMap<number, Plan>): ReferenceMonth[] {
  const book = new Map<number, Order>();
  const closed = new Map<number, Closed>();
  let cumulative: ReadonlyMap<number, bigint> = new Map();
  let debt: ReadonlyMap<number, bigint> = new Map();
  let firstEntry = 0;
  const months: ReferenceMonth[] = [];

  for (const facts of history.periods) {
    const plan = plans.get(facts.planVersion);
    if (plan === undefined) throw new RangeError(`no plan ${facts.planVersion}`);
    const read = section3Orders(facts, firstEntry, book);
    const month = monthOf(history, facts, plan, book, read);
    const lastEntry = firstEntry + Math.max(0, facts.entries.length - 1);
    const owedBefore = [...cumulative.values()].reduce((sum, amount) => sum + amount, 0n);
    const limit = section6Limit(plan, section6NetCv(facts.entries), facts.budget, owedBefore);
    const gross = section6Gross(month, lastEntry);
    closed.set(facts.period, { month, limit, gross, lastEntry });

    const lines = section7Lines(facts.period, closed, read);
    ({ cumulative, debt } = section8Owed(lines, cumulative, debt));
    const { rank, ppv } = month;
    months.push({ period: facts.period, lines, limit, gross, rank, ppv, cumulative, debt, anomalies: read.anomalies });
    firstEntry += facts.entries.length;
  }
  return months;
}

function monthOf(
  history: History,
  { period, memberCount, left = new Set() }: PeriodOfHistory,
  plan: Plan,
  book: ReadonlyMap<number, Order>,
  { refunded }: ReadEntries,
): Month {
  const members = Array.from({ length: memberCount }, (_, index) => index + 1);
  const orders = [...book.values()].filter((order) => order.period === period);
  const above = (tree: 'sponsor' | 'placement', memberId: number): number =>
    (tree === 'sponsor' ? history.sponsorOf : history.placement?.parentOf)?.[memberId] ?? 0;
  const ofEach = <Value>(value: (memberId: number) => Value): Map<number, Value> =>
    new Map(members.map((memberId) => [memberId, value(memberId)]));
  const facts = {
    plan,
    left,
    ppv: ofEach((memberId) => section3PersonalVolume(memberId, orders, refunded)),
    customers: ofEach((memberId) => section11Customers(memberId, orders)),
    customerPv: ofEach((memberId) => section11CustomerPv(memberId, orders, refunded)),
  };
  const meets = (condition: string, memberId: number): boolean => section11Meets(facts, condition, memberId);
  const known = { ...facts, period, members, orders, above, meets };
  return { ...known, ...section11Ranks(known) };
}

/** Section 6: "the lesser of two, and not below zero". */
function section6Limit(plan: Plan, netCv: bigint, budget: bigint, owedBefore: bigint): bigint {
  const share = section6Share(netCv, plan.cap.ratePpm);
  const rest = budget - owedBefore;
  const lesser = share < rest ? share : rest;
  return lesser > 0n ? lesser : 0n;
}

/** Section 6: what the lines of the period's own orders come to, refunds within the period taken off; section 12 adds its bonuses. */
function section6Gross(month: Month, lastEntry: number): bigint {
  const standing = (order: Order): bigint => standingAfter(order, lastEntry);
  const ofOrders = month.orders.flatMap((order) => orderShares(month, order).map(({ amountFor }) => amountFor(standing(order))));
  const ofPeriod = section12Gifts(month, standing).map(({ amount }) => amount);
  return [...ofOrders, ...ofPeriod].reduce((sum, amount) => sum + amount, 0n);
}

/** Section 6: "every amount becomes amount × limit / gross, rounded down". */
function section6Scaled(amount: bigint, { limit, gross }: Closed): bigint {
  return gross > limit ? (amount * limit) / gross : amount;
}

/** Sections 4, 7 and 12: the lines of a period. Lines of nothing are left out here. */
function section7Lines(period: number, closed: ReadonlyMap<number, Closed>, { refunded }: ReadEntries): ReferenceLine[] {
  const own = closed.get(period);
  if (own === undefined) throw new RangeError(`period ${period} is not there yet`);
  const lines: ReferenceLine[] = [];

  for (const order of own.month.orders) {
    for (const share of orderShares(own.month, order)) {
      lines.push(orderLine(share, order.entry, section6Scaled(share.amountFor(order.cv), own)));
    }
  }
  for (const gift of section12Gifts(own.month, (order) => standingAfter(order, own.lastEntry))) {
    lines.push(periodLine(gift, own.lastEntry, section6Scaled(gift.amount, own)));
  }

  // "A refund's reversal line is what stands after it less what stood before it."
  for (const { order, refund } of refunded) {
    const terms = closed.get(order.period);
    if (terms === undefined) throw new RangeError(`period ${order.period} is not there`);
    for (const share of orderShares(terms.month, order)) {
      const after = section6Scaled(share.amountFor(standingAfter(order, refund.entry)), terms);
      const before = section6Scaled(share.amountFor(standingAfter(order, refund.entry) + refund.cv), terms);
      lines.push(orderLine(share, refund.entry, after - before));
    }
  }

  // Section 12: "The difference, per member, level and source, is a reversal line of the later period."
  const refundedPeriods = new Map<number, number>();
  for (const { order, refund } of refunded) if (order.period !== period) refundedPeriods.set(order.period, refund.entry);
  for (const [earlier, entry] of refundedPeriods) {
    const terms = closed.get(earlier);
    if (terms !== undefined) lines.push(...section12Reversals(terms, own, entry));
  }
  return lines.filter(({ amount }) => amount !== 0n);
}

/** The bonuses of an earlier period, valued as its orders stood before this period and as they stand after it. */
function section12Reversals(terms: Closed, now: Closed, entry: number): ReferenceLine[] {
  const before = section12Gifts(terms.month, (order) =>
    order.refunds.reduce((cv, refund) => (refund.period < now.month.period ? cv - refund.cv : cv), order.cv),
  );
  const after = section12Gifts(terms.month, (order) => standingAfter(order, now.lastEntry));
  const differences = new Map<string, ReferenceLine>();
  const add = (gift: (typeof before)[number], amount: bigint): void => {
    const key = `${gift.bonusId} ${gift.memberId} ${gift.level} ${gift.sourceMemberId}`;
    const line = differences.get(key) ?? periodLine(gift, entry, 0n);
    differences.set(key, { ...line, amount: line.amount + amount });
  };
  for (const gift of before) add(gift, -section6Scaled(gift.amount, terms));
  for (const gift of after) add(gift, section6Scaled(gift.amount, terms));
  return [...differences.values()];
}

function orderLine(share: ReturnType<typeof orderShares>[number], entry: number, amount: bigint): ReferenceLine {
  const { bonusId, memberId, level, order, passedOver } = share;
  return { bonusId, memberId, level, sourceMemberId: order.memberId, orderRef: order.orderRef, entry, amount, passedOver };
}

function periodLine(gift: ReturnType<typeof section12Gifts>[number], entry: number, amount: bigint): ReferenceLine {
  const { bonusId, memberId, level, sourceMemberId } = gift;
  return { bonusId, memberId, level, sourceMemberId, orderRef: 0, entry, amount, passedOver: [] };
}
