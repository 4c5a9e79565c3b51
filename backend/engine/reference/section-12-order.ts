import { type Gift, type Month, type Order, type Standing } from './facts.ts';
import { section4Search, type Paid } from './section-4-level.ts';
import { section5Rounding } from './section-5-rounding.ts';
import { section12Matching } from './section-12-matching.ts';
import { section12Pool } from './section-12-pool.ts';
import { section12Differential, section12Volume } from './section-12-volume.ts';

/** A share of an order, of which the amount depends on how much of the order stands. */
export interface OrderShare extends Paid {
  readonly bonusId: string;
  readonly order: Order;
  /** Section 4, rule 6, and section 5: CV × rate, rounded once. */
  readonly amountFor: (cv: bigint) => bigint;
}

/** What bonuses on single orders give of an order, bonus by bonus in the order of the plan. An order without CV gives no lines. */
export function orderShares(month: Month, order: Order): OrderShare[] {
  if (order.cv === 0n) return [];
  return month.plan.bonuses.flatMap((bonus) =>
    bonus.kind !== 'level'
      ? []
      : section4Search(bonus, month, order).map((paid) => ({
          ...paid,
          bonusId: bonus.id,
          order,
          amountFor: (cv) => section5Rounding(cv, paid.ratePpm, bonus.rounding),
        })),
  );
}

/**
 * Section 12: what bonuses on the whole period give for its orders as they stand: "calculated after all level bonuses, in the order of the plan,
 * matching last".
 */
export function section12Gifts(month: Month, standing: Standing): Gift[] {
  const gifts: Gift[] = [];
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind === 'pool') gifts.push(...section12Pool(bonus, month, standing));
    if (bonus.kind === 'differential') gifts.push(...section12Differential(bonus, month, standing));
    if (bonus.kind === 'volume') gifts.push(...section12Volume(bonus, month, standing));
  }
  const earned: Gift[] = [
    ...gifts,
    ...month.orders.flatMap((order) =>
      orderShares(month, order).map(({ bonusId, memberId, level, amountFor }) => ({
        bonusId,
        memberId,
        level,
        sourceMemberId: order.memberId,
        amount: amountFor(standing(order)),
      })),
    ),
  ];
  for (const bonus of month.plan.bonuses) if (bonus.kind === 'matching') gifts.push(...section12Matching(bonus, month, earned));
  return gifts;
}
