import { WHOLE_PPM } from '#kernel/rate.ts';
import { type Claim, type OpenBonus, type Share } from '../bonuses/kind.ts';
import { type Order } from '../ledger/order.ts';
import { type Refund } from '../ledger/orders.ts';
import { type OpenedRun } from './open.ts';
import { amountOf, granted, type OpenedPeriod } from './period.ts';
import { type Line } from './types.ts';

/** A line without the search for who was passed over, which costs a walk: what sums need. */
export type BareLine = OrderLine | ClaimLine;

interface OrderLine {
  readonly share: Share;
  readonly amount: bigint;
  readonly order: Order;
  readonly bonus: OpenBonus;
  /** The refund behind it; undefined for a line of the period's own order. */
  readonly refund?: Refund;
}

/** A line of a bonus on a whole period. For a reversal, `share.base` is what the refunds of that period changed. */
interface ClaimLine {
  readonly share: Claim;
  readonly amount: bigint;
  readonly entry: number;
  /** The order of an instant credit that is taken back; none for a bonus on a whole period. */
  readonly orderRef?: number;
  readonly reversalOf?: { readonly period: number; readonly entry: number };
}

/** Under this id stand the lines that take instant credits back; no bonus of a plan can have it. */
export const CREDIT_ID = '@checkout';

/**
 * Every line of a run: bonus by bonus the period's own orders, then bonuses on the whole period, then the refunds in the order of their
 * entries, then what they change in the bonuses of earlier periods. Volume-less lines are left out.
 */
export function* bareLines(run: OpenedRun): Generator<BareLine> {
  for (const bonus of run.own.bonuses) yield* bonusLines(run, bonus);
  yield* claimLines(run);
  yield* laterLines(run);
}

/** Takes a line in what sums need. */
export type TakeAmount = (memberId: number, bonusId: string, amount: bigint) => void;

/**
 * The lines of `bareLines` in the same order, millions of them without an object for each. Gives the number of lines since the last pause.
 * @param piece lines after which it pauses; the last of them may bring the others of its order with it
 */
export function* takeAmounts(run: OpenedRun, take: TakeAmount, piece = 50_000): Generator<number, void> {
  let lines = 0;
  for (const bonus of run.own.bonuses) {
    for (const order of run.ledger.orders) {
      if (order.cv === 0n) continue;
      for (const share of bonus.sharesOf(order)) {
        take(share.memberId, share.bonusId, amountOf(share, order.cv, run.own));
        lines += 1;
      }
      if (lines < piece) continue;
      yield lines;
      lines = 0;
    }
  }
  for (const later of [claimLines(run), laterLines(run)]) {
    for (const { share, amount } of later) {
      take(share.memberId, share.bonusId, amount);
      lines += 1;
      if (lines < piece) continue;
      yield lines;
      lines = 0;
    }
  }
  yield lines;
}

/** The lines of one bonus on the period's own orders. */
export function* bonusLines(run: OpenedRun, bonus: OpenBonus): Generator<BareLine> {
  // Not by `orderLines`: of millions of lines, handing each on through one generator more costs as much as making it.
  for (const order of run.ledger.orders) {
    if (order.cv === 0n) continue;
    for (const share of bonus.sharesOf(order)) yield { share, order, bonus, amount: amountOf(share, order.cv, run.own) };
  }
}

/** The lines of bonuses on the whole period. */
function* claimLines(run: OpenedRun): Generator<BareLine> {
  for (const share of run.claims) yield { share, amount: granted(share.amount, share, run.own), entry: run.lastEntry };
}

/** What refunds of the period take back. */
export function* laterLines(run: OpenedRun): Generator<BareLine> {
  for (const refund of run.ledger.refunds) {
    if (refund.cv > 0n) yield* refundLines(run.periodOf(refund.order), refund);
  }
  yield* run.revaluation.claims;
}

/** @param memberId when nobody else's are wanted; others may be given all the same */
export function* orderLines(period: OpenedPeriod, bonus: OpenBonus, order: Order, memberId?: number): Generator<BareLine> {
  for (const share of bonus.sharesOf(order, memberId)) yield { share, order, bonus, amount: amountOf(share, order.cv, period) };
}

/** Takes back the difference between what the lines of the order come to before and after the refund, in the terms of its own period. */
export function* refundLines(period: OpenedPeriod, refund: Refund): Generator<BareLine> {
  const { order } = refund;
  const before = order.cv - order.refundedCv;
  for (const bonus of period.bonuses) {
    for (const share of bonus.sharesOf(order)) {
      const amount = amountOf(share, before - refund.cv, period) - amountOf(share, before, period);
      yield { share, order, bonus, refund, amount };
    }
  }
  yield* creditLines(refund);
}

/** Credits were paid beside the roots, so nothing gave them here; the refund takes back what the order no longer bears. */
function* creditLines({ entry, order, cv }: Refund): Generator<ClaimLine> {
  const before = order.cv - order.refundedCv;
  const { orderRef, memberId: sourceMemberId } = order;
  for (const { memberId, level, amount: credited } of order.credits ?? []) {
    const amount = (credited * (before - cv)) / order.cv - (credited * before) / order.cv;
    // The rate that the contract used: rounded up, because the credit was rounded down.
    const ratePpm = Number((credited * BigInt(WHOLE_PPM) + order.cv - 1n) / order.cv);
    const share = { memberId, bonusId: CREDIT_ID, kind: 'instant', sourceMemberId, level, ratePpm, base: -cv, amount };
    yield { share, amount, entry, orderRef, reversalOf: { period: order.period, entry: order.entry } };
  }
}

/** A line in full. */
export function fullLine(line: BareLine): Line {
  if (!('order' in line)) {
    const { share, amount, entry, orderRef = 0, reversalOf } = line;
    const { memberId, bonusId, kind, sourceMemberId, level, ratePpm, base } = share;
    const found = { memberId, bonusId, kind, entry, orderRef, sourceMemberId, level, ratePpm, base, amount, passedOver: [] };
    return reversalOf === undefined ? found : { ...found, reversalOf };
  }
  const { share, order, bonus, refund, amount } = line;
  return {
    memberId: share.memberId,
    bonusId: share.bonusId,
    kind: share.kind,
    entry: refund?.entry ?? order.entry,
    orderRef: order.orderRef,
    sourceMemberId: order.memberId,
    level: share.level,
    ratePpm: share.ratePpm,
    base: refund === undefined ? order.cv : -refund.cv,
    amount,
    passedOver: bonus.passedOver(order, share),
    ...(refund === undefined ? {} : { reversalOf: { period: order.period, entry: order.entry } }),
  };
}
