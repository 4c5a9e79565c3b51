import { UplineError } from '#kernel/errors/index.ts';
import { type Claim } from '../bonuses/kind.ts';
import { type Order, type OrdersByRef } from '../ledger/order.ts';
import { type Refund } from '../ledger/orders.ts';
import { type Differences } from '../state/columns.ts';
import { averagedClaims } from './average.ts';
import { granted, reckon, type OpenedPeriod } from './period.ts';

/** What refunds change in one claim of an earlier period. */
export interface ChangedClaim {
  readonly share: Claim;
  readonly amount: bigint;
  /** The refund that changed it, the last one of that period's orders. */
  readonly entry: number;
  readonly reversalOf: { readonly period: number; readonly entry: number };
}

/** What refunds of this period change in the bonuses on earlier periods, and in what those carried. */
export interface Revaluation {
  readonly claims: readonly ChangedClaim[];
  readonly differences: Differences;
}

interface Earlier {
  readonly refunds: readonly Refund[];
  /** Orders that this period placed or refunded, as they stand after it. */
  readonly touched: OrdersByRef;
  readonly periodOf: (order: Order) => OpenedPeriod;
  readonly ordersOf: (period: number) => readonly Order[];
}

/** Values the bonuses on whole earlier periods with and without the refunds, in their own terms. @throws UplineError ENGINE.ORDERS_MISSING */
export function revalue(ownPeriod: number, { refunds, touched, periodOf, ordersOf }: Earlier): Revaluation {
  const last = new Map<number, Refund>();
  for (const refund of refunds) if (refund.order.period !== ownPeriod) last.set(refund.order.period, refund);
  const claims: ChangedClaim[] = [];
  const differences = new Map<string, BigInt64Array>();
  for (const [number, refund] of last) {
    const period = periodOf(refund.order);
    if (period.onPeriod.length === 0) continue;
    const before = allOrders(period, ordersOf(number));
    const after = before.map((order) => touched.get(order.orderRef) ?? order);
    const was = reckon(period, before);
    const is = reckon(period, after);
    const reversalOf = { period: number, entry: refund.order.entry };
    const average = period.plan.refunds.policy === 'averageRate';
    const changed = average ? averagedClaims(period, before, after) : changes(period, was.claims, is.claims);
    for (const change of changed) claims.push({ ...change, entry: refund.entry, reversalOf });
    for (const [index, [name, column]] of was.carried.entries()) addDifference(differences, name, column, is.carried[index]?.[1]);
  }
  return { claims, differences };
}

/** The orders of a period, when none is missing. @throws UplineError ENGINE.ORDERS_MISSING */
export function allOrders({ period, orderCount }: Pick<OpenedPeriod, 'period' | 'orderCount'>, orders: readonly Order[]) {
  if (orders.length !== orderCount) {
    throw new UplineError('ENGINE.ORDERS_MISSING', { period, expected: orderCount ?? 0, actual: orders.length });
  }
  return orders;
}

function* changes(
  period: OpenedPeriod,
  before: readonly Claim[],
  after: readonly Claim[],
): Generator<{ share: Claim; amount: bigint }> {
  const found = new Map<string, { share: Claim; base: bigint; amount: bigint }>();
  const add = (share: Claim, sign: bigint): void => {
    const key = [share.bonusId, share.memberId, share.level, share.sourceMemberId].join(' ');
    const { base = 0n, amount = 0n } = found.get(key) ?? {};
    found.set(key, { share, base: base + sign * share.base, amount: amount + sign * granted(share.amount, share, period) });
  };
  for (const share of before) add(share, -1n);
  for (const share of after) add(share, 1n);
  for (const { share, base, amount } of found.values()) if (amount !== 0n) yield { share: { ...share, base }, amount };
}

function addDifference(
  differences: Map<string, BigInt64Array>,
  name: string,
  before: BigInt64Array,
  after: BigInt64Array | undefined,
): void {
  const known = differences.get(name);
  const sum = new BigInt64Array(Math.max(before.length, known?.length ?? 0));
  if (known !== undefined) sum.set(known);
  for (const [member, volume] of before.entries()) sum[member] = (sum[member] ?? 0n) + (after?.[member] ?? 0n) - volume;
  if (known !== undefined || sum.some((volume) => volume !== 0n)) differences.set(name, sum);
}
