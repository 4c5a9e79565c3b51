import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { WHOLE_PPM } from '#kernel/rate.ts';
import { planHash } from '../plan/parse.ts';
import { type Plan } from '../plan/schema.ts';
import { tryPlan, type TrialNetwork, type TrialPeriod, type Tried, type TriedOutcome } from './network.ts';
import {
  type TrialChanges,
  type TrialDistribution,
  type TrialPeriodFigures,
  type TrialSide,
  type TrialTotals,
} from './report.ts';

/** A side of a trial with what every member earned, by number. */
export interface Side {
  readonly side: TrialSide;
  readonly earned: readonly bigint[];
}

/** Called after every period, for whoever wants to see how far it is. */
export type Told = (done: number, of: number) => void;

/** A plan on all periods of a network. @throws UplineError ENGINE.* */
export function sideOf(plan: Plan, network: TrialNetwork, told?: Told): Side {
  return addUp(tryPlan(plan, network), plan, network.periods, told);
}

/** Periods as they were calculated, under whatever plans; `plan` is the one that the side is named after. */
export function addUp(calculated: Iterable<Tried>, plan: Plan, periodsOf: readonly TrialPeriod[], told?: Told): Side {
  const memberCount = periodsOf.at(-1)?.memberCount ?? COMPANY_MEMBER;
  const earned = Array.from({ length: memberCount + 1 }, () => 0n);
  const spent = Array.from({ length: memberCount + 1 }, () => 0n);
  const periods: TrialPeriodFigures[] = [];
  let debt = 0n;
  for (const tried of calculated) {
    for (const { memberId, net } of tried.outcome.earnings) earned[memberId] = (earned[memberId] ?? 0n) + net;
    for (const entry of tried.period.entries) {
      if (entry.kind === 'ownPurchase') spent[entry.memberId] = (spent[entry.memberId] ?? 0n) + entry.cv;
      else if (entry.kind === 'ownRefund') spent[entry.memberId] = (spent[entry.memberId] ?? 0n) - entry.cv;
    }
    debt = tried.outcome.debtTotal;
    periods.push(figuresOf(tried));
    told?.(periods.length, periodsOf.length);
  }
  const distribution = distributionOf(earned, spent);
  return { side: { planHash: planHash(plan), periods, totals: totalsOf(periods, debt), distribution }, earned };
}

function figuresOf({ period, outcome }: Tried): TrialPeriodFigures {
  const { netCv, scale, totalsByBonus, capUsePpm, earnings } = outcome;
  const earned = sum(Object.values(totalsByBonus));
  return {
    period: outcome.period,
    members: outcome.memberCount - 1,
    left: period.left.size,
    active: activeIn(outcome),
    earners: [...earnings].filter(({ net }) => net > 0n).length,
    orders: [...period.entries].filter(({ kind }) => kind === 'ownPurchase' || kind === 'customerSale').length,
    netCv: String(netCv),
    gross: String(scale.gross),
    limit: String(scale.limit),
    earned: String(earned),
    ...optional('payoutPpm', shareOf(earned, netCv)),
    ...optional('capUsePpm', capUsePpm),
    bonuses: Object.fromEntries(Object.entries(totalsByBonus).map(([id, amount]) => [id, String(amount)])),
  };
}

function activeIn({ active, memberCount }: TriedOutcome): number {
  let count = 0;
  for (let memberId = COMPANY_MEMBER + 1; memberId <= memberCount; memberId += 1) count += active[memberId] ?? 0;
  return count;
}

function totalsOf(periods: readonly TrialPeriodFigures[], debt: bigint): TrialTotals {
  const netCv = sum(periods.map((period) => BigInt(period.netCv)));
  const earned = sum(periods.map((period) => BigInt(period.earned)));
  const bonuses: Record<string, bigint> = {};
  for (const period of periods) {
    for (const [id, amount] of Object.entries(period.bonuses)) bonuses[id] = (bonuses[id] ?? 0n) + BigInt(amount);
  }
  return {
    netCv: String(netCv),
    earned: String(earned),
    debt: String(debt),
    ...optional('payoutPpm', shareOf(earned, netCv)),
    ...optional('highestPayoutPpm', highest(periods.map(({ payoutPpm }) => payoutPpm))),
    ...optional('highestCapUsePpm', highest(periods.map(({ capUsePpm }) => capUsePpm))),
    scaledDownPeriods: periods.filter(({ gross, limit }) => BigInt(gross) > BigInt(limit)).length,
    bonuses: Object.fromEntries(Object.entries(bonuses).map(([id, amount]) => [id, String(amount)])),
  };
}

/** Over everybody who was ever there, but the company. */
function distributionOf(earned: readonly bigint[], spent: readonly bigint[]): TrialDistribution {
  const all = earned.slice(COMPANY_MEMBER + 1);
  const sorted = all.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const count = sorted.length;
  const total = sum(sorted);
  const nothing = all.filter((amount) => amount <= 0n).length;
  const balance = all.map((amount, index) => amount - (spent[index + COMPANY_MEMBER + 1] ?? 0n));
  const best = (part: number): bigint => sum(sorted.slice(count - Math.ceil(count / part)));
  // The lower of the two in the middle, when there are two.
  const median = sorted[Math.floor((count - 1) / 2)] ?? 0n;
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    sum(sorted.slice(Math.floor((count * tenth) / 10), Math.floor((count * (tenth + 1)) / 10))),
  );
  return {
    members: count,
    earnedNothing: nothing,
    earnedNothingPpm: count === 0 ? 0 : Math.floor((nothing * WHOLE_PPM) / count),
    mean: String(count === 0 ? 0n : total / BigInt(count)),
    median: String(median),
    ...(total > 0n
      ? { topHundredthPpm: Number((best(100) * 1_000_000n) / total), topTenthPpm: Number((best(10) * 1_000_000n) / total) }
      : {}),
    tenths: tenths.map(String),
    ahead: balance.filter((left) => left > 0n).length,
    even: balance.filter((left) => left === 0n).length,
    behind: balance.filter((left) => left < 0n).length,
  };
}

/** Who has more under the draft, who has less, and the ten whom it changes most. */
export function changesOf(
  before: readonly bigint[],
  after: readonly bigint[],
  nameOf: (memberId: number) => string,
): TrialChanges {
  const changes = after.map((amount, memberId) => {
    const was = before[memberId] ?? 0n;
    return { memberId, was, amount, difference: amount - was };
  });
  const winners = changes.filter(({ difference }) => difference > 0n);
  const losers = changes.filter(({ difference }) => difference < 0n);
  const most = [...winners, ...losers].toSorted((one, other) => {
    const [less, more] = [size(one.difference), size(other.difference)];
    return less === more ? one.memberId - other.memberId : less > more ? -1 : 1;
  });
  return {
    winners: winners.length,
    losers: losers.length,
    unchanged: Math.max(0, after.length - COMPANY_MEMBER - 1) - winners.length - losers.length,
    gained: String(sum(winners.map(({ difference }) => difference))),
    lost: String(-sum(losers.map(({ difference }) => difference))),
    mostChanged: most.slice(0, 10).map(({ memberId, was, amount, difference }) => ({
      member: nameOf(memberId),
      before: String(was),
      after: String(amount),
      difference: String(difference),
    })),
  };
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Parts per million, toward zero; undefined of nothing. */
function shareOf(part: bigint, whole: bigint): number | undefined {
  return whole > 0n ? Number((part * BigInt(WHOLE_PPM)) / whole) : undefined;
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function optional<Key extends string>(key: Key, value: number | undefined): { [key in Key]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { [key in Key]?: number };
}
