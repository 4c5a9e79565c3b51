import { UplineError } from '#kernel/errors/index.ts';
import { columnsOf, type Gains } from '../bonuses/gains.ts';
import { type Claim, type Column, type OpenBonus } from '../bonuses/kind.ts';
import { asksForNewCustomers, needsAllOrders } from '../bonuses/registry.ts';
import { type Order } from '../ledger/order.ts';
import { readOrders, type PeriodOrders } from '../ledger/orders.ts';
import { type Columns } from '../state/columns.ts';
import { columnsAfter, columnsBefore } from '../state/remember.ts';
import { personalVolumes } from '../volumes/index.ts';
import { asksForCustomers, salesFacts } from '../volumes/sales.ts';
import { periodLimit, scaled } from './cap.ts';
import { bonusesNamed, grossOf, openPeriod, reckon, reckonSums, type BonusSum, type OpenedPeriod } from './period.ts';
import { allOrders, revalue, type Revaluation } from './revalue.ts';
import { type PeriodMemory, type RunInput } from './types.ts';

/** The period of a run, and the way to the earlier periods whose orders it refunds. */
export interface OpenedRun {
  readonly ledger: PeriodOrders;
  readonly own: OpenedPeriod;
  /** What bonuses on the whole period give, before caps and scale-down. */
  readonly claims: readonly Claim[];
  /** What they come to by bonus and member, after caps and scale-down. */
  readonly claimSums: () => readonly BonusSum[];
  /** What its refunds change in the bonuses on whole earlier periods. */
  readonly revaluation: Revaluation;
  /** Number of the last entry of the period. */
  readonly lastEntry: number;
  /** Sums of a bonus on orders, line by line, of the period's own orders in full; undefined when they have to be added up one by one. */
  gainsOf(bonus: OpenBonus): Gains | undefined;
  /** What is remembered beside money at the end of the period; undefined when the plan asks for nothing. */
  columnsOut(): Columns | undefined;
  /** @throws UplineError ENGINE.MEMORY_MISSING */
  periodOf(order: Order): OpenedPeriod;
}

/** Steps 1 to 4 of a run: orders, volumes, activity, bonuses, cap. @param ledger its entries, if they were read already @throws UplineError for facts that cannot be */
export function openRun(input: RunInput, ledger = ledgerOf(input)): OpenedRun {
  checkInput(input);
  const { period, plan, memberCount, carryIn } = input;
  const { earlierOf, ordersOf } = earlierPeriods(input);
  const revaluation = revalue(period, { ...ledger, periodOf: earlierOf, ordersOf });
  const ppv = personalVolumes(memberCount, ledger.orders, ledger.refunds);
  const limit = periodLimit(plan, ledger.netCv, ledger.instant, input.budget, carryIn.total);
  const columns = columnsBefore(plan, carryIn.columns, { period, memberCount, known: carryIn.memberCount, ...newMembers(input) });
  const terms: PeriodMemory = {
    period,
    plan,
    memberCount,
    ppv,
    scale: { limit, gross: 0n },
    ...(input.left === undefined || input.left.size === 0 ? {} : { left: input.left }),
    ...(asksForCustomers(plan) ? { sales: salesFacts(memberCount, ledger.orders, ledger.refunds) } : {}),
    ...(columns === undefined ? {} : { columns }),
    ...(revaluation.differences.size === 0 ? {} : { differences: revaluation.differences }),
    ...(plan.bonuses.some((bonus) => needsAllOrders(bonus)) ? { orderCount: ledger.orders.length } : {}),
  };
  const unscaled = openPeriod(terms, input, () => ledger.orders);
  // Sums of whole columns know nothing of caps.
  const limited = new Set(bonusesNamed(unscaled, unscaled.caps.limits));
  const standing = columnsOf(ledger.orders, 'standing');
  const standingGains = new Map(
    unscaled.bonuses.map((bonus) => [bonus, limited.has(bonus) ? undefined : bonus.gainsOf?.(standing, undefined)]),
  );
  const standingOf = (bonus: OpenBonus): Gains | undefined => standingGains.get(bonus);
  const { sums, columns: ofPeriod, capScales } = reckonSums(unscaled, ledger.orders, standingOf);
  const gross = sums.reduce((sum, { total }) => sum + total, grossOf(unscaled, ledger.orders, standingGains, capScales));
  const own = { ...unscaled, scale: { limit, gross }, ...(plan.caps === undefined ? {} : { capScales }) };
  const asItStands = gross <= limit && !ledger.orders.anyRefunded;
  const scaleDown = gross > limit ? (amount: bigint): bigint => scaled(amount, own.scale) : undefined;
  const lastEntry = input.firstEntry + Math.max(0, input.entries.length - 1);
  let claims: readonly Claim[] | undefined;
  return {
    ledger,
    own,
    // Whoever only sums needs none of them.
    get claims() {
      return (claims ??= reckon(own, ledger.orders, standingOf).claims);
    },
    claimSums: () => (scaleDown === undefined ? sums : reckonSums(own, ledger.orders, standingOf, scaleDown).sums),
    revaluation,
    lastEntry,
    gainsOf: (bonus) =>
      asItStands || limited.has(bonus)
        ? standingGains.get(bonus)
        : bonus.gainsOf?.(columnsOf(ledger.orders, 'placed'), scaleDown),
    columnsOut: () => columnsOut(own, ofPeriod),
    periodOf: (order) => (order.period === period ? own : earlierOf(order)),
  };
}

