import { UplineError } from '#kernel/errors/index.ts';
import { applyRate } from '#kernel/rate.ts';
import { activityFlags, activityTest } from '../activity/index.ts';
import { Amounts } from '../bonuses/amounts.ts';
import { type Gains } from '../bonuses/gains.ts';
import { type BonusContext, type Claim, type Column, type Give, type OpenBonus, type Share } from '../bonuses/kind.ts';
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

/** What the bonuses on a whole period leave, beside what they give. */
export interface PeriodReckoning {
  readonly columns: readonly Column[];
  readonly carried: readonly Column[];
}

/** The same with every claim, before scale-down. */
export interface ClaimedReckoning extends PeriodReckoning {
  readonly claims: readonly Claim[];
}

/** The same with what each bonus comes to. */
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

/** What the bonuses on the whole period give for its orders as they stand, in the terms of the period, claim by claim. */
export function reckon(period: OpenedPeriod, orders: readonly Order[], gainsOf?: GainsOf): ClaimedReckoning {
  const all: Claim[] = [];
  const left = reckonInto(period, orders, gainsOf, ({ id: bonusId, kind }) => {
    const claims: Claim[] = [];
    return {
      give: (memberId, amount, sourceMemberId, base, level, ratePpm) =>
        claims.push({ memberId, bonusId, kind, level, ratePpm, sourceMemberId, base, amount }),
      end: (byEarner) => {
        if (byEarner) claims.sort((one, other) => one.memberId - other.memberId || one.sourceMemberId - other.sourceMemberId);
        for (const claim of claims) all.push(claim);
      },
    };
  });
  return { ...left, claims: all };
}

/** The same, summed by member, without an object for each claim. @param scaleDown what becomes of a claim; undefined where it stays */
export function reckonSums(
  period: OpenedPeriod,
  orders: readonly Order[],
  gainsOf?: GainsOf,
  scaleDown?: (amount: bigint) => bigint,
): SummedReckoning {
  const sums: BonusSum[] = [];
  const left = reckonInto(period, orders, gainsOf, ({ id: bonusId }) => {
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
  });
  return { ...left, sums };
}

/** Where the claims of one bonus go. */
interface Taker {
  readonly give: Give;
  readonly end: (byEarner: boolean) => void;
}

function reckonInto(
  period: OpenedPeriod,
  orders: readonly Order[],
  gainsOf: GainsOf | undefined,
  takerOf: (bonus: OpenPeriodBonus) => Taker,
): PeriodReckoning {
  const columns: Column[] = [];
  const carried: Column[] = [];
  if (period.onPeriod.length === 0) return { columns, carried };
  const cvOf = new BigInt64Array(period.memberCount + 1);
  for (const { memberId, cv, refundedCv } of orders) cvOf[memberId] = (cvOf[memberId] ?? 0n) + cv - refundedCv;
  const earned = new Map<string, Amounts>();
  for (const [id, bonus] of matchedBonuses(period)) earned.set(id, earnedOnOrders(period, bonus, orders, gainsOf?.(bonus)));
  const matched = matchedIds(period);
  for (const bonus of period.onPeriod) {
    const { give, end } = takerOf(bonus);
    const read = matched.has(bonus.id) ? new Amounts(period.memberCount) : undefined;
    const both: Give = (memberId, amount, sourceMemberId, base, level, ratePpm) => {
      read?.add(memberId, amount);
      give(memberId, amount, sourceMemberId, base, level, ratePpm);
    };
    const { claims = [], byEarner = false, ...left } = bonus.reckon({ cvOf, earned }, read === undefined ? give : both);
    for (const claim of claims) {
      both(claim.memberId, claim.amount, claim.sourceMemberId, claim.base, claim.level, claim.ratePpm);
    }
    end(byEarner);
    if (read !== undefined) earned.set(bonus.id, read);
    columns.push(...(left.columns ?? []));
    carried.push(...(left.carried ?? []));
  }
  return { columns, carried };
}

/** What a bonus on orders comes to before scale-down, by member. */
function earnedOnOrders(
  { memberCount }: OpenedPeriod,
  bonus: OpenBonus,
  orders: readonly Order[],
  gains: Gains | undefined,
): Amounts {
  // Gains know nothing of orders without CV, of which there is a line of nothing.
  if (gains !== undefined && orders.every(({ cv }) => cv > 0n)) {
    return new Amounts(memberCount, gains.amounts.slice(), gains.touched.slice());
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

/** Bonuses of which somebody reads what they came to: only matching does. */
function matchedIds({ plan }: OpenedPeriod): ReadonlySet<string> {
  return new Set(plan.bonuses.flatMap((bonus) => (bonus.kind === 'matching' ? bonus.of : [])));
}

function matchedBonuses(period: OpenedPeriod): readonly (readonly [id: string, bonus: OpenBonus])[] {
  const read = matchedIds(period);
  const ids = period.plan.bonuses.filter((bonus) => paysOnOrders(bonus)).map(({ id }) => id);
  return period.bonuses.flatMap((bonus, index) => (read.has(ids[index] ?? '') ? [[ids[index] ?? '', bonus] as const] : []));
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
