import { legName } from '../bonuses/binary/carried.ts';
import { readEarning } from '../bonuses/binary/earn.ts';
import { legColumns, openedColumn, type BinaryBonus } from '../bonuses/binary/index.ts';
import { freshLegs, sponsoredSides } from '../bonuses/binary/legs.ts';
import { type OpenedRun } from '../run/open.ts';
import { type OpenedPeriod } from '../run/period.ts';
import { standingVolumes } from '../volumes/index.ts';
import { unmet, type Need } from './needs.ts';
import { needRankNumber } from './rank-needed.ts';

/** Volumes of two legs. */
interface TwoLegs {
  readonly weaker: bigint;
  readonly stronger: bigint;
}

/** What is missing for a binary bonus to pay anything: sponsored members in both legs, a rank that is paid, volume. */
export function legNeeds(bonus: BinaryBonus, memberId: number, run: OpenedRun): Need[] {
  const needs = sideNeeds(bonus, memberId, run.own);
  const there = legsOfMember(bonus, memberId, run);
  const least = leastPaid(bonus, memberId, run.own, there);
  if (least === undefined) return unmet(needs);
  needs.push(...needRankNumber(least.rank, memberId, run.own));
  needs.push({ what: 'weakerLeg', required: least.weaker, actual: there.weaker });
  needs.push({ what: 'strongerLeg', required: least.stronger, actual: there.stronger });
  return unmet(needs);
}

function sideNeeds({ eachSide }: BinaryBonus, memberId: number, { context }: OpenedPeriod): Need[] {
  if (eachSide === undefined) return [];
  const { left, right } = sponsoredSides(eachSide.meets, context);
  const asked = { required: BigInt(eachSide.count), of: eachSide.meets };
  return [
    { what: 'sponsoredLeft', actual: BigInt(left[memberId] ?? 0), ...asked },
    { what: 'sponsoredRight', actual: BigInt(right[memberId] ?? 0), ...asked },
  ];
}

/** What was carried, what is fresh and what refunds changed; own volume as the plan says. */
function legsOfMember(bonus: BinaryBonus, memberId: number, { own: { context, memberCount }, ledger }: OpenedRun): TwoLegs {
  const cvOf = standingVolumes(memberCount, ledger.orders);
  const fresh = freshLegs(cvOf, context);
  const volume = (side: 'left' | 'right'): bigint =>
    legColumns(bonus, side).reduce(
      (sum, name) => sum + (context.columnBefore(name)[memberId] ?? 0n),
      (fresh[side][memberId] ?? 0n) + (context.difference(legName(bonus, side))?.[memberId] ?? 0n),
    );
  const { weaker, stronger } = byVolume(volume('left'), volume('right'));
  return byVolume(weaker + (bonus.ownVolume === 'weakerLeg' ? (cvOf[memberId] ?? 0n) : 0n), stronger);
}

function byVolume(one: bigint, other: bigint): TwoLegs {
  return one < other ? { weaker: one, stronger: other } : { weaker: other, stronger: one };
}

/** The legs nearest to these from which anything is paid, and the lowest rank from the member's own on that is paid for them. */
function leastPaid(
  bonus: BinaryBonus,
  memberId: number,
  { context, rank }: OpenedPeriod,
  there: TwoLegs,
): (TwoLegs & { readonly rank: number }) | undefined {
  const earn = readEarning(bonus, context);
  const opened = context.columnBefore(openedColumn(bonus))[memberId] === 1n;
  for (let number = rank[memberId] ?? 0; number <= context.rankCount; number += 1) {
    const pays = ({ weaker, stronger }: TwoLegs): boolean =>
      earn({ left: stronger, right: weaker, rank: number, opened }).amount > 0n;
    const legs = bonus.by === 'units' ? nearestPair(bonus, opened, there, pays) : leastWeaker(there, pays);
    if (legs !== undefined) return { ...legs, rank: number };
  }
  return undefined;
}

/** The pair for which the least volume is missing, the first of equals. */
function nearestPair(
  { unit, opening, ratios = [] }: BinaryBonus,
  opened: boolean,
  there: TwoLegs,
  pays: (legs: TwoLegs) => boolean,
): TwoLegs | undefined {
  const size = BigInt(unit ?? 1);
  const pairs = opening === undefined || opened ? ratios : [opening];
  const legs = pairs.map(({ weaker, stronger }): TwoLegs => {
    // A pair may ask for more of the weaker leg; the stronger one has at least as much.
    return { weaker: BigInt(weaker) * size, stronger: BigInt(Math.max(weaker, stronger)) * size };
  });
  const lack = ({ weaker, stronger }: TwoLegs): bigint => above(weaker - there.weaker) + above(stronger - there.stronger);
  return legs.filter(pays).reduce<TwoLegs | undefined>((nearest, one) => {
    return nearest === undefined || lack(one) < lack(nearest) ? one : nearest;
  }, undefined);
}

function above(volume: bigint): bigint {
  return volume > 0n ? volume : 0n;
}

/** More than any leg holds. */
const most = 1n << 62n;

/** The least volume of the weaker leg that is paid for beside the stronger one that there is. */
function leastWeaker({ stronger }: TwoLegs, pays: (legs: TwoLegs) => boolean): TwoLegs | undefined {
  const beside = (weaker: bigint): TwoLegs => ({ weaker, stronger: weaker > stronger ? weaker : stronger });
  if (!pays(beside(most))) return undefined;
  let low = 1n;
  let high = most;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (pays(beside(middle))) high = middle;
    else low = middle + 1n;
  }
  return beside(low);
}
