/**
 * The compensation engine a second time: docs/plans.md read sentence by sentence, as slow and as plain as can be, with nothing but numbers and maps.
 * It shares no rule with the engine that pays; tests hold the two equal. A function bears the number of its section.
 */
import { type Plan } from '../plan/schema.ts';
import {
  type Columns,
  type Gift,
  type History,
  type Measured,
  type Month,
  type Order,
  type PeriodOfHistory,
  type ReferenceLine,
  type ReferenceMonth,
} from './facts.ts';
import { leg, section11Ranks } from './section-11-ranks.ts';
import { orderColumns, orderShares, section12Reckoned } from './section-12-order.ts';
import { section13After, section13Before } from './section-13-columns.ts';
import { section3Orders, section6Instant, section6NetCv, standingAfter, type ReadEntries } from './section-3-orders.ts';
import { of, section11CustomerPv, section11Customers, section11Meets, section3PersonalVolume } from './section-3-volumes.ts';
import { section6Share } from './section-5-rounding.ts';
import { section23Left } from './section-23-caps.ts';
import { section24Stands } from './section-24-average.ts';
import { section8Owed } from './section-8-owed.ts';

export { type History, type PeriodOfHistory, type ReferenceLine, type ReferenceMonth } from './facts.ts';

interface Closed {
  readonly month: Month;
  readonly limit: bigint;
  readonly gross: bigint;
  /** Section 23: "the sums and limits of the order's period". */
  readonly caps: Measured;
  /** Number of the last entry of the period. */
  readonly lastEntry: number;
}

/** Section 3: every period in turn, each on what those before it left. */
export function referenceHistory(history: History, plans: ReadonlyMap<number, Plan>): ReferenceMonth[] {
  const book = new Map<number, Order>();
  const closed = new Map<number, Closed>();
  let cumulative: ReadonlyMap<number, bigint> = new Map();
  let debt: ReadonlyMap<number, bigint> = new Map();
  let columns: Columns = new Map();
  let planBefore: Plan | undefined;
  let known = 0;
  let firstEntry = 0;
  const months: ReferenceMonth[] = [];

  for (const facts of history.periods) {
    const plan = plans.get(facts.planVersion);
    if (plan === undefined) throw new RangeError(`no plan ${facts.planVersion}`);
    const read = section3Orders(facts, firstEntry, book);
    const lastEntry = firstEntry + Math.max(0, facts.entries.length - 1);
    const reversals = refundedPeriods(facts.period, read).map(([earlier, entry]) =>
      section12Reversals(closedOf(closed, earlier), facts.period, lastEntry, entry),
    );
    const month = monthOf(history, facts, plan, {
      book,
      read,
      known,
      columns: section13Before(columns, planBefore, plan),
      differences: sumOf(reversals.map(({ differences }) => differences)),
    });
    const owedBefore = [...cumulative.values()].reduce((sum, amount) => sum + amount, 0n);
    const limit = section6Limit(plan, facts, owedBefore);
    const { caps } = section12Reckoned(month, (order) => standingAfter(order, lastEntry));
    const gross = section6Gross(month, lastEntry, caps);
    const own = { month, limit, gross, caps, lastEntry };
    closed.set(facts.period, own);

    const lines = [...section7Lines(own, closed, read), ...reversals.flatMap((reversal) => reversal.lines)];
    columns = section13Columns(own);
    ({ cumulative, debt } = section8Owed(lines, cumulative, debt));
    const { rank, ppv } = month;
    months.push({ period: facts.period, lines, limit, gross, rank, ppv, cumulative, debt, columns, anomalies: read.anomalies });
    planBefore = plan;
    known = facts.memberCount;
    firstEntry += facts.entries.length;
  }
  return months;
}

interface Past {
  readonly book: ReadonlyMap<number, Order>;
  readonly read: ReadEntries;
  /** Members of the period before. */
  readonly known: number;
  readonly columns: Columns;
  readonly differences: Columns;
}

