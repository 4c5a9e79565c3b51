import { type Month } from './facts.ts';
import { byRank } from './section-11-ranks.ts';
import { section5Quotient } from './section-5-rounding.ts';
import { lesser, type Binary, type Side } from './section-16-legs.ts';

/** What a member would be paid, and what that uses of each leg. */
export interface Earned {
  readonly amount: bigint;
  readonly used: Record<Side, bigint>;
  /** Whether the opening pair is made now. */
  readonly opens: boolean;
}

/** Rules 6 to 10 for the volumes of two legs, neither below zero. */
export function section16Earned(bonus: Binary, month: Month, memberId: number, volume: Record<Side, bigint>): Earned {
  const most = section16Most(bonus, month, memberId);
  const kept = most !== undefined && bonus.overCap === 'kept';
  if (bonus.by === 'units') {
    const opened = month.column(`binary.${bonus.id}.opened`, memberId) > 0n;
    return cut(section16Units(bonus, volume, opened, kept ? most : undefined), most);
  }
  const weaker = lesser(volume.left, volume.right);
  const stronger = volume.left > volume.right ? volume.left : volume.right;
  if (bonus.by === 'steps') {
    const reached = (bonus.steps ?? []).filter((step) => weaker >= BigInt(step.volume) && (!kept || BigInt(step.amount) <= most));
    const step = reached.at(-1);
    if (step === undefined) return { amount: 0n, used: { left: 0n, right: 0n }, opens: false };
    return cut({ amount: BigInt(step.amount), used: both(BigInt(step.volume)), opens: false }, most);
  }
  const rate = BigInt(byRank(month, memberId, bonus.ratesByRank, bonus.ratePpm ?? 0));
  const rounding = bonus.rounding ?? 'down';
  const amount =
    bonus.by === 'weakerLeg'
      ? section5Quotient(weaker * rate, 1_000_000n, rounding)
      : stronger === 0n
        ? 0n
        : section5Quotient(weaker * rate * weaker, 1_000_000n * stronger, rounding);
  if (!kept || amount <= most) return cut({ amount, used: both(weaker), opens: false }, most);
  // "⌈used × most ÷ earned⌉ (0 when most is 0)"
  return { amount: most, used: both((weaker * most + amount - 1n) / amount), opens: false };
}

/** Rule 8. @param most what may be paid at most, where volume above it is kept */
function section16Units(bonus: Binary, volume: Record<Side, bigint>, opened: boolean, most: bigint | undefined): Earned {
  const unit = BigInt(bonus.unit ?? '1');
  const left = { ...volume };
  let amount = 0n;
  let opens = false;
  const pairs = (ratio: { stronger: number; weaker: number; amount: string }, atMost?: bigint): bigint => {
    const strong: Side = left.left >= left.right ? 'left' : 'right';
    const weak: Side = strong === 'left' ? 'right' : 'left';
    const need = { strong: BigInt(ratio.stronger) * unit, weak: BigInt(ratio.weaker) * unit };
    let count = lesser(left[strong] / need.strong, left[weak] / need.weak);
    if (most !== undefined && BigInt(ratio.amount) > 0n) count = lesser(count, (most - amount) / BigInt(ratio.amount));
    if (atMost !== undefined) count = lesser(count, atMost);
    left[strong] -= count * need.strong;
    left[weak] -= count * need.weak;
    amount += count * BigInt(ratio.amount);
    return count;
  };
  if (bonus.opening !== undefined && !opened) opens = pairs(bonus.opening, 1n) > 0n;
  if (bonus.opening === undefined || opened || opens) for (const ratio of bonus.ratios ?? []) pairs(ratio);
  return { amount, used: { left: volume.left - left.left, right: volume.right - left.right }, opens };
}

/** Rule 10: the most that a member has; undefined without a cap. */
function section16Most(bonus: Binary, month: Month, memberId: number): bigint | undefined {
  if (bonus.most === undefined) return undefined;
  return BigInt(byRank(month, memberId, bonus.most.byRank, bonus.most.amount));
}

function cut(earned: Earned, most: bigint | undefined): Earned {
  return most === undefined || earned.amount <= most ? earned : { ...earned, amount: most };
}

function both(volume: bigint): Record<Side, bigint> {
  return { left: volume, right: volume };
}
