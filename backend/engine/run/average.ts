import { applyRate } from '#kernel/rate.ts';
import { freshLegs } from '../bonuses/binary/legs.ts';
import { type Claim } from '../bonuses/kind.ts';
import { type Bonus } from '../bonuses/registry.ts';
import { type Order } from '../ledger/order.ts';
import { bonusesNamed, granted, reckon, type OpenedPeriod } from './period.ts';

/** What a refund takes back of a line on a whole period, at the average rate that its volume was paid at. */
export interface AveragedClaim {
  readonly share: Claim;
  /** Not above zero. */
  readonly amount: bigint;
}

/**
 * What is taken back of the lines on a whole earlier period under `averageRate`: each stands in proportion to the volume behind it that
 * has not been refunded since that period ended. docs/plans.md section 24.
 * @param before the period's orders before the refunds
 * @param after the same orders after them
 */
export function* averagedClaims(
  period: OpenedPeriod,
  before: readonly Order[],
  after: readonly Order[],
): Generator<AveragedClaim> {
  const atEnd = before.map((order) => ({ ...order, refundedCv: order.refundedCv - (order.refundedLater ?? 0n) }));
  const { claims } = reckon(period, atEnd);
  const whole = volumesBehind(period, atEnd, claims);
  const was = volumesBehind(period, before, claims, whole);
  const is = volumesBehind(period, after, claims, whole);
  for (const share of claims) {
    const paid = granted(share.amount, share, period);
    const amount = standing(paid, is(share), whole(share)) - standing(paid, was(share), whole(share));
    if (amount !== 0n) yield { share: { ...share, base: is(share) - was(share) }, amount };
  }
}

/** A line without volume behind it stands whatever is refunded. */
function standing(amount: bigint, left: bigint, whole: bigint): bigint {
  return whole === 0n ? amount : (amount * left) / whole;
}

type VolumeOf = (claim: Claim) => bigint;

/** The volume behind a line, of orders as they stand. @param whole the same at the end of the period, when these are not of then */
function volumesBehind(period: OpenedPeriod, orders: readonly Order[], claims: readonly Claim[], whole?: VolumeOf): VolumeOf {
  const { context, plan, memberCount } = period;
  const own = new BigInt64Array(memberCount + 1);
  let all = 0n;
  for (const { memberId, cv, refundedCv } of orders) {
    own[memberId] = (own[memberId] ?? 0n) + cv - refundedCv;
    all += cv - refundedCv;
  }
  let group: BigInt64Array | undefined;
  let legs: ReturnType<typeof freshLegs> | undefined;
  const bonuses = new Map<string, Bonus>(plan.bonuses.map((bonus) => [bonus.id, bonus]));
  const matched = new Map<string, ReadonlyMap<number, bigint>>();

  const volumeOf: VolumeOf = ({ bonusId, memberId, sourceMemberId }) => {
    const bonus = bonuses.get(bonusId);
    switch (bonus?.kind) {
      case 'pool':
        return all;
      case 'volume':
        if (bonus.of === 'own') return own[memberId] ?? 0n;
        return (group ??= groupVolumes(own, period))[memberId] ?? 0n;
      case 'differential':
        return (group ??= groupVolumes(own, period))[sourceMemberId] ?? 0n;
      case 'binary': {
        legs ??= freshLegs(own, context);
        const added = bonus.ownVolume === 'weakerLeg' ? (own[memberId] ?? 0n) : 0n;
        return (legs.left[memberId] ?? 0n) + (legs.right[memberId] ?? 0n) + added;
      }
      case 'matching': {
        const sums = matched.get(bonusId) ?? earnedBy(bonus.of, period, orders, claims, (claim) => left(claim));
        matched.set(bonusId, sums);
        return sums.get(sourceMemberId) ?? 0n;
      }
      default:
        return 0n;
    }
  };
  const left: VolumeOf = (claim) => (whole === undefined ? claim.amount : standing(claim.amount, volumeOf(claim), whole(claim)));
  return volumeOf;
}

function groupVolumes(own: BigInt64Array, { context, memberCount }: OpenedPeriod): BigInt64Array {
  const { apart } = context.structure();
  const group = BigInt64Array.from(own);
  for (let member = memberCount; member > 1; member -= 1) {
    const upline = context.sponsorOf[member] ?? 0;
    if (apart[member] !== 1) group[upline] = (group[upline] ?? 0n) + (group[member] ?? 0n);
  }
  return group;
}

/** What everybody has by these bonuses of orders as they stand, before caps and scale-down. */
function earnedBy(
  ids: readonly string[],
  period: OpenedPeriod,
  orders: readonly Order[],
  claims: readonly Claim[],
  left: VolumeOf,
): ReadonlyMap<number, bigint> {
  const earned = new Map<number, bigint>();
  const add = (memberId: number, amount: bigint): void => void earned.set(memberId, (earned.get(memberId) ?? 0n) + amount);
  for (const bonus of bonusesNamed(period, (id) => ids.includes(id))) {
    for (const order of orders) {
      for (const { memberId, ratePpm, rounding } of bonus.sharesOf(order)) {
        add(memberId, applyRate(order.cv - order.refundedCv, ratePpm, rounding));
      }
    }
  }
  for (const claim of claims) if (ids.includes(claim.bonusId)) add(claim.memberId, left(claim));
  return earned;
}
