import { UplineError } from '#kernel/errors/index.ts';
import { applyRate } from '#kernel/rate.ts';
import { activityFlags, activityTest } from '../activity/index.ts';
import { Amounts } from '../bonuses/amounts.ts';
import { type Gains } from '../bonuses/gains.ts';
import { type BonusContext, type Claim, type Column, type Give, type OpenBonus, type Share } from '../bonuses/kind.ts';
import { openBonuses, paysOnOrders, type OpenPeriodBonus } from '../bonuses/registry.ts';
import { type Orders } from '../ledger/order.ts';
import { orderColumns } from '../ledger/order-columns.ts';
import { structureOf, type Structure } from '../ranks/structure.ts';
import { remembered } from '../state/remember.ts';
import { standingVolumes } from '../volumes/index.ts';
import { NO_SALES } from '../volumes/sales.ts';
import { measureCaps, openCaps, type BonusCaps, type Uncapped } from './bonus-caps.ts';
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

/** What the bonuses on a whole period leave, beside what they give. */
export interface PeriodReckoning {
  readonly columns: readonly Column[];
  readonly carried: readonly Column[];
  /** Of the period if they were settled already, else as these orders make them. */
  readonly capScales: CapScales;
}

/** The same with every claim, before caps and scale-down. */
export interface ClaimedReckoning extends PeriodReckoning {
  readonly claims: readonly Claim[];
}

/** The same with what each bonus comes to after caps. */
export interface SummedReckoning extends PeriodReckoning {
  readonly sums: readonly BonusSum[];
}

export interface BonusSum {
  readonly bonusId: string;
  readonly amounts: Amounts;
  readonly total: bigint;
  readonly lines: number;
}

/** Sums of bonuses on orders, where they sum themselves up. */
type GainsOf = (bonus: OpenBonus) => Gains | undefined;

/** @param orders all orders of the period in the order of the ledger; asked only when a bonus needs them */
export function openPeriod(
  memory: PeriodMemory,
  { sponsorOf, placement }: Pick<RunInput, 'sponsorOf' | 'placement'>,
  orders: () => Orders,
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
  const caps = openCaps(plan, context);
  return { ...memory, flags, rank, context, bonuses: onOrders, onPeriod, caps };
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

/** What the bonuses on the whole period give for its orders as they stand, in the terms of the period, claim by claim. */
export function reckon(period: OpenedPeriod, orders: Orders, gainsOf?: GainsOf): ClaimedReckoning {
  const claims: Claim[] = [];
  const left = reckonInto(period, { orders, gainsOf, claims }, ({ id: bonusId, kind }) => {
    const given: Claim[] = [];
    return {
      give: (memberId, amount, sourceMemberId, base, level, ratePpm) =>
        given.push({ memberId, bonusId, kind, level, ratePpm, sourceMemberId, base, amount }),
      end: (byEarner) => {
        if (byEarner) given.sort((one, other) => one.memberId - other.memberId || one.sourceMemberId - other.sourceMemberId);
        for (const claim of given) claims.push(claim);
      },
    };
  });
  return { ...left, claims };
}

/**
 * The same after caps, summed by member. Without caps there is no object for each claim.
 * @param scaleDown what becomes of a claim after caps; undefined where it stays
 */
export function reckonSums(
  period: OpenedPeriod,
  orders: Orders,
  gainsOf?: GainsOf,
  scaleDown?: (amount: bigint) => bigint,
): SummedReckoning {
  const sums: BonusSum[] = [];
  const summed = ({ id: bonusId }: OpenPeriodBonus): Taker => {
    const amounts = new Amounts(period.memberCount);
    let total = 0n;
    let lines = 0;
    return {
      give: (memberId, given) => {
        const amount = scaleDown === undefined ? given : scaleDown(given);
        amounts.add(memberId, amount);
        total += amount;
        lines += 1;
      },
      end: () => void sums.push({ bonusId, amounts, total, lines }),
    };
  };
  if (period.caps.list.length === 0) return { ...reckonInto(period, { orders, gainsOf }, summed), sums };
  // What a cap leaves of a claim is known only when all claims are.
  const { claims, ...left } = reckon(period, orders, gainsOf);
  const byBonus = Map.groupBy(claims, ({ bonusId }) => bonusId);
  for (const bonus of period.onPeriod) {
    const { give, end } = summed(bonus);
    for (const claim of byBonus.get(bonus.id) ?? []) {
      const { memberId, sourceMemberId, base, level, ratePpm } = claim;
      give(memberId, period.caps.cut(claim.amount, claim, left.capScales), sourceMemberId, base, level, ratePpm);
    }
    end(false);
  }
  return { ...left, sums };
}

/** Where the claims of one bonus go. */
interface Taker {
  readonly give: Give;
  readonly end: (byEarner: boolean) => void;
}

interface Reckoned {
  readonly orders: Orders;
  readonly gainsOf: GainsOf | undefined;
  /** Every claim of the bonuses that have ended; caps are measured on them, so only a plan without caps can do without. */
  readonly claims?: readonly Claim[];
}

function reckonInto(
  period: OpenedPeriod,
  { orders, gainsOf, claims: ended = [] }: Reckoned,
  takerOf: (bonus: OpenPeriodBonus) => Taker,
): PeriodReckoning {
  const columns: Column[] = [];
  const carried: Column[] = [];
  const { caps, context } = period;
  const given = { orders, onOrders: bonusesNamed(period, caps.limits), claims: ended };
  const measured = (upTo: number, known: CapScales): CapScales =>
    period.capScales ?? measureCaps(caps, upTo, known, given, context);
  if (period.onPeriod.length === 0) return { columns, carried, capScales: measured(caps.list.length, []) };
  const cvOf = standingVolumes(period.memberCount, orders);
  const earned = new Map<string, Amounts>();
  for (const [id, bonus] of matchedBonuses(period)) earned.set(id, earnedOnOrders(period, bonus, orders, gainsOf?.(bonus)));
  const matched = matchedIds(period);
  let primary: CapScales | undefined;
  let afterCaps: ReadonlyMap<string, Amounts> | undefined;
  const earnedAfterCaps = (): ReadonlyMap<string, Amounts> => (afterCaps ??= earnedAfter(period, primary ?? [], given));
  for (const bonus of period.onPeriod) {
    if (bonus.kind === 'matching') primary ??= measured(caps.primary, []).slice(0, caps.primary);
    const { give, end } = takerOf(bonus);
    const read = matched.has(bonus.id) ? new Amounts(period.memberCount) : undefined;
    const both: Give = (memberId, amount, sourceMemberId, base, level, ratePpm) => {
      read?.add(memberId, amount);
      give(memberId, amount, sourceMemberId, base, level, ratePpm);
    };
    const value = { cvOf, earned, earnedAfterCaps };
    const { claims = [], byEarner = false, ...left } = bonus.reckon(value, read === undefined ? give : both);
    for (const claim of claims) {
      both(claim.memberId, claim.amount, claim.sourceMemberId, claim.base, claim.level, claim.ratePpm);
    }
    end(byEarner);
    if (read !== undefined) earned.set(bonus.id, read);
    columns.push(...(left.columns ?? []));
    carried.push(...(left.carried ?? []));
  }
  return { columns, carried, capScales: measured(caps.list.length, primary ?? []) };
}

/** What a bonus on orders comes to before caps and scale-down, by member. */
function earnedOnOrders({ memberCount }: OpenedPeriod, bonus: OpenBonus, orders: Orders, gains: Gains | undefined): Amounts {
  // Gains know nothing of orders without CV, of which there is a line of nothing.
  if (gains !== undefined && !orderColumns(orders).placed.includes(0n)) {
    return new Amounts(memberCount, gains.amounts, gains.touched);
  }
  const amounts = new Amounts(memberCount);
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    for (const { memberId, ratePpm, rounding } of bonus.sharesOf(order)) {
      amounts.add(memberId, applyRate(standing, ratePpm, rounding));
    }
  }
  return amounts;
}

