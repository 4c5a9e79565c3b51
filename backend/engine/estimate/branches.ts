import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { readBinary, type BinaryBonus } from '../bonuses/binary/index.ts';
import { readDifferentialRate, readOverride, type DifferentialBonus } from '../bonuses/differential.ts';
import { type BonusContext } from '../bonuses/kind.ts';
import { readRewards, type RankReward } from '../bonuses/rank-reward.ts';
import { readVolumeRate, type VolumeBonus } from '../bonuses/volume.ts';
import { type Followed } from './changes.ts';
import { Slots, type Sums } from './sums.ts';

/** What the bonuses of one plan share: everything in it is kept up to date in place. */
export interface Settled {
  readonly context: BonusContext;
  /** CV that stands, by member number. */
  readonly cvOf: BigInt64Array;
  /** The frontline among the sponsors. */
  readonly legs: (member: number) => Uint32Array;
}

/** An order changes the legs of everybody above its source in the placement tree, and of nobody else. */
export function followBinary(bonus: BinaryBonus, { context, cvOf }: Settled, sums: Sums): Followed | undefined {
  // Who stands where among those sponsored is counted over whole branches.
  if (bonus.eachSide !== undefined) return undefined;
  const { fresh, settle, columns } = readBinary(bonus, context)(cvOf);
  const [parents, legs] = [context.parentOf(), context.legOf()];
  const slots = new Slots(sums, context.memberCount + 1);
  const settleAnew = (member: number): void => {
    const earned = settle(member, (memberId, amount) => slots.put(memberId, memberId, amount));
    if (!earned) slots.drop(member);
  };
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) settleAnew(member);
  return {
    follow({ cvBy, members }) {
      const touched = new Set(members);
      for (const [source, cv] of cvBy) {
        let member = source;
        for (let parent = parents[member] ?? 0; parent !== 0; parent = parents[member] ?? 0) {
          const leg = legs[member] === 0 ? fresh.left : legs[member] === 1 ? fresh.right : undefined;
          if (leg !== undefined) leg[parent] = (leg[parent] ?? 0n) + cv;
          touched.add(parent);
          member = parent;
        }
      }
      for (const member of touched) if (member > COMPANY_MEMBER) settleAnew(member);
    },
    columns: () => columns.map(([name, column]) => [name, column.slice()] as const),
  };
}

/** A group changes with an order in it: those of everybody above the source. */
export function followDifferential(bonus: DifferentialBonus, { context, cvOf, legs }: Settled, sums: Sums): Followed | undefined {
  if (bonus.bracketBy === 'accumulatedOv') return undefined;
  const { memberCount, meets } = context;
  const { apart, gv } = context.structure();
  const override = readOverride(bonus);
  const rateOf = readDifferentialRate(bonus, context);
  const groupCv = new BigInt64Array(memberCount + 1);
  /** What a group counts for in the entitlement of whoever is above. */
  const counted = new BigInt64Array(memberCount + 1);
  const [own, overrides] = [new Slots(sums, memberCount + 1), new Slots(sums, memberCount + 1)];

  function settle(member: number): void {
    let base = cvOf[member] ?? 0n;
    let taken = 0n;
    for (const head of legs(member)) {
      if (apart[head] === 1) continue;
      base += groupCv[head] ?? 0n;
      taken += counted[head] ?? 0n;
    }
    groupCv[member] = base;
    const paid = meets(bonus.payTo, member);
    if (bonus.override !== undefined) {
      for (const head of legs(member)) {
        const amount = paid && apart[head] === 1 ? override(groupCv[head] ?? 0n, gv[member] ?? 0n) : 0n;
        if (amount > 0n) overrides.put(head, member, amount);
        else overrides.drop(head);
      }
    }
    const ratePpm = rateOf(member);
    const entitled = ratePpm === 0 ? 0n : applyRate(base, ratePpm, bonus.rounding);
    if (paid && entitled > taken) own.put(member, member, entitled - taken);
    else own.drop(member);
    const counts = bonus.ineligible === 'lost' || meets(bonus.payTo, member) ? entitled : taken;
    counted[member] = counts > taken ? counts : taken;
  }

  for (let member = memberCount; member >= COMPANY_MEMBER; member -= 1) settle(member);
  return { follow: ({ path }) => path.forEach((member) => settle(member)) };
}

/** Own volume changes for the source only, that of a group for everybody above. */
export function followVolume(bonus: VolumeBonus, { context, cvOf, legs }: Settled, sums: Sums): Followed | undefined {
  if (bonus.legShare !== undefined || bonus.bracketBy.startsWith('accumulated')) return undefined;
  const { memberCount, meets } = context;
  const rateOf = readVolumeRate(bonus, context);
  const slots = new Slots(sums, memberCount + 1);
  const apart = bonus.of === 'group' ? context.structure().apart : undefined;
  const volume = new BigInt64Array(memberCount + 1);

  function settle(member: number): void {
    let base = cvOf[member] ?? 0n;
    if (apart !== undefined) for (const head of legs(member)) if (apart[head] !== 1) base += volume[head] ?? 0n;
    volume[member] = base;
    const ratePpm = base === 0n || !meets(bonus.payTo, member) ? 0 : rateOf(member);
    if (ratePpm === 0) slots.drop(member);
    else slots.put(member, member, applyRate(base, ratePpm, bonus.rounding));
  }

  for (let member = memberCount; member >= COMPANY_MEMBER; member -= 1) settle(member);
  return { follow: ({ path }) => path.forEach((member) => settle(member)) };
}

export function followRankReward(bonus: RankReward, { context }: Settled, sums: Sums): Followed {
  const dueOf = readRewards(bonus, context);
  const given = new Map<number, readonly bigint[]>();
  function settle(member: number): void {
    for (const amount of given.get(member) ?? []) sums.add(member, -amount, -1);
    const due = dueOf(member).map(({ amount }) => amount);
    for (const amount of due) sums.add(member, amount, 1);
    if (due.length > 0) given.set(member, due);
    else given.delete(member);
  }
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) settle(member);
  return { follow: ({ members }) => members.forEach((member) => settle(member)) };
}
