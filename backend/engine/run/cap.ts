import { floorRate, WHOLE_PPM } from '#kernel/rate.ts';
import { type Plan } from '../plan/schema.ts';
import { type Scale } from './types.ts';

/**
 * Most that a period may give: the cap's share of its own net CV less what checkout credited at once, and never more than the budget
 * since the beginning has left.
 * @param budget after the period, credits taken off already
 * @param owed Σ cumulative before the period
 */
export function periodLimit(plan: Plan, netCv: bigint, instant: bigint, budget: bigint, owed: bigint): bigint {
  const ofPeriod = floorRate(netCv, plan.cap.ratePpm) - instant;
  const left = budget - owed;
  const limit = ofPeriod < left ? ofPeriod : left;
  return limit > 0n ? limit : 0n;
}

/** Budget after a period, as the VolumeLedger sums it: for an estimate of the open period. */
export function budgetAfter(budget: bigint, netCv: bigint, capPpm: number, instant = 0n): bigint {
  return budget + floorRate(netCv, capPpm) - instant;
}

/** An amount after scale-down, rounded down. The amount is not negative. */
export function scaled(amount: bigint, { limit, gross }: Scale): bigint {
  return gross > limit ? (amount * limit) / gross : amount;
}

/** gross / limit in ppm, rounded up; undefined when there is no limit to compare with. */
export function capUse({ limit, gross }: Scale): number | undefined {
  return limit === 0n ? undefined : Number((gross * BigInt(WHOLE_PPM) + limit - 1n) / limit);
}
