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
import { measureCaps, openCaps, type BonusCaps } from './bonus-caps.ts';
import { scaled } from './cap.ts';
import { type CapScales, type PeriodMemory, type Placement, type RunInput } from './types.ts';

/** A period of which volumes, activity and scale are settled: all that is needed to give, and to take back, its lines. */
export interface OpenedPeriod extends PeriodMemory {
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly bonuses: readonly OpenBonus[];
  readonly onPeriod: readonly OpenPeriodBonus[];
  /** Rank of the period by member number. */
  readonly rank: Uint8Array;
  readonly context: BonusContext;
  readonly caps: BonusCaps;
}

/** What the bonuses on a whole period come to for orders as they stand, before scale-down. */
export interface PeriodReckoning {
  readonly claims: readonly Claim[];
  readonly columns: readonly Column[];
  readonly carried: readonly Column[];
  /** Of the period if they were settled already, else as these orders make them. */
  readonly capScales: CapScales;
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
  return { ...memory, flags, rank, context, bonuses: onOrders, onPeriod, caps: openCaps(plan, context) };
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

/** What `share` is owed of an order of which CV of `standing` has not been refunded: rated, rounded once, cut by caps, scaled down. */
export function amountOf(share: Share, standing: bigint, period: OpenedPeriod): bigint {
  return granted(applyRate(standing, share.ratePpm, share.rounding), share, period);
}

/** What caps and scale-down leave of an amount, each rounded down. */
export function granted(
  amount: bigint,
  owner: { readonly memberId: number; readonly bonusId: string },
  { caps, capScales, scale }: OpenedPeriod,
): bigint {
  return scaled(capScales === undefined ? amount : caps.cut(amount, owner, capScales), scale);
}

/** What the bonuses on the whole period give for its orders as they stand, in the terms of the period. */
export function reckon(period: OpenedPeriod, orders: readonly Order[]): PeriodReckoning {
  const claims: Claim[] = [];
  const columns: Column[] = [];
  const carried: Column[] = [];
  const { caps, context } = period;
  const given = { orders, onOrders: bonusesNamed(period, caps.limits), claims };
  const measured = (upTo: number, known: CapScales): CapScales =>
    period.capScales ?? measureCaps(caps, upTo, known, given, context);
  if (period.onPeriod.length === 0) return { claims, columns, carried, capScales: measured(caps.list.length, []) };
  const cvOf = new BigInt64Array(period.memberCount + 1);
  const earned: Earned = new Map();
  const matched = matchedBonuses(period);
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    cvOf[order.memberId] = (cvOf[order.memberId] ?? 0n) + standing;
    for (const bonus of matched) {
      for (const { bonusId, memberId, ratePpm, rounding } of bonus.sharesOf(order)) {
        addEarned(earned, { bonusId, memberId }, applyRate(standing, ratePpm, rounding));
      }
    }
  }
  let primary: CapScales | undefined;
  let afterCaps: Earned | undefined;
  const earnedAfterCaps = (): Earned => (afterCaps ??= earnedAfter(period, primary ?? [], { orders, matched, claims }));
  for (const bonus of period.onPeriod) {
    if (bonus.kind === 'matching') primary ??= measured(caps.primary, []).slice(0, caps.primary);
    const reckoned = bonus.reckon({ cvOf, earned, earnedAfterCaps });
    for (const claim of reckoned.claims) {
      claims.push(claim);
      addEarned(earned, claim, claim.amount);
    }
    columns.push(...(reckoned.columns ?? []));
    carried.push(...(reckoned.carried ?? []));
  }
  return { claims, columns, carried, capScales: measured(caps.list.length, primary ?? []) };
}

/** By bonus, by member. */
type Earned = Map<string, Map<number, bigint>>;

function addEarned(
  earned: Earned,
  { bonusId, memberId }: { readonly bonusId: string; readonly memberId: number },
  amount: bigint,
): void {
  const amounts = earned.get(bonusId) ?? new Map<number, bigint>();
  amounts.set(memberId, (amounts.get(memberId) ?? 0n) + amount);
  earned.set(bonusId, amounts);
}

/** What is earned when the caps before matching have cut, line by line. */
function earnedAfter(
  { caps }: OpenedPeriod,
  primary: CapScales,
  { orders, matched, claims }: { orders: readonly Order[]; matched: readonly OpenBonus[]; claims: readonly Claim[] },
): Earned {
  const earned: Earned = new Map();
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    for (const bonus of matched) {
      for (const share of bonus.sharesOf(order)) {
        addEarned(earned, share, caps.cut(applyRate(standing, share.ratePpm, share.rounding), share, primary));
      }
    }
  }
  for (const claim of claims) addEarned(earned, claim, caps.cut(claim.amount, claim, primary));
  return earned;
}

/** Bonuses on orders of which somebody reads what they came to: only matching does. */
function matchedBonuses(period: OpenedPeriod): readonly OpenBonus[] {
  const read = new Set(period.plan.bonuses.flatMap((bonus) => (bonus.kind === 'matching' ? bonus.of : [])));
  return bonusesNamed(period, (id) => read.has(id));
}

/** The bonuses on orders whose id is meant. */
export function bonusesNamed(
  { plan, bonuses }: Pick<OpenedPeriod, 'plan' | 'bonuses'>,
  meant: (id: string) => boolean,
): readonly OpenBonus[] {
  const ids = plan.bonuses.filter((bonus) => paysOnOrders(bonus)).map(({ id }) => id);
  return bonuses.filter((_, index) => meant(ids[index] ?? ''));
}

/** What bonuses on orders come to after caps, before scale-down. @param gains of those that have summed themselves up */
export function grossOf(
  { bonuses, caps }: OpenedPeriod,
  orders: readonly Order[],
  gains: ReadonlyMap<OpenBonus, Gains | undefined>,
  capScales: CapScales,
): bigint {
  let gross = 0n;
  for (const bonus of bonuses) {
    const summed = gains.get(bonus);
    if (summed !== undefined) {
      gross += summed.total;
      continue;
    }
    for (const order of orders) {
      const standing = order.cv - order.refundedCv;
      for (const share of bonus.sharesOf(order)) {
        gross += caps.cut(applyRate(standing, share.ratePpm, share.rounding), share, capScales);
      }
    }
  }
  return gross;
}
