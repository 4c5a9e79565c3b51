import { UplineError } from '#kernel/errors/index.ts';
import { FIRST_PERIOD, FOUNDING_PERIOD } from '#kernel/period.ts';
import { type Hex } from '#kernel/hex.ts';
import { entryKindNumber } from './ledger/entry.ts';
import { EntryTable, type Entries } from './ledger/entry-table.ts';
import { asksForNewCustomers } from './bonuses/registry.ts';
import { customerOf, type Order, type OrdersByRef } from './ledger/order.ts';
import { type VaultDomain } from './payout-tree/tree.ts';
import { type Plan } from './plan/schema.ts';
import { calculatePeriod, runPeriod } from './run/run.ts';
import { type PeriodMemory, type PeriodOutcome, type Placement, type RunInput, type RunResult } from './run/types.ts';
import { emptyCarry, type CarryState } from './state/carry.ts';

/** What the chain says of one period. For the open period: what it would say if it closed now. */
export interface PeriodFacts {
  readonly period: number;
  readonly planVersion: number;
  readonly memberCount: number;
  /** Number of entries before the period. */
  readonly firstEntry: number;
  readonly entries: Entries;
  /** Running hash of the ledger at the cut-off. */
  readonly runningHash: Hex;
  /** Cumulative budget at the cut-off; may be negative. */
  readonly budget: bigint;
  /** What the chain does not know and a file may say: who has left, and the past of members who are new in the period. */
  readonly left?: NonNullable<RunInput['left']>;
  readonly known?: NonNullable<RunInput['known']>;
}

/** All that the chain holds and a calculation needs. `periods` are gapless from 0 or 1; the last may still be open. */
export interface ChainFacts {
  readonly domain: VaultDomain;
  /** Sponsor by member number, for at least the members of the last period. */
  readonly sponsorOf: Uint32Array;
  readonly periods: readonly PeriodFacts[];
  /** Places in the placement tree, when the deployment has one. */
  readonly placement?: Placement;
}

/** A period of a replay: the input stays at hand, so that any member of it can be explained. */
export interface Replayed<Outcome> {
  readonly input: RunInput;
  readonly result: Outcome;
}

/**
 * Calculates every period from 1 in order, each from the facts and from what the periods before it left. Backend and audit both use
 * it, so there is one way to arrive at a root.
 * @param upTo last period wanted; all when left out
 * @throws UplineError ENGINE.*
 */
export function replay(facts: ChainFacts, plans: ReadonlyMap<number, Plan>, upTo?: number): Generator<Replayed<RunResult>, void> {
  return fold(facts, plans, upTo, runPeriod);
}

/** The same without trees and hashes, several times faster: for estimates, explanations and reports. */
export function replayOutcomes(
  facts: ChainFacts,
  plans: ReadonlyMap<number, Plan>,
  upTo?: number,
): Generator<Replayed<PeriodOutcome>, void> {
  return fold(facts, plans, upTo, calculatePeriod);
}

function* fold<Outcome extends PeriodOutcome>(
  { domain, sponsorOf, periods, placement }: ChainFacts,
  plans: ReadonlyMap<number, Plan>,
  upTo = Number.POSITIVE_INFINITY,
  calculate: (input: RunInput) => Outcome,
): Generator<Replayed<Outcome>, void> {
  let carryIn: CarryState = emptyCarry();
  let expected = { period: FIRST_PERIOD, firstEntry: 0 };
  const earlierOrders = new Map<number, Order>();
  const memories = new Map<number, PeriodMemory>();

  for (const facts of periods) {
    if (facts.period === FOUNDING_PERIOD) continue;
    if (facts.period > upTo) return;
    const { planVersion: version, period } = facts;
    if (period !== expected.period) throw new UplineError('ENGINE.PERIOD_MISSING', { expected: expected.period, actual: period });
    if (facts.firstEntry !== expected.firstEntry) {
      throw new UplineError('ENGINE.PERIOD_GAP', { period, expected: expected.firstEntry, actual: facts.firstEntry });
    }
    const plan = plans.get(version);
    if (plan === undefined) throw new UplineError('ENGINE.PLAN_MISSING', { version, period });

    // The maps grow from period to period; each input gets its own, so that an input kept for explaining never changes.
    const input = {
      ...facts,
      plan,
      sponsorOf,
      domain,
      ...(placement === undefined ? {} : { placement }),
      carryIn,
      earlierOrders: namedOrders(facts.entries, earlierOrders, memories, plan),
      memories: new Map(memories),
    };
    const result = calculate(input);
    yield { input, result };

    carryIn = result.carryOut;
    memories.set(period, result.memory);
    for (const [orderRef, order] of result.touchedOrders) earlierOrders.set(orderRef, order);
    expected = { period: period + 1, firstEntry: result.entryCount };
  }
}

const attestation = entryKindNumber('attestation');

/**
 * The earlier orders that a period needs: those that its entries name, as they stood before it, and all of a period whose bonuses have
 * to be valued anew. For a plan that pays on new customers also an earlier order of each customer who is not new.
 */
export function namedOrders(
  entries: Entries,
  orders: OrdersByRef,
  memories: ReadonlyMap<number, PeriodMemory>,
  plan: Plan,
): Map<number, Order> {
  const whole = new Set<number>();
  const found = new Map<number, Order>();
  const { kinds, references } = EntryTable.of(entries);
  for (let row = 0; row < kinds.length; row += 1) {
    const order = kinds[row] === attestation ? undefined : orders.get(references[row] ?? 0);
    if (order === undefined) continue;
    found.set(order.orderRef, order);
    if (memories.get(order.period)?.orderCount !== undefined) whole.add(order.period);
  }
  // Bonuses on a whole period are valued anew, for which all of its orders are needed.
  if (whole.size > 0) for (const [orderRef, order] of orders) if (whole.has(order.period)) found.set(orderRef, order);
  if (asksForNewCustomers(plan)) {
    const wanted = new Set<string | undefined>();
    for (const entry of entries) if (entry.kind === 'customerSale') wanted.add(customerOf(entry));
    for (const [orderRef, order] of orders) if (wanted.delete(customerOf(order) ?? '')) found.set(orderRef, order);
  }
  return found;
}