/** What is earned by matched bonuses when the caps before matching have cut, line by line. */
function earnedAfter(
  period: OpenedPeriod,
  primary: CapScales,
  { orders, claims }: Pick<Uncapped, 'orders' | 'claims'>,
): ReadonlyMap<string, Amounts> {
  const { caps, memberCount } = period;
  const earned = new Map([...matchedIds(period)].map((id) => [id, new Amounts(memberCount)]));
  for (const [id, bonus] of matchedBonuses(period)) {
    for (const order of orders) {
      const standing = order.cv - order.refundedCv;
      for (const share of bonus.sharesOf(order)) {
        earned.get(id)?.add(share.memberId, caps.cut(applyRate(standing, share.ratePpm, share.rounding), share, primary));
      }
    }
  }
  for (const claim of claims) earned.get(claim.bonusId)?.add(claim.memberId, caps.cut(claim.amount, claim, primary));
  return earned;
}

/** Bonuses of which somebody reads what they came to: only matching does. */
function matchedIds({ plan }: OpenedPeriod): ReadonlySet<string> {
  return new Set(plan.bonuses.flatMap((bonus) => (bonus.kind === 'matching' ? bonus.of : [])));
}

function matchedBonuses(period: OpenedPeriod): readonly NamedBonus[] {
  const read = matchedIds(period);
  return withIds(period).filter(([id]) => read.has(id));
}

type Named = Pick<OpenedPeriod, 'plan' | 'bonuses'>;
type NamedBonus = readonly [id: string, bonus: OpenBonus];

/** The bonuses on orders whose id is meant. */
export function bonusesNamed(period: Named, meant: (id: string) => boolean): readonly OpenBonus[] {
  return withIds(period).flatMap(([id, bonus]) => (meant(id) ? [bonus] : []));
}

function withIds({ plan, bonuses }: Named): readonly NamedBonus[] {
  const ids = plan.bonuses.filter((bonus) => paysOnOrders(bonus)).map(({ id }) => id);
  return bonuses.map((bonus, index) => [ids[index] ?? '', bonus]);
}

/** What bonuses on orders come to after caps, before scale-down. @param gains of those that have summed themselves up */
export function grossOf(
  { bonuses, caps }: OpenedPeriod,
  orders: Orders,
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
