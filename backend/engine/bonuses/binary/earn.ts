import { applyRate, divideRounded, WHOLE_PPM, type Rounding } from '#kernel/rate.ts';
import { type BonusContext } from '../kind.ts';
import { fromRankUpward } from '../rates.ts';
import { type BinaryBonus } from './schema.ts';

/** What two legs come to: the amount, and the volume of each leg that it uses up. Payout units. */
export interface Earned {
  readonly amount: bigint;
  readonly left: bigint;
  readonly right: bigint;
  readonly ratePpm: number;
  /** Whether the opening pair was made. */
  readonly opened: boolean;
}

interface Pair {
  readonly stronger: bigint;
  readonly weaker: bigint;
  readonly amount: bigint;
}

/** The legs of a member that are not below zero, and what else decides. */
interface Legs {
  readonly left: bigint;
  readonly right: bigint;
  readonly rank: number;
  /** Whether the opening pair was made in an earlier period. */
  readonly opened: boolean;
}

/** Reads a bonus once and answers what legs earn: docs/plans.md section 16, rules 5 to 10. */
export function readEarning(bonus: BinaryBonus, context: BonusContext): (legs: Legs) => Earned {
  const most = readMost(bonus, context);
  const kept = bonus.overCap === 'kept';
  if (bonus.by === 'units') return readUnits(bonus, most, kept);
  if (bonus.by === 'steps') return readSteps(bonus, most, kept);
  const rates = fromRankUpward(bonus.ratePpm ?? 0, bonus.ratesByRank, context);
  const { rounding = 'down' } = bonus;
  return ({ left, right, rank }) => {
    const weaker = left < right ? left : right;
    const stronger = left < right ? right : left;
    const ratePpm = rates[rank] ?? 0;
    const earned = bonus.by === 'weakerLeg' ? applyRate(weaker, ratePpm, rounding) : byRatio(weaker, stronger, ratePpm, rounding);
    const limit = most(rank);
    if (limit === undefined || earned <= limit) return { amount: earned, left: weaker, right: weaker, ratePpm, opened: false };
    const used = kept ? (weaker * limit + earned - 1n) / earned : weaker;
    return { amount: limit, left: used, right: used, ratePpm, opened: false };
  };
}

function byRatio(weaker: bigint, stronger: bigint, ratePpm: number, rounding: Rounding): bigint {
  if (weaker === 0n) return 0n;
  return divideRounded(weaker * weaker * BigInt(ratePpm), stronger * BigInt(WHOLE_PPM), rounding);
}

function readMost({ most }: BinaryBonus, context: BonusContext): (rank: number) => bigint | undefined {
  if (most === undefined) return () => undefined;
  const byRank = fromRankUpward(most.amount, most.byRank, context).map(BigInt);
  return (rank) => byRank[rank];
}

function readUnits(bonus: BinaryBonus, most: (rank: number) => bigint | undefined, kept: boolean): (legs: Legs) => Earned {
  const unit = BigInt(bonus.unit ?? 1);
  const read = (pair: NonNullable<BinaryBonus['opening']>): Pair => ({
    stronger: BigInt(pair.stronger) * unit,
    weaker: BigInt(pair.weaker) * unit,
    amount: BigInt(pair.amount),
  });
  const ratios = (bonus.ratios ?? []).map(read);
  const opening = bonus.opening === undefined ? undefined : read(bonus.opening);

  return (legs) => {
    const limit = most(legs.rank);
    let { left, right } = legs;
    let amount = 0n;

    function make({ stronger, weaker, amount: each }: Pair, atMost?: bigint): bigint {
      const leftIsStronger = left >= right;
      let count = least((leftIsStronger ? left : right) / stronger, (leftIsStronger ? right : left) / weaker, atMost);
      if (kept && limit !== undefined && each > 0n) count = least(count, (limit - amount) / each);
      left -= count * (leftIsStronger ? stronger : weaker);
      right -= count * (leftIsStronger ? weaker : stronger);
      amount += count * each;
      return count;
    }

    const opens = opening !== undefined && !legs.opened && make(opening, 1n) === 1n;
    if (opening === undefined || legs.opened || opens) for (const pair of ratios) make(pair);
    if (limit !== undefined && amount > limit) amount = limit;
    return { amount, left: legs.left - left, right: legs.right - right, ratePpm: 0, opened: opens };
  };
}

function readSteps(bonus: BinaryBonus, most: (rank: number) => bigint | undefined, kept: boolean): (legs: Legs) => Earned {
  const steps = (bonus.steps ?? [])
    .map(({ volume, amount }) => ({ volume: BigInt(volume), amount: BigInt(amount) }))
    .toReversed();
  return ({ left, right, rank }) => {
    const weaker = left < right ? left : right;
    const limit = most(rank);
    const step = steps.find(({ volume, amount }) => volume <= weaker && (!kept || limit === undefined || amount <= limit));
    const { volume = 0n, amount = 0n } = step ?? {};
    const cut = limit !== undefined && amount > limit ? limit : amount;
    return { amount: cut, left: volume, right: volume, ratePpm: 0, opened: false };
  };
}

function least(first: bigint, ...others: readonly (bigint | undefined)[]): bigint {
  return others.reduce<bigint>((low, value) => (value !== undefined && value < low ? value : low), first);
}
