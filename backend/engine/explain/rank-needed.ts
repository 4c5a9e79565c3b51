import { fromRankUpward } from '../bonuses/rates.ts';
import { type OpenedPeriod } from '../run/period.ts';
import { rankNeeds, type Need } from './needs.ts';

/** A rank that the member has not, with what it lacks; with `eachStep` the rank below it, too, if that is missing. */
export function needRankNumber(number: number, memberId: number, period: OpenedPeriod): Need[] {
  const { steps = [], advance }: Partial<NonNullable<OpenedPeriod['plan']['ranks']>> = period.plan.ranks ?? {};
  const step = steps[number - 1];
  const actual = period.rank[memberId] ?? 0;
  if (step === undefined || actual >= number) return [];
  const below = advance === 'eachStep' ? needRankNumber(number - 1, memberId, period) : [];
  const lacks = [...below, ...rankNeeds(step, memberId, period)];
  return [{ what: 'rank', required: BigInt(number), actual: BigInt(actual), of: step.id, lacks }];
}

/** @param id none: nothing is needed */
export function needRank(id: string | undefined, memberId: number, period: OpenedPeriod): Need[] {
  return id === undefined ? [] : needRankNumber(period.context.rankNumber(id), memberId, period);
}

/** The lowest rank from `rankAtLeast` on at which anything is paid. @param base what is paid below all ranks that are named */
export function needPayingRank(
  base: number,
  byRank: Readonly<Record<string, number>> | undefined,
  memberId: number,
  period: OpenedPeriod,
  rankAtLeast?: string,
): Need[] {
  const from = Math.max(period.rank[memberId] ?? 0, rankAtLeast === undefined ? 0 : period.context.rankNumber(rankAtLeast));
  const paying = fromRankUpward(base, byRank, period.context).findIndex((rate, number) => number >= from && rate > 0);
  return needRankNumber(paying, memberId, period);
}
