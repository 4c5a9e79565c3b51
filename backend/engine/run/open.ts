import { UplineError } from '#kernel/errors/index.ts';
import { applyRate } from '#kernel/rate.ts';
import { activityFlags, activityTest } from '../activity/index.ts';
import { type Claim, type OpenBonus, type Share } from '../bonuses/kind.ts';
import { openBonuses, type OpenPeriodBonus } from '../bonuses/registry.ts';
import { readOrders, type Order, type PeriodOrders } from '../ledger/orders.ts';
import { structureOf, type Structure } from '../ranks/structure.ts';
import { personalVolumes } from '../volumes/index.ts';
import { asksForCustomers, NO_SALES, salesFacts } from '../volumes/sales.ts';
import { periodLimit, scaled } from './cap.ts';
import { type PeriodMemory, type RunInput } from './types.ts';

/** A period of which volumes, activity and scale are settled: all that is needed to give, and to take back, its lines. */
export interface OpenedPeriod extends PeriodMemory {
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly bonuses: readonly OpenBonus[];
  readonly onPeriod: readonly OpenPeriodBonus[];
  /** Rank of the period by member number. */
  readonly rank: Uint8Array;
}

/** The period of a run, and the way to the earlier periods whose orders it refunds. */
export interface OpenedRun {
  readonly ledger: PeriodOrders;
  readonly own: OpenedPeriod;
  /** What bonuses on the whole period give, before scale-down. */
  readonly claims: readonly Claim[];
  /** Number of the last entry of the period. */
  readonly lastEntry: number;
  /** Orders of an earlier period as they stood before this one, in entry order. */
  earlierOrdersOf(period: number): readonly Order[];
  /** @throws UplineError ENGINE.MEMORY_MISSING */
  periodOf(order: Order): OpenedPeriod;
}

/** Steps 1 to 4 of a run: orders, volumes, activity, bonuses, cap. @throws UplineError for facts that cannot be */
export function openRun(input: RunInput): OpenedRun {
  checkInput(input);
  const { period, plan, memberCount } = input;
  const ledger = readOrders(input.entries, input, input.earlierOrders);
  const ppv = personalVolumes(memberCount, ledger.orders, ledger.refunds);
  const limit = periodLimit(plan, ledger.netCv, ledger.instant, input.budget, input.carryIn.total);
  const sales = asksForCustomers(plan) ? { sales: salesFacts(memberCount, ledger.orders, ledger.refunds) } : {};
  const terms = { period, plan, memberCount, ppv, ...leftOf(input), ...sales };
  const unscaled = openPeriod({ ...terms, scale: { limit, gross: 0n } }, input);
  const claims = claimsOf(unscaled, ledger.orders);
  const gross = claims.reduce((sum, { amount }) => sum + amount, grossOf(unscaled, ledger.orders));
  const own = {
    ...unscaled,
    scale: { limit, gross },
    ...(unscaled.onPeriod.length === 0 ? {} : { orderCount: ledger.orders.length }),
  };

  const opened = new Map<number, OpenedPeriod>([[period, own]]);
  const periodOf = (order: Order): OpenedPeriod => {
    const memory = input.memories.get(order.period);
    const found = opened.get(order.period) ?? (memory && openPeriod(memory, input));
    if (found === undefined) throw new UplineError('ENGINE.MEMORY_MISSING', { period, orderPeriod: order.period });
    opened.set(order.period, found);
    return found;
  };
  const earlierOrdersOf = (number: number): Order[] =>
    [...input.earlierOrders.values()].filter((order) => order.period === number).sort((one, other) => one.entry - other.entry);
  const lastEntry = input.firstEntry + Math.max(0, input.entries.length - 1);
  return { ledger, own, claims, lastEntry, periodOf, earlierOrdersOf };
}