function monthOf(
  { sponsorOf, placement }: History,
  { period, memberCount, left = new Set() }: PeriodOfHistory,
  plan: Plan,
  { book, read: { refunded }, known, columns, differences }: Past,
): Month {
  const members = Array.from({ length: memberCount }, (_, index) => index + 1);
  const orders = [...book.values()].filter((order) => order.period === period);
  const placed = (memberId: number): boolean => (placement?.placedIn?.[memberId] ?? 0) <= period;
  const above = (tree: 'sponsor' | 'placement', memberId: number): number =>
    (tree === 'sponsor' ? sponsorOf : placed(memberId) ? placement?.parentOf : undefined)?.[memberId] ?? 0;
  const ofEach = <Value>(value: (memberId: number) => Value): Map<number, Value> =>
    new Map(members.map((memberId) => [memberId, value(memberId)]));
  const column = (name: string, memberId: number): bigint => columns.get(name)?.get(memberId) ?? 0n;
  const ppv = ofEach((memberId) => section3PersonalVolume(memberId, orders, refunded));
  const facts = {
    plan,
    left,
    ppv,
    customers: ofEach((memberId) => section11Customers(memberId, orders)),
    customerPv: ofEach((memberId) => section11CustomerPv(memberId, orders, refunded)),
  };
  const before = {
    ...facts,
    period,
    members,
    orders,
    above,
    column,
    isFirstOfCustomer: (order: Order): boolean =>
      ![...book.values()].some(
        ({ memberId, customer, entry }) =>
          memberId === order.memberId && customer === order.customer && customer !== undefined && entry < order.entry,
      ),
    legOf: (memberId: number): number => placement?.legOf[memberId] ?? 0,
    meets: (condition: string, memberId: number): boolean => section11Meets(facts, condition, memberId),
    joined: (memberId: number): number => (memberId > known ? period : Number(column('joined', memberId))),
    difference: (name: string, memberId: number): bigint => differences.get(name)?.get(memberId) ?? 0n,
  };
  // Section 14, accumulated volume: "The volume of this period is added first."
  const accumulatedPpv = ofEach((memberId) => column('accumulated', memberId) + of(ppv, memberId));
  const accumulatedOv = ofEach((head) => leg(before, head).reduce((sum, memberId) => sum + of(accumulatedPpv, memberId), 0n));
  return { ...before, accumulatedPpv, accumulatedOv, ...section11Ranks(before) };
}

/** Section 6: "the lesser of two, and not below zero". */
function section6Limit(plan: Plan, { entries, budget }: PeriodOfHistory, owedBefore: bigint): bigint {
  const share = section6Share(section6NetCv(entries), plan.cap.ratePpm) - section6Instant(entries);
  const rest = budget - owedBefore;
  const lesser = share < rest ? share : rest;
  return lesser > 0n ? lesser : 0n;
}

/** Section 6: what the lines of the period's own orders come to, refunds within the period taken off; section 12 adds its bonuses. */
function section6Gross(month: Month, lastEntry: number, caps: Measured): bigint {
  const standing = (order: Order): bigint => standingAfter(order, lastEntry);
  const ofOrders = month.orders.flatMap((order) =>
    orderShares(month, order).map((share) => section23Left({ ...share, amount: share.amountFor(standing(order)) }, month, caps)),
  );
  const ofPeriod = section12Reckoned(month, standing, caps).gifts.map((gift) => section23Left(gift, month, caps));
  return [...ofOrders, ...ofPeriod].reduce((sum, amount) => sum + amount, 0n);
}

/** Section 23, then section 6: "every amount becomes amount × limit / gross, rounded down". */
function section6Scaled(given: Pick<Gift, 'bonusId' | 'memberId' | 'amount'>, { month, limit, gross, caps }: Closed): bigint {
  const amount = section23Left(given, month, caps);
  return gross > limit ? (amount * limit) / gross : amount;
}

/** Sections 4, 7 and 12: the lines of a period, without those of earlier periods that are valued anew. Lines of nothing are left out here. */
function section7Lines(own: Closed, closed: ReadonlyMap<number, Closed>, { refunded }: ReadEntries): ReferenceLine[] {
  const lines: ReferenceLine[] = [];
  for (const order of own.month.orders) {
    for (const share of orderShares(own.month, order)) {
      lines.push(orderLine(share, order.entry, section6Scaled({ ...share, amount: share.amountFor(order.cv) }, own)));
    }
  }
  for (const gift of section12Reckoned(own.month, (order) => standingAfter(order, own.lastEntry), own.caps).gifts) {
    lines.push(periodLine(gift, own.lastEntry, section6Scaled(gift, own)));
  }
  // "A refund's reversal line is what stands after it less what stood before it."
  for (const { order, refund } of refunded) {
    const terms = closedOf(closed, order.period);
    for (const share of orderShares(terms.month, order)) {
      const standing = (cv: bigint): bigint => section6Scaled({ ...share, amount: share.amountFor(cv) }, terms);
      const after = standing(standingAfter(order, refund.entry));
      const before = standing(standingAfter(order, refund.entry) + refund.cv);
      lines.push(orderLine(share, refund.entry, after - before));
    }
    lines.push(...section7Credits(order, refund.entry, refund.cv));
  }
  return lines.filter(({ amount }) => amount !== 0n);
}