function ledgerOf(input: RunInput): PeriodOrders {
  return readOrders(input.entries, input, input.earlierOrders, asksForNewCustomers(input.plan));
}

/** Earlier periods as they were, opened when first asked for. */
function earlierPeriods(input: RunInput): {
  earlierOf: (order: Order) => OpenedPeriod;
  ordersOf: (period: number) => readonly Order[];
} {
  const opened = new Map<number, OpenedPeriod>();
  const listed = new Map<number, readonly Order[]>();
  const ordersOf = (number: number): readonly Order[] => {
    const found = listed.get(number) ?? [...input.earlierOrders.values()].filter(({ period }) => period === number);
    listed.set(number, listed.has(number) ? found : found.toSorted((one, other) => one.entry - other.entry));
    return listed.get(number) ?? found;
  };
  const earlierOf = (order: Order): OpenedPeriod => {
    const memory = input.memories.get(order.period);
    const found =
      opened.get(order.period) ?? (memory && openPeriod(memory, input, () => allOrders(memory, ordersOf(order.period))));
    if (found === undefined) throw new UplineError('ENGINE.MEMORY_MISSING', { period: input.period, orderPeriod: order.period });
    opened.set(order.period, found);
    return found;
  };
  return { earlierOf, ordersOf };
}

/** What is known of members who are new in the period. */
export function newMembers({ known }: RunInput): NonNullable<RunInput['known']> {
  return known ?? { joined: new Map(), title: new Map() };
}

/** What is remembered beside money at the end of a period. */
export function columnsOut(own: OpenedPeriod, ofPeriod: readonly Column[]): Columns | undefined {
  const { plan, memberCount, ppv, rank, flags, columns } = own;
  if (columns === undefined) return undefined;
  const ofOrders = own.bonuses.flatMap((bonus) => bonus.columns?.() ?? []);
  const structure = plan.ranks === undefined ? undefined : own.context.structure();
  return columnsAfter(plan, columns, {
    memberCount,
    ppv,
    rank,
    flags,
    earnedRank: structure?.earnedRank ?? rank,
    graceRank: structure?.grace.rank ?? rank,
    graceMissed: structure?.grace.missed ?? new Uint32Array(memberCount + 1),
    ofBonuses: new Map([...ofOrders, ...ofPeriod]),
  });
}

/** @throws UplineError ENGINE.FOUNDING_PERIOD, ENGINE.CARRY_MISMATCH, ENGINE.BAD_SPONSOR */
export function checkInput({ period, memberCount, sponsorOf, carryIn }: RunInput): void {
  if (period < 1) throw new UplineError('ENGINE.FOUNDING_PERIOD');
  if (carryIn.memberCount > memberCount) {
    throw new UplineError('ENGINE.CARRY_MISMATCH', { period, memberCount, carried: carryIn.memberCount });
  }
  for (let memberId = 2; memberId <= memberCount; memberId += 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    if (sponsorId < 1 || sponsorId >= memberId) throw new UplineError('ENGINE.BAD_SPONSOR', { period, memberId, sponsorId });
  }
}
