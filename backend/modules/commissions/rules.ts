import { eachAmount, type Earnings, type PeriodOutcome, type RunInput } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { WHOLE_PPM } from '#kernel/rate.ts';
import type { EarningStatus } from '#api/earnings.ts';
import type { RunFigures } from './types.ts';

/**
 * Sums a run up for people and, on the way, proves it: every line is made again, and each member's lines must come to the amount of
 * the run (invariant M5), as must the sum over members to the total.
 * @throws UplineError COMMISSIONS.LINES_DISAGREE
 */
export function summarise(input: RunInput, outcome: PeriodOutcome): RunFigures {
  const summing = summariseStepwise(input, outcome);
  for (;;) {
    const { done, value } = summing.next();
    if (done === true) return value;
  }
}

/** The same with a stop now and then, at which it tells how far it is, ppm: a great period has millions of lines. */
export function* summariseStepwise(input: RunInput, outcome: PeriodOutcome): Generator<number, RunFigures, void> {
  const all = Object.values(outcome.linesByBonus).reduce((sum, lines) => sum + lines, 0);
  let seen = 0;
  // By member number: a map of so many would take longer than making the lines.
  const nets: bigint[] = Array.from({ length: outcome.memberCount + 1 }, () => 0n);
  const byBonus = new Map<string, { amount: bigint; lines: number }>();
  let [current, bonus] = ['', { amount: 0n, lines: 0 }];
  const making = eachAmount(input, (memberId, bonusId, amount) => {
    nets[memberId] = (nets[memberId] ?? 0n) + amount;
    // Lines come bonus by bonus.
    if (bonusId !== current) {
      current = bonusId;
      bonus = byBonus.get(bonusId) ?? { amount: 0n, lines: 0 };
      byBonus.set(bonusId, bonus);
    }
    bonus.amount += amount;
    bonus.lines += 1;
  });
  for (const made of making) {
    seen += made;
    yield Math.min(WHOLE_PPM, Math.floor((seen / Math.max(1, all)) * WHOLE_PPM));
  }
  refuseDisagreement(nets, outcome);
  const { period, planVersion, credited, total, netCv, carryOut, capUsePpm, scale } = outcome;
  if (sum(carryOut.cumulative) !== total) throw new UplineError('COMMISSIONS.LINES_DISAGREE', { memberId: 0, period });
  return {
    planVersion,
    totals: input.plan.bonuses.map(({ id, name }) => ({ bonusId: id, name, ...(byBonus.get(id) ?? { amount: 0n, lines: 0 }) })),
    earners: earnersOf(outcome.earnings),
    periodTotal: credited,
    total,
    debtTotal: sum(carryOut.debt),
    capUsePpm: capUsePpm ?? 0,
    payoutRatioPpm: netCv > 0n ? Number((credited * BigInt(WHOLE_PPM)) / netCv) : 0,
    limit: scale.limit,
    scaleDown: scale.gross > scale.limit ? scale : null,
  };
}

function earnersOf(earnings: Earnings): number {
  let count = 0;
  for (const { credited } of earnings) if (credited > 0n) count += 1;
  return count;
}

function refuseDisagreement(nets: readonly bigint[], { earnings, period }: PeriodOutcome): void {
  const left = [...nets];
  for (const { memberId, net } of earnings) {
    if ((left[memberId] ?? 0n) !== net) throw new UplineError('COMMISSIONS.LINES_DISAGREE', { memberId, period });
    left[memberId] = 0n;
  }
  const memberId = left.findIndex((net) => net !== 0n);
  if (memberId >= 0) throw new UplineError('COMMISSIONS.LINES_DISAGREE', { memberId, period });
}

function sum(amounts: BigUint64Array): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** How far the earnings of a period have come on their way to the member. */
export function statusOfPeriod(
  period: number,
  facts: {
    readonly open: number;
    readonly acceptedPeriod: number | undefined;
    readonly pendingPeriod: number | undefined;
    /** Cumulative amount of the member at the end of the period. */
    readonly cumulative: bigint;
    readonly settled: bigint;
  },
): EarningStatus {
  if (period >= facts.open) return 'estimate';
  if (facts.acceptedPeriod !== undefined && period <= facts.acceptedPeriod) {
    return facts.settled >= facts.cumulative ? 'received' : 'claimable';
  }
  return facts.pendingPeriod !== undefined && period <= facts.pendingPeriod ? 'inReview' : 'preliminary';
}

/** Splits all that a member has earned by where it stands. The four add up to it. */
export function splitEarnings(amounts: {
  /** Cumulative under the accepted root, under the root in review, and by the newest calculation. */
  readonly accepted: bigint;
  readonly pending: bigint | undefined;
  readonly newest: bigint;
  readonly settled: bigint;
}): { preliminary: bigint; inReview: bigint; claimable: bigint; received: bigint } {
  const reviewed = amounts.pending ?? amounts.accepted;
  return {
    preliminary: amounts.newest - reviewed,
    inReview: reviewed - amounts.accepted,
    claimable: amounts.accepted > amounts.settled ? amounts.accepted - amounts.settled : 0n,
    received: amounts.settled,
  };
}

/** What members really earn, those who earned nothing included. Amounts in payout units, rounded down. */
export function disclose(cumulative: readonly bigint[]): {
  members: number;
  paidNothing: number;
  paidNothingPpm: number;
  median: bigint;
  mean: bigint;
  total: bigint;
  topDecile: { members: number; mean: bigint; sharePpm: number };
} {
  const sorted = cumulative.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const members = sorted.length;
  const total = sorted.reduce((all, amount) => all + amount, 0n);
  const paidNothing = sorted.filter((amount) => amount === 0n).length;
  const topCount = Math.ceil(members / 10);
  const top = sorted.slice(members - topCount).reduce((all, amount) => all + amount, 0n);
  const share = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * BigInt(WHOLE_PPM)) / whole));
  return {
    members,
    paidNothing,
    paidNothingPpm: share(BigInt(paidNothing), BigInt(members)),
    median: ((sorted[(members - 1) >> 1] ?? 0n) + (sorted[members >> 1] ?? 0n)) / 2n,
    mean: members === 0 ? 0n : total / BigInt(members),
    total,
    topDecile: { members: topCount, mean: topCount === 0 ? 0n : top / BigInt(topCount), sharePpm: share(top, total) },
  };
}