/** Section 7: "what stands after the refund less what stood before it", for each credit that was there. */
function section7Credits(order: Order, entry: number, refunded: bigint): ReferenceLine[] {
  if (order.cv === 0n) return [];
  const stands = (amount: bigint, cv: bigint): bigint => (amount * cv) / order.cv;
  const left = standingAfter(order, entry);
  return order.credits
    .filter((credit) => credit.entry < entry)
    .map(({ memberId, level, amount }) => ({
      bonusId: '@checkout',
      memberId,
      level,
      sourceMemberId: order.memberId,
      orderRef: order.orderRef,
      entry,
      amount: stands(amount, left) - stands(amount, left + refunded),
      passedOver: [],
    }));
}

/** Earlier periods of which orders are refunded, each with the last refund entry. */
function refundedPeriods(period: number, { refunded }: ReadEntries): [number, number][] {
  const found = new Map<number, number>();
  for (const { order, refund } of refunded) if (order.period !== period) found.set(order.period, refund.entry);
  return [...found];
}

/**
 * Section 12: "The difference, per member, level and source, is a reversal line of the later period." Section 16, rule 13, and section 18: the change of
 * what was carried, over all ages.
 */
function section12Reversals(
  terms: Closed,
  now: number,
  lastEntry: number,
  entry: number,
): { lines: ReferenceLine[]; differences: Columns } {
  const stood = (order: Order): bigint =>
    order.refunds.reduce((cv, refund) => (refund.period < now ? cv - refund.cv : cv), order.cv);
  const before = section12Reckoned(terms.month, stood, terms.caps);
  const after = section12Reckoned(terms.month, (order) => standingAfter(order, lastEntry), terms.caps);
  const lines = new Map<string, ReferenceLine>();
  const add = (gift: (typeof before.gifts)[number], amount: bigint): void => {
    const key = `${gift.bonusId} ${gift.memberId} ${gift.level} ${gift.sourceMemberId}`;
    const line = lines.get(key) ?? periodLine(gift, entry, 0n);
    lines.set(key, { ...line, amount: line.amount + amount });
  };
  if (terms.month.plan.refunds.policy === 'averageRate') {
    // Section 24: "what stands after the refunds of a period less what stood before them".
    const atEnd = (order: Order): bigint => standingAfter(order, terms.lastEntry);
    const { gifts } = section12Reckoned(terms.month, atEnd, terms.caps);
    const ended = { month: terms.month, gifts, standing: atEnd };
    for (const gift of gifts) {
      const paid = section6Scaled(gift, terms);
      const nowStands = section24Stands(paid, gift, ended, (order) => standingAfter(order, lastEntry));
      add(gift, nowStands - section24Stands(paid, gift, ended, stood));
    }
  } else {
    for (const gift of before.gifts) add(gift, -section6Scaled(gift, terms));
    for (const gift of after.gifts) add(gift, section6Scaled(gift, terms));
  }
  return {
    lines: [...lines.values()].filter(({ amount }) => amount !== 0n),
    differences: sumOf([negative(withoutAge(before.columns)), withoutAge(after.columns)]),
  };
}

/** Legs and pools without the age of what they carry; `opened` "stays as it is". */
function withoutAge(columns: Columns): Columns {
  const carried = [...columns].filter(([name]) => !name.endsWith('.opened'));
  return sumOf(carried.map(([name, column]) => new Map([[name.replace(/\.\d+$/, ''), column]])));
}

function negative(columns: Columns): Columns {
  return new Map(
    [...columns].map(([name, column]) => [name, new Map([...column].map(([memberId, value]) => [memberId, -value]))]),
  );
}

function sumOf(parts: readonly Columns[]): Columns {
  const sum: Columns = new Map();
  for (const part of parts) {
    for (const [name, column] of part) {
      const known = sum.get(name) ?? new Map<number, bigint>();
      for (const [memberId, value] of column) known.set(memberId, of(known, memberId) + value);
      sum.set(name, known);
    }
  }
  return sum;
}

/** Section 13: all columns that a period leaves. */
function section13Columns({ month, caps, lastEntry }: Closed): Columns {
  const { columns } = section12Reckoned(month, (order) => standingAfter(order, lastEntry), caps);
  return new Map([...section13After(month), ...orderColumns(month), ...columns]);
}

function closedOf(closed: ReadonlyMap<number, Closed>, period: number): Closed {
  const found = closed.get(period);
  if (found === undefined) throw new RangeError(`period ${period} is not there`);
  return found;
}

function orderLine(share: ReturnType<typeof orderShares>[number], entry: number, amount: bigint): ReferenceLine {
  const { bonusId, memberId, level, order, passedOver } = share;
  return { bonusId, memberId, level, sourceMemberId: order.memberId, orderRef: order.orderRef, entry, amount, passedOver };
}

function periodLine(gift: Gift, entry: number, amount: bigint): ReferenceLine {
  const { bonusId, memberId, level, sourceMemberId } = gift;
  return { bonusId, memberId, level, sourceMemberId, orderRef: 0, entry, amount, passedOver: [] };
}