/** What `share` is owed of an order of which CV of `standing` has not been refunded: rated, rounded once, scaled down, rounded down. */
export function amountOf(share: Share, standing: bigint, period: PeriodMemory): bigint {
  return scaled(applyRate(standing, share.ratePpm, share.rounding), period.scale);
}

function openPeriod(memory: PeriodMemory, { sponsorOf, placement }: RunInput): OpenedPeriod {
  const { plan, memberCount, ppv, left = new Set(), sales = NO_SALES } = memory;
  const flags = activityFlags(plan, ppv, left, sales);
  // Only ranks and some bonuses read the sums of groups, so they are not made for others.
  let made: Structure | undefined;
  const structure = (): Structure => (made ??= structureOf(plan.ranks, { memberCount, sponsorOf, ppv, sales, flags, left }));
  const rank = plan.ranks === undefined ? new Uint8Array(memberCount + 1) : structure().rank;
  const context = {
    memberCount,
    sponsorOf,
    parentOf: () => {
      if (placement === undefined) throw new UplineError('ENGINE.NO_PLACEMENT', { period: memory.period });
      return placement.parentOf;
    },
    ppv,
    rank,
    structure,
    rankCount: plan.ranks?.steps.length ?? 0,
    rankNumber: (id: string) => (plan.ranks?.steps.findIndex((step) => step.id === id) ?? -1) + 1,
    meets: activityTest(flags),
  };
  const { onOrders, onPeriod } = openBonuses(plan.bonuses, context);
  return { ...memory, flags, rank, bonuses: onOrders, onPeriod };
}

function leftOf({ left }: Pick<PeriodMemory, 'left'>): Pick<PeriodMemory, 'left'> {
  return left === undefined || left.size === 0 ? {} : { left };
}

/** What the bonuses on the whole period give for its orders as they stand, in the terms of the period. */
export function claimsOf(period: OpenedPeriod, orders: readonly Order[]): Claim[] {
  if (period.onPeriod.length === 0) return [];
  const cvOf = new BigInt64Array(period.memberCount + 1);
  const earned = new Map<string, Map<number, bigint>>();
  const add = (bonusId: string, memberId: number, amount: bigint): void => {
    const amounts = earned.get(bonusId) ?? new Map<number, bigint>();
    amounts.set(memberId, (amounts.get(memberId) ?? 0n) + amount);
    earned.set(bonusId, amounts);
  };
  for (const order of orders) {
    const standing = order.cv - order.refundedCv;
    cvOf[order.memberId] = (cvOf[order.memberId] ?? 0n) + standing;
    for (const bonus of period.bonuses) {
      for (const { bonusId, memberId, ratePpm, rounding } of bonus.sharesOf(order)) {
        add(bonusId, memberId, applyRate(standing, ratePpm, rounding));
      }
    }
  }
  const claims: Claim[] = [];
  for (const bonus of period.onPeriod) {
    for (const claim of bonus.claimsOf({ cvOf, earned })) {
      claims.push(claim);
      add(claim.bonusId, claim.memberId, claim.amount);
    }
  }
  return claims;
}

function grossOf(period: OpenedPeriod, orders: readonly Order[]): bigint {
  let gross = 0n;
  for (const bonus of period.bonuses) {
    for (const order of orders) {
      const standing = order.cv - order.refundedCv;
      for (const share of bonus.sharesOf(order)) gross += applyRate(standing, share.ratePpm, share.rounding);
    }
  }
  return gross;
}

function checkInput({ period, memberCount, sponsorOf, carryIn }: RunInput): void {
  if (period < 1) throw new UplineError('ENGINE.FOUNDING_PERIOD');
  if (carryIn.memberCount > memberCount) {
    throw new UplineError('ENGINE.CARRY_MISMATCH', { period, memberCount, carried: carryIn.memberCount });
  }
  for (let memberId = 2; memberId <= memberCount; memberId += 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    if (sponsorId < 1 || sponsorId >= memberId) throw new UplineError('ENGINE.BAD_SPONSOR', { period, memberId, sponsorId });
  }
}
