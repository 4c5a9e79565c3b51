import { type Plan } from '../plan/schema.ts';
import {
  type Columns,
  type Gift,
  type Measured,
  type Month,
  type Order,
  type PeriodReckoned,
  type Reckoned,
  type Standing,
} from './facts.ts';
import { section4Search, type Paid } from './section-4-level.ts';
import { section5Rounding } from './section-5-rounding.ts';
import { section12Matching } from './section-12-matching.ts';
import { section12Pool } from './section-12-pool.ts';
import { section12Differential, section12Volume } from './section-12-volume.ts';
import { section15Generation } from './section-15-generation.ts';
import {
  section15Direct,
  section15DirectColumn,
  section15FastStart,
  section15InWindow,
  section15Retail,
} from './section-15-orders.ts';
import { section15PassUp, section15PassUpColumns } from './section-15-pass-up.ts';
import { section16Binary } from './section-16-binary.ts';
import { section17RankReward } from './section-17-rank-reward.ts';
import { section23BeforeMatching, section23Left, section23Measured } from './section-23-caps.ts';

type Bonus = Plan['bonuses'][number];

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
  return month.plan.bonuses.flatMap((bonus) => {
    if (section15Replaced(month, bonus, order) || !('rounding' in bonus)) return [];
    const rounding = bonus.rounding ?? 'down';
    return paidOnOrder(bonus, month, order).map((paid) => ({
      ...paid,
      bonusId: bonus.id,
      order,
      amountFor: (cv: bigint) => section5Rounding(cv, paid.ratePpm, rounding),
    }));
  });
}

function paidOnOrder(bonus: Bonus, month: Month, order: Order): Paid[] {
  if (bonus.kind === 'level') return section4Search(bonus, month, order);
  if (bonus.kind === 'retail') return section15Retail(bonus, month, order);
  if (bonus.kind === 'direct') return section15Direct(bonus, month, order);
  if (bonus.kind === 'fastStart') return section15FastStart(bonus, month, order);
  if (bonus.kind === 'passUp') return section15PassUp(bonus, month, order);
  if (bonus.kind === 'generation') return section15Generation(bonus, month, order);
  return [];
}

/** Section 15, fast start, rule 3. */
function section15Replaced(month: Month, bonus: Bonus, order: Order): boolean {
  return month.plan.bonuses.some(
    (other) => other.kind === 'fastStart' && other.replaces.includes(bonus.id) && section15InWindow(other, month, order),
  );
}

/**
 * Sections 12 and 16 to 18: what bonuses on the whole period give for its orders as they stand: "calculated after all bonuses on orders, in the
 * order of the plan, matching last".
 */
export function section12Reckoned(month: Month, standing: Standing, settled?: Measured): PeriodReckoned {
  const gifts: Gift[] = [];
  const columns: Columns = new Map();
  for (const bonus of month.plan.bonuses) {
    const reckoned = reckonedOf(bonus, month, standing);
    gifts.push(...reckoned.gifts);
    for (const [name, column] of reckoned.columns) columns.set(name, column);
  }
  const ofOrders: Gift[] = month.orders.flatMap((order) =>
    orderShares(month, order).map(({ bonusId, memberId, level, amountFor }) => ({
      bonusId,
      memberId,
      level,
      sourceMemberId: order.memberId,
      amount: amountFor(standing(order)),
    })),
  );
  // Section 23, rule 6: `afterCaps` is after those that name no matching bonus.
  const earned: Gift[] = [...gifts, ...ofOrders];
  const early = section23BeforeMatching(month);
  const before = (settled ?? section23Measured(month, earned, standing, early)).slice(0, early);
  const afterCaps = earned.map((gift) => ({ ...gift, amount: section23Left(gift, month, before) }));
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind === 'matching') {
      gifts.push(...section12Matching(bonus, month, bonus.matched === 'afterCaps' ? afterCaps : earned));
    }
  }
  const caps = settled ?? section23Measured(month, [...gifts, ...ofOrders], standing, month.plan.caps?.length ?? 0);
  return { gifts, columns, caps };
}

function reckonedOf(bonus: Bonus, month: Month, standing: Standing): Reckoned {
  const only = (gifts: Gift[]): Reckoned => ({ gifts, columns: new Map() });
  if (bonus.kind === 'pool') return section12Pool(bonus, month, standing);
  if (bonus.kind === 'binary') return section16Binary(bonus, month, standing);
  if (bonus.kind === 'differential') return only(section12Differential(bonus, month, standing));
  if (bonus.kind === 'volume') return only(section12Volume(bonus, month, standing));
  if (bonus.kind === 'rankReward') return only(section17RankReward(bonus, month));
  return only([]);
}

/** Section 13: the columns of bonuses on orders at the end of a period. */
export function orderColumns(month: Month): Columns {
  const columns: Columns = new Map();
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind === 'direct' && bonus.orders === 'first')
      columns.set(`direct.${bonus.id}`, section15DirectColumn(bonus, month));
    if (bonus.kind === 'passUp') for (const [name, column] of section15PassUpColumns(bonus, month)) columns.set(name, column);
  }
  return columns;
}
