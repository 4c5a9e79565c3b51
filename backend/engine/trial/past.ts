import { type Order } from '../ledger/order.ts';
import { readOrders } from '../ledger/orders.ts';
import { readNetwork, type NetworkFacts, type Past } from '../network/read.ts';
import { membersOf, ordersOf } from '../network/run.ts';
import { type PlanFault } from '../plan/faults.ts';
import { type Plan } from '../plan/schema.ts';
import { type TrialNetwork, type TrialPeriod } from './network.ts';

/** A network file that could not be used: its place in the list, and what is wrong with it. */
export interface PastFaults {
  readonly index: number;
  readonly faults: readonly PlanFault[];
}

/**
 * Reads network files of successive periods, each against those before it, as `run` does with a carry. Stops at the first that has faults:
 * what follows it could not be judged.
 * @param plan for what the files say of the titles of their members
 */
export function readPast(files: readonly unknown[], plan: Plan): { network?: TrialNetwork; wrong?: PastFaults } {
  const periods: TrialPeriod[] = [];
  const orders = new Map<number, Order>();
  let past: Past | undefined;
  let last: NetworkFacts | undefined;
  let firstEntry = 0;
  for (const [index, data] of files.entries()) {
    const { facts, faults } = readNetwork(data, past, plan);
    if (facts === undefined) return { wrong: { index, faults } };
    const memberCount = facts.ids.length - 1;
    const period = index + 1;
    // Ever all orders in the order of the ledger: so every one keeps its number from file to file.
    const ledger = readOrders(facts.entries, { period, firstEntry, memberCount }, orders);
    for (const [orderRef, order] of ledger.touched) orders.set(orderRef, order);
    firstEntry += facts.entries.length;
    periods.push({ memberCount, entries: facts.entries, left: facts.left, file: { file: facts.file } });
    past = { period, members: membersOf(facts), orders: ordersOf(orders.values(), facts) };
    last = facts;
  }
  if (last === undefined) return {};
  const { ids, sponsorOf, parentOf, legOf, placedIn } = last;
  return { network: { nameOf: (memberId) => ids[memberId] ?? '', sponsorOf, placement: { parentOf, legOf, placedIn }, periods } };
}
