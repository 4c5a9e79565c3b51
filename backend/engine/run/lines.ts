import { type OpenBonus, type Share } from '../bonuses/kind.ts';
import { type Order, type Refund } from '../ledger/orders.ts';
import { amountOf, type OpenedPeriod, type OpenedRun } from './open.ts';
import { type Line } from './types.ts';

/** A line without the search for who was passed over, which costs a walk: what sums need. */
export interface BareLine {
  readonly share: Share;
  readonly amount: bigint;
  readonly order: Order;
  readonly bonus: OpenBonus;
  /** The refund behind it; undefined for a line of the period's own order. */
  readonly refund?: Refund;
}

/** Every line of a run: bonus by bonus the period's own orders, then the refunds in the order of their entries. Volume-less lines are left out. */
export function* bareLines(run: OpenedRun): Generator<BareLine> {
  for (const bonus of run.own.bonuses) {
    for (const order of run.ledger.orders) {
      if (order.cv > 0n) yield* orderLines(run.own, bonus, order);
    }
  }
  for (const refund of run.ledger.refunds) {
    if (refund.cv > 0n) yield* refundLines(run.periodOf(refund.order), refund);
  }
}

function* orderLines(period: OpenedPeriod, bonus: OpenBonus, order: Order): Generator<BareLine> {
  for (const share of bonus.sharesOf(order)) yield { share, order, bonus, amount: amountOf(share, order.cv, period) };
}

/** Takes back the difference between what the lines of the order come to before and after the refund, in the terms of its own period. */
function* refundLines(period: OpenedPeriod, refund: Refund): Generator<BareLine> {
  const { order } = refund;
  const before = order.cv - order.refundedCv;
  for (const bonus of period.bonuses) {
    for (const share of bonus.sharesOf(order)) {
      const amount = amountOf(share, before - refund.cv, period) - amountOf(share, before, period);
      yield { share, order, bonus, refund, amount };
    }
  }
}

/** A line in full. */
export function fullLine({ share, order, bonus, refund, amount }: BareLine): Line {
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
