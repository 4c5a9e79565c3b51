import { UplineError } from '#kernel/errors/index.ts';
import { applyRate } from '#kernel/rate.ts';
import { activityFlags, activityTest } from '../activity/index.ts';
import { type Gains } from '../bonuses/gains.ts';
import { type BonusContext, type Claim, type Column, type OpenBonus, type Share } from '../bonuses/kind.ts';
import { openBonuses, paysOnOrders, type OpenPeriodBonus } from '../bonuses/registry.ts';
import { type Order } from '../ledger/orders.ts';
import { structureOf, type Structure } from '../ranks/structure.ts';
import { remembered } from '../state/remember.ts';
import { NO_SALES } from '../volumes/sales.ts';
import { scaled } from './cap.ts';
import { type PeriodMemory, type Placement, type RunInput } from './types.ts';

/** A period of which volumes, activity and scale are settled: all that is needed to give, and to take back, its lines. */
export interface OpenedPeriod extends PeriodMemory {
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly bonuses: readonly OpenBonus[];
  readonly onPeriod: readonly OpenPeriodBonus[];
  /** Rank of the period by member number. */
  readonly rank: Uint8Array;
  readonly context: BonusContext;
}

/** What the bonuses on a whole period come to for orders as they stand, before scale-down. */
export interface PeriodReckoning {
  readonly claims: readonly Claim[];
  readonly columns: readonly Column[];
  readonly carried: readonly Column[];
}

/** @param orders all orders of the period in the order of the ledger; asked only when a bonus needs them */
export function openPeriod(
  memory: PeriodMemory,
  { sponsorOf, placement }: Pick<RunInput, 'sponsorOf' | 'placement'>,
  orders: () => readonly Order[],
): OpenedPeriod {
  const { period, plan, memberCount, ppv, left = new Set(), sales = NO_SALES } = memory;
  const flags = activityFlags(plan, ppv, left, sales);
  const past = { period, ...remembered(plan, memberCount, memory.columns) };
  // Only ranks and some bonuses read the sums of groups, so they are not made for others.
  let made: Structure | undefined;
  let places: Placement | undefined;
  const placed = (): Placement => (places ??= placementIn(period, placement));
  const structure = (): Structure =>
    (made ??= structureOf(plan.ranks, { memberCount, sponsorOf, ppv, sales, flags, left, past, places: placed }));
  const rank = plan.ranks === undefined ? new Uint8Array(memberCount + 1) : structure().rank;
  const context: BonusContext = {
    ...past,
    memberCount,
    sponsorOf,
    parentOf: () => placed().parentOf,
    legOf: () => placed().legOf,
    orders,
    difference: (name) => memory.differences?.get(name),
    ppv,
    rank,
    structure,
    accumulated: () => accumulatedVolumes(memory, sponsorOf, past.columnBefore('accumulated')),
    rankCount: plan.ranks?.steps.length ?? 0,
    rankNumber: (id: string) => (plan.ranks?.steps.findIndex((step) => step.id === id) ?? -1) + 1,
    meets: activityTest(flags),
  };
  const { onOrders, onPeriod } = openBonuses(plan.bonuses, context);
  return { ...memory, flags, rank, context, bonuses: onOrders, onPeriod };
}

/** The placement tree as it was in a period. @throws UplineError ENGINE.NO_PLACEMENT */
function placementIn(period: number, placement: Placement | undefined): Placement {
  if (placement === undefined) throw new UplineError('ENGINE.NO_PLACEMENT', { period });
  const { parentOf, legOf, placedIn } = placement;
  if (placedIn === undefined) return placement;
  return { legOf, parentOf: parentOf.map((parent, member) => ((placedIn[member] ?? 0) > period ? 0 : parent)) };
}

function accumulatedVolumes(
  { memberCount, ppv }: PeriodMemory,
  sponsorOf: Uint32Array,
  before: BigInt64Array,
): { ppv: BigUint64Array; ov: BigUint64Array } {
  const own = BigUint64Array.from(before, (points, member) => points + (ppv[member] ?? 0n));
  const ov = own.slice();
  for (let member = memberCount; member > 1; member -= 1) {
    const upline = sponsorOf[member] ?? 0;
    ov[upline] = (ov[upline] ?? 0n) + (ov[member] ?? 0n);
  }
  return { ppv: own, ov };
}

/** What `share` is owed of an order of which CV of `standing` has not been refunded: rated, rounded once, scaled down, rounded down. */
export function amountOf(share: Share, standing: bigint, period: PeriodMemory): bigint {
  return scaled(applyRate(standing, share.ratePpm, share.rounding), period.scale);
}

/** What the bonuses on the whole period give for its orders as they stand, in the terms of the period. */
export function reckon(period: OpenedPeriod, orders: readonly Order[]): PeriodReckoning {
  const claims: Claim[] = [];
  const columns: Column[] = [];
  const carried: Column[] = [];
  if (period.onPeriod.length === 0) return { claims, columns, carried };
  const cvOf = new BigInt64Array(period.memberCount + 1);
  const earned = new Map<string, Map<number, bigint>>();
  const add = (bonusId: string, memberId: number, amount: bigint): void => {
    const amounts = earned.get(bonusId) ?? new Map<number, bigint>();
    amounts.set(memberId, (amounts.get(memberId) ?? 0n) + amount);
    earned.set(bonusId, amounts);
  };
  const matched = matchedBonuses(period);
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    cvOf[order.memberId] = (cvOf[order.memberId] ?? 0n) + standing;
    for (const bonus of matched) {
      for (const { bonusId, memberId, ratePpm, rounding } of bonus.sharesOf(order)) {
        add(bonusId, memberId, applyRate(standing, ratePpm, rounding));
      }
    }
  }
  for (const bonus of period.onPeriod) {
    const reckoned = bonus.reckon({ cvOf, earned });
    for (const claim of reckoned.claims) {
      claims.push(claim);
      add(claim.bonusId, claim.memberId, claim.amount);
    }
    columns.push(...(reckoned.columns ?? []));
    carried.push(...(reckoned.carried ?? []));
  }
  return { claims, columns, carried };
}

/** Bonuses on orders of which somebody reads what they came to: only matching does. */
function matchedBonuses({ plan, bonuses }: OpenedPeriod): readonly OpenBonus[] {
  const read = new Set(plan.bonuses.flatMap((bonus) => (bonus.kind === 'matching' ? bonus.of : [])));
  const ids = plan.bonuses.filter((bonus) => paysOnOrders(bonus)).map(({ id }) => id);
  return bonuses.filter((_, index) => read.has(ids[index] ?? ''));
}

/** What bonuses on orders come to before scale-down. @param gains of those that have summed themselves up */
export function grossOf(
  period: OpenedPeriod,
  orders: readonly Order[],
  gains: ReadonlyMap<OpenBonus, Gains | undefined>,
): bigint {
  let gross = 0n;
  for (const bonus of period.bonuses) {
    const summed = gains.get(bonus);
    if (summed !== undefined) {
      gross += summed.total;
      continue;
    }
    for (const order of orders) {
      const standing = order.cv - order.refundedCv;
      for (const share of bonus.sharesOf(order)) gross += applyRate(standing, share.ratePpm, share.rounding);
    }
  }
  return gross;
}
