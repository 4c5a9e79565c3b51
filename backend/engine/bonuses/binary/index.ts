import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type BonusContext, type Column, type Give, type PeriodBonusKind, type PeriodValue, type Reckoning } from '../kind.ts';
import { openedColumn, openLeg, type CarriedLeg } from './carried.ts';
import { readEarning, type Earned } from './earn.ts';
import { freshLegs, sponsoredSides, type FreshLegs } from './legs.ts';
import { binaryBonusSchema, type BinaryBonus } from './schema.ts';

export { checkBinary, type BinaryBonus } from './schema.ts';
export { legColumns, openedColumn } from './carried.ts';

/** Pays on the weaker of two legs of the placement tree. docs/plans.md section 16. */
export const binaryKind = { kind: 'binary', schema: binaryBonusSchema, open: openBinary } satisfies PeriodBonusKind<BinaryBonus>;

/** A leg of one member in this period: everything in it, and the part of it that is of this period. */
interface Leg {
  volume: bigint;
  fresh: bigint;
}

/** The bonus in the middle of a period: every member can be settled, and settled anew when a leg, the rank or a condition has changed. */
export interface SettledBinary {
  /** Volume of this period below each member. */
  readonly fresh: FreshLegs;
  /** Keeps what is left of both legs. @returns whether the member earned anything, which is given then */
  readonly settle: (memberId: number, give: Give) => boolean;
  readonly columns: readonly Column[];
  readonly carried: readonly Column[];
}

function openBinary(bonus: BinaryBonus, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning {
  const settledOf = readBinary(bonus, context);
  return ({ cvOf }, give) => {
    const { settle, columns, carried } = settledOf(cvOf);
    for (let memberId = COMPANY_MEMBER + 1; memberId <= context.memberCount; memberId += 1) settle(memberId, give);
    return { columns, carried };
  };
}

/** Reads the bonus once; what it gives is made for each set of orders. */
export function readBinary(bonus: BinaryBonus, context: BonusContext): (cvOf: BigInt64Array) => SettledBinary {
  const earn = readEarning(bonus, context);
  const eligible = readEligible(bonus, context);
  return (cvOf) => {
    const fresh = freshLegs(cvOf, context);
    const leftLeg = openLeg(bonus, context, 'left');
    const rightLeg = openLeg(bonus, context, 'right');
    const change = { left: context.difference(leftLeg.total[0]), right: context.difference(rightLeg.total[0]) };
    // Only a bonus with an opening pair asks who has made it.
    const before = bonus.opening === undefined ? undefined : context.columnBefore(openedColumn(bonus));
    const opened = before?.slice();
    /** Most members of a placement tree have nobody below: they are settled without any reckoning. */
    const isEmpty = (memberId: number): boolean =>
      fresh.left[memberId] === 0n &&
      fresh.right[memberId] === 0n &&
      (bonus.ownVolume === 'notCounted' || cvOf[memberId] === 0n) &&
      (change.left?.[memberId] ?? 0n) === 0n &&
      (change.right?.[memberId] ?? 0n) === 0n &&
      leftLeg.before(memberId) === 0n &&
      rightLeg.before(memberId) === 0n;
    function keepNothing(memberId: number): false {
      leftLeg.keep(memberId, 0n, 0n);
      rightLeg.keep(memberId, 0n, 0n);
      return false;
    }
    function settle(memberId: number, give: Give): boolean {
      if (opened !== undefined) opened[memberId] = before?.[memberId] ?? 0n;
      if (isEmpty(memberId)) return keepNothing(memberId);
      const left = legOf(leftLeg, memberId, fresh.left, change.left);
      const right = legOf(rightLeg, memberId, fresh.right, change.right);
      addOwn(bonus, cvOf[memberId] ?? 0n, left, right);
      const canEarn = eligible(memberId);
      const legs = { left: positive(left.volume), right: positive(right.volume) };
      const earned = earn({ ...legs, rank: context.rank[memberId] ?? 0, opened: before?.[memberId] === 1n });
      if (earned.opened && opened !== undefined && (canEarn || bonus.ineligible === 'use')) opened[memberId] = 1n;
      const rests = restsOf(bonus, canEarn, legs, earned);
      leftLeg.keep(memberId, restOf(bonus, left.volume, rests.left), left.fresh);
      rightLeg.keep(memberId, restOf(bonus, right.volume, rests.right), right.fresh);
      if (!canEarn || earned.amount === 0n) return false;
      const base = legs.left >= legs.right ? earned.right : earned.left;
      give(memberId, earned.amount, memberId, base, 0, earned.ratePpm);
      return true;
    }
    const openings: Column[] = opened === undefined ? [] : [[openedColumn(bonus), opened]];
    return {
      fresh,
      settle,
      columns: [...leftLeg.columns, ...rightLeg.columns, ...openings],
      carried: [leftLeg.total, rightLeg.total],
    };
  };
}

function legOf(leg: CarriedLeg, memberId: number, volumes: BigInt64Array, change: BigInt64Array | undefined): Leg {
  const fresh = (volumes[memberId] ?? 0n) + (change?.[memberId] ?? 0n);
  return { fresh, volume: leg.before(memberId) + fresh };
}

/** Own volume goes to the leg with less, the right one when they are equal. */
function addOwn(bonus: BinaryBonus, own: bigint, left: Leg, right: Leg): void {
  if (bonus.ownVolume === 'notCounted' || own === 0n) return;
  const weaker = left.volume < right.volume ? left : right;
  weaker.volume += own;
  weaker.fresh += own;
}

function readEligible(bonus: BinaryBonus, context: BonusContext): (memberId: number) => boolean {
  const { eachSide } = bonus;
  if (eachSide === undefined) return (memberId) => context.meets(bonus.payTo, memberId);
  const { left, right } = sponsoredSides(eachSide.meets, context);
  return (memberId) =>
    context.meets(bonus.payTo, memberId) && Math.min(left[memberId] ?? 0, right[memberId] ?? 0) >= eachSide.count;
}

/** What remains of both legs after the period. docs/plans.md section 16, rule 11. */
function restsOf(
  bonus: BinaryBonus,
  canEarn: boolean,
  legs: { readonly left: bigint; readonly right: bigint },
  used: Earned,
): { left: bigint; right: bigint } {
  if (!canEarn && bonus.ineligible === 'keep') return legs;
  if ((!canEarn && bonus.ineligible === 'flush') || bonus.after === 'flush') return { left: 0n, right: 0n };
  const rest = { left: legs.left - used.left, right: legs.right - used.right };
  if (bonus.after === 'netOff') return rest;
  return legs.left >= legs.right ? { left: rest.left, right: 0n } : { left: 0n, right: rest.right };
}

/** A leg that is owed stays owed, unless the plan forgives it. */
function restOf({ belowZero }: BinaryBonus, volume: bigint, rest: bigint): bigint {
  if (volume >= 0n) return rest;
  return belowZero === 'owed' ? volume : 0n;
}

function positive(volume: bigint): bigint {
  return volume > 0n ? volume : 0n;
}
