import { type Columns, type Gift, type Month, type Reckoned, type Standing } from './facts.ts';
import { section16Earned, type Earned } from './section-16-earn.ts';
import { section16Aged, section16Legs, type Binary, type Leg, type Side } from './section-16-legs.ts';

const SIDES: readonly Side[] = ['left', 'right'];

/** Section 16: what a binary bonus gives, and what it carries. */
export function section16Binary(bonus: Binary, month: Month, standing: Standing): Reckoned {
  const gifts: Gift[] = [];
  const columns: Columns = new Map();
  const put = (name: string, memberId: number, value: bigint): void => {
    const column = columns.get(name) ?? new Map<number, bigint>();
    columns.set(name, column.set(memberId, value));
  };
  // "The company has no legs."
  for (const memberId of month.members.slice(1)) {
    const legs = section16Legs(bonus, month, standing, memberId);
    const volume = { left: atLeastZero(legs.left.volume), right: atLeastZero(legs.right.volume) };
    const eligible = month.meets(bonus.payTo, memberId) && section16EachSide(bonus, month, legs, memberId);
    const earned = section16Earned(bonus, month, memberId, volume);
    if (eligible && earned.amount !== 0n) {
      gifts.push({ bonusId: bonus.id, memberId, level: 0, sourceMemberId: memberId, amount: earned.amount });
    }
    const remains = section16Remains(bonus, eligible, volume, earned);
    for (const side of SIDES) {
      // "A leg that is owed stays owed in all of these."
      const carried = legs[side].volume < 0n ? legs[side].volume : remains[side];
      const aged = section16Aged(bonus, legs[side], carried);
      for (const [age, left] of aged.entries()) put(`binary.${bonus.id}.${side}.${age}`, memberId, left);
    }
    if (bonus.opening !== undefined) {
      const before = month.column(`binary.${bonus.id}.opened`, memberId) > 0n;
      const now = earned.opens && (eligible || bonus.ineligible === 'use');
      put(`binary.${bonus.id}.opened`, memberId, before || now ? 1n : 0n);
    }
  }
  return { gifts, columns };
}

/** `eachSide`: in both legs at least `count` members sponsored by the member who meet the condition. */
function section16EachSide(bonus: Binary, month: Month, legs: Record<Side, Leg>, memberId: number): boolean {
  const { eachSide } = bonus;
  if (eachSide === undefined) return true;
  const counted = (leg: Leg): number =>
    leg.members.filter((other) => month.above('sponsor', other) === memberId && month.meets(eachSide.meets, other)).length;
  return SIDES.every((side) => counted(legs[side]) >= eachSide.count);
}

/** Rule 11. */
function section16Remains(
  bonus: Binary,
  eligible: boolean,
  volume: Record<Side, bigint>,
  { used }: Earned,
): Record<Side, bigint> {
  const nothing = { left: 0n, right: 0n };
  if (!eligible && bonus.ineligible === 'keep') return volume;
  if (!eligible && bonus.ineligible === 'flush') return nothing;
  if (bonus.after === 'flush') return nothing;
  const rest = { left: volume.left - used.left, right: volume.right - used.right };
  if (bonus.after === 'netOff') return rest;
  return volume.left >= volume.right ? { ...rest, right: 0n } : { ...rest, left: 0n };
}

function atLeastZero(volume: bigint): bigint {
  return volume < 0n ? 0n : volume;
}
