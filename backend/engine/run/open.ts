import { UplineError } from '#kernel/errors/index.ts';
import { applyRate } from '#kernel/rate.ts';
import { activityFlags, activityTest } from '../activity/index.ts';
import { type OpenBonus, type Share } from '../bonuses/kind.ts';
import { openBonus } from '../bonuses/registry.ts';
import { readOrders, type Order, type PeriodOrders } from '../ledger/orders.ts';
import { personalVolumes } from '../volumes/index.ts';
import { periodLimit, scaled } from './cap.ts';
import { type PeriodMemory, type RunInput } from './types.ts';

/** A period of which volumes, activity and scale are settled: all that is needed to give, and to take back, its lines. */
export interface OpenedPeriod extends PeriodMemory {
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly bonuses: readonly OpenBonus[];
}

/** The period of a run, and the way to the earlier periods whose orders it refunds. */
export interface OpenedRun {
  readonly ledger: PeriodOrders;
  readonly own: OpenedPeriod;
  /** @throws UplineError ENGINE.MEMORY_MISSING */
  periodOf(order: Order): OpenedPeriod;
}

/** Steps 1 to 4 of a run: orders, volumes, activity, bonuses, cap. @throws UplineError for facts that cannot be */
export function openRun(input: RunInput): OpenedRun {
  checkInput(input);
  const { period, plan, memberCount } = input;
  const ledger = readOrders(input.entries, input, input.earlierOrders);
  const ppv = personalVolumes(memberCount, ledger.orders, ledger.refunds);
  const limit = periodLimit(plan, ledger.netCv, input.budget, input.carryIn.total);
  const unscaled = openPeriod({ period, plan, memberCount, ppv, scale: { limit, gross: 0n }, ...leftOf(input) }, input.sponsorOf);
  const own = { ...unscaled, scale: { limit, gross: grossOf(unscaled, ledger.orders) } };

  const opened = new Map<number, OpenedPeriod>([[period, own]]);
  const periodOf = (order: Order): OpenedPeriod => {
    const memory = input.memories.get(order.period);
    const found = opened.get(order.period) ?? (memory && openPeriod(memory, input.sponsorOf));
    if (found === undefined) throw new UplineError('ENGINE.MEMORY_MISSING', { period, orderPeriod: order.period });
    opened.set(order.period, found);
    return found;
  };
  return { ledger, own, periodOf };
}

/** What `share` is owed of an order of which CV of `standing` has not been refunded: rated, rounded once, scaled down, rounded down. */
export function amountOf(share: Share, standing: bigint, period: PeriodMemory): bigint {
  return scaled(applyRate(standing, share.ratePpm, share.rounding), period.scale);
}

function openPeriod(memory: PeriodMemory, sponsorOf: Uint32Array): OpenedPeriod {
  const flags = activityFlags(memory.plan, memory.ppv, memory.left);
  const context = { memberCount: memory.memberCount, sponsorOf, ppv: memory.ppv, meets: activityTest(flags) };
  return { ...memory, flags, bonuses: memory.plan.bonuses.map((bonus) => openBonus(bonus, context)) };
}

function leftOf({ left }: Pick<PeriodMemory, 'left'>): Pick<PeriodMemory, 'left'> {
  return left === undefined || left.size === 0 ? {} : { left };
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
