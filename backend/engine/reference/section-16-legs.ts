import { type Plan } from '../plan/schema.ts';
import { type Month, type Standing } from './facts.ts';
import { ownCv } from './section-12-volume.ts';

export type Binary = Extract<Plan['bonuses'][number], { kind: 'binary' }>;
export type Side = 'left' | 'right';

/** A leg of a member with all that is known of its volume. */
export interface Leg {
  readonly members: readonly number[];
  /** Volume that was carried in, by age: A is what has been carried out of A + 1 periods. */
  readonly carried: readonly bigint[];
  /** Of this period, the difference of refunds and, where it counts, own volume included. */
  readonly fresh: bigint;
  /** Rules 3 and 4. */
  readonly volume: bigint;
}

/** Rules 1 to 4: both legs of a member. */
export function section16Legs(bonus: Binary, month: Month, standing: Standing, memberId: number): Record<Side, Leg> {
  const plain = {
    left: section16Leg(bonus, month, standing, memberId, 'left'),
    right: section16Leg(bonus, month, standing, memberId, 'right'),
  };
  const own = bonus.ownVolume === 'weakerLeg' ? ownCv(month, standing, memberId) : 0n;
  // "to the leg with less volume (the right one when equal)"
  const weaker: Side = plain.left.volume < plain.right.volume ? 'left' : 'right';
  const legs = { ...plain, [weaker]: { ...plain[weaker], fresh: plain[weaker].fresh + own, volume: plain[weaker].volume + own } };
  return { left: section16BelowZero(bonus, legs.left), right: section16BelowZero(bonus, legs.right) };
}

function section16Leg(bonus: Binary, month: Month, standing: Standing, memberId: number, side: Side): Leg {
  const name = `binary.${bonus.id}.${side}`;
  const top = month.members.find(
    (other) => month.above('placement', other) === memberId && month.legOf(other) === (side === 'left' ? 0 : 1),
  );
  const members = top === undefined ? [] : [top];
  for (const above of members) members.push(...month.members.filter((other) => month.above('placement', other) === above));
  const carried = Array.from({ length: bonus.carryExpiresAfter ?? 1 }, (_, age) => month.column(`${name}.${age}`, memberId));
  const fresh = members.reduce((sum, member) => sum + ownCv(month, standing, member), month.difference(name, memberId));
  return { members, carried, fresh, volume: carried.reduce((sum, volume) => sum + volume, fresh) };
}

/** Rule 4. */
function section16BelowZero(bonus: Binary, leg: Leg): Leg {
  if (leg.volume >= 0n || bonus.belowZero === 'owed') return leg;
  return { ...leg, carried: leg.carried.map(() => 0n), fresh: 0n, volume: 0n };
}

/** Rule 12: what remains of a leg, by age: the newest volume first, up to the limit, without what is too old. */
export function section16Aged(bonus: Binary, leg: Leg, remains: bigint): bigint[] {
  const ages = bonus.carryExpiresAfter ?? 1;
  if (remains < 0n) return Array.from({ length: ages }, (_, age) => (age === 0 ? remains : 0n));
  let rest = bonus.mostCarried === undefined ? remains : lesser(remains, BigInt(bonus.mostCarried));
  if (bonus.carryExpiresAfter === undefined) return [rest];
  const take = (volume: bigint): bigint => {
    const taken = lesser(rest, volume < 0n ? 0n : volume);
    rest -= taken;
    return taken;
  };
  const aged = [leg.fresh, ...leg.carried].map(take);
  return aged.slice(0, ages);
}

export function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
