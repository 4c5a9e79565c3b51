import { ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { canonicalText } from '../canonical.ts';
import { keccakText } from '../hash.ts';
import { volumesOf } from '../ledger/commitments.ts';
import { type Order } from '../ledger/order.ts';
import { type Plan } from '../plan/schema.ts';
import { budgetAfter } from '../run/cap.ts';
import { bareLines, fullLine } from '../run/lines.ts';
import { openRun } from '../run/open.ts';
import { runPeriod } from '../run/run.ts';
import { type Line, type PeriodMemory, type RunInput, type RunResult } from '../run/types.ts';
import { emptyCarry, type CarryState } from '../state/carry.ts';
import { type Columns } from '../state/columns.ts';
import { CARRY_FORMAT, columnOf, sealCarry, signedColumnsOf, signedValuesOf, valuesOf, type CarryFile } from './carry.ts';
import { type NetworkFacts } from './read.ts';
import { RUN_FORMAT } from './result.ts';

/** A line of a result with the names of the file. */
export interface NamedLine {
  readonly member: string;
  readonly bonus: string;
  readonly kind: string;
  readonly source: string;
  readonly level: number;
  readonly ratePpm: number;
  readonly base: string;
  readonly amount: string;
  readonly passedOver: readonly string[];
  /** The order behind it; a bonus on a whole period has none. */
  readonly ref?: string;
  /** For a reversal: the period whose order is taken back. */
  readonly reversalOf?: number;
}

/** What `upline run` writes. Amounts are decimal text in payout units. */
export interface NetworkResult {
  readonly format: typeof RUN_FORMAT;
  readonly period: number;
  readonly planHash: Hex;
  readonly inputHash: Hex;
  readonly root: Hex;
  readonly stateRoot: Hex;
  readonly earnings: readonly {
    readonly member: string;
    readonly bonuses: Readonly<Record<string, string>>;
    readonly net: string;
    readonly credited: string;
    readonly cumulative: string;
    readonly debt: string;
  }[];
  readonly ranks: Readonly<Record<string, string>>;
  readonly totals: {
    readonly netCv: string;
    readonly gross: string;
    readonly limit: string;
    readonly credited: string;
    readonly cumulative: string;
    readonly debt: string;
    readonly bonuses: Readonly<Record<string, string>>;
  };
  readonly carry: CarryFile;
  readonly lines?: readonly NamedLine[];
}

/** The vault of a file is nobody's: its root is comparable, and cannot be claimed anywhere. */
export const NO_VAULT = { chainId: 0, vault: `0x${'0'.repeat(40)}`, token: `0x${'0'.repeat(40)}` } as const;

/** Calculates the month of a network file. @throws UplineError ENGINE.* */
export function runNetwork(plan: Plan, facts: NetworkFacts, carry: CarryFile | undefined, withLines = false): NetworkResult {
  const input = inputOf(plan, facts, carry);
  const result = runPeriod(input);
  const run = openRun(input);
  const byMember = new Map<number, Map<string, bigint>>();
  const lines: NamedLine[] = [];
  for (const line of bareLines(run)) {
    const { memberId, bonusId } = line.share;
    const amounts = byMember.get(memberId) ?? new Map<string, bigint>();
    amounts.set(bonusId, (amounts.get(bonusId) ?? 0n) + line.amount);
    byMember.set(memberId, amounts);
    if (withLines) lines.push(named(fullLine(line), facts));
  }
  const idOf = (memberId: number): string => facts.ids[memberId] ?? '';
  return {
    format: RUN_FORMAT,
    period: result.period,
    planHash: result.planHash,
    inputHash: keccakText(
      canonicalText({ plan: result.planHash, network: facts.file, ...(carry === undefined ? {} : { carry: carry.hash }) }),
    ),
    root: result.root,
    stateRoot: result.stateRoot,
    earnings: Array.from(result.earnings, ({ memberId, net, credited, cumulative, debt }) => ({
      member: idOf(memberId),
      bonuses: texts(byMember.get(memberId) ?? []),
      net: String(net),
      credited: String(credited),
      cumulative: String(cumulative),
      debt: String(debt),
    })),
    ranks: ranksOf(plan, result.rank, idOf),
    totals: {
      netCv: String(result.netCv),
      gross: String(result.scale.gross),
      limit: String(result.scale.limit),
      credited: String(result.credited),
      cumulative: String(result.total),
      debt: String(result.debtTotal),
      bonuses: texts(Object.entries(result.totalsByBonus)),
    },
    carry: carryAfter(input, result, facts),
    ...(withLines ? { lines } : {}),
  };
}

/** Rank of the period by member; who has none is left out. */
function ranksOf(plan: Plan, rank: Uint8Array, idOf: (memberId: number) => string): Record<string, string> {
  const ranks: Record<string, string> = {};
  rank.forEach((number, memberId) => {
    const step = plan.ranks?.steps[number - 1];
    if (step !== undefined) ranks[idOf(memberId)] = step.id;
  });
  return ranks;
}

function texts(amounts: Iterable<readonly [string, bigint]>): Record<string, string> {
  return Object.fromEntries([...amounts].map(([name, amount]) => [name, String(amount)]));
}

function inputOf(plan: Plan, facts: NetworkFacts, carry: CarryFile | undefined): RunInput {
  const memberCount = facts.ids.length - 1;
  const { netCv } = volumesOf(facts.entries);
  return {
    period: (carry?.period ?? 0) + 1,
    plan,
    planVersion: 1,
    memberCount,
    sponsorOf: facts.sponsorOf,
    placement: { parentOf: facts.parentOf, legOf: facts.legOf, placedIn: facts.placedIn },
    left: facts.left,
    firstEntry: carry?.entryCount ?? 0,
    entries: facts.entries,
    runningHash: ZERO_HASH,
    budget: budgetAfter(BigInt(carry?.budget ?? '0'), netCv, plan.cap.ratePpm),
    domain: NO_VAULT,
    carryIn: carry === undefined ? emptyCarry() : stateOf(carry),
    known: knownOf(plan, facts),
    earlierOrders: facts.earlierOrders,
    memories: new Map((carry?.periods ?? []).map((period) => [period.period, memoryOf(period, plan, facts)])),
  };
}

function stateOf(carry: CarryFile): CarryState {
  const memberCount = carry.members.length;
  const cumulative = valuesOf(carry.cumulative, memberCount);
  return {
    memberCount,
    cumulative,
    debt: valuesOf(carry.debt, memberCount),
    total: cumulative.reduce((sum, amount) => sum + amount, 0n),
    ...(carry.columns === undefined ? {} : { columns: columnsOf(carry.columns, memberCount) }),
  };
}

function memoryOf(carried: CarryFile['periods'][number], plan: Plan, { earlierOrders }: NetworkFacts): PeriodMemory {
  const { period, memberCount, limit, gross, caps, ppv, left, customers, customerPv, columns, differences } = carried;
  return {
    period,
    plan,
    memberCount,
    ppv: valuesOf(ppv, memberCount),
    scale: { limit: BigInt(limit), gross: BigInt(gross) },
    ...(caps === undefined
      ? {}
      : {
          capScales: caps.map(
            (rows) => new Map(rows.map(([whose, most, sum]) => [whose, { limit: BigInt(most), gross: BigInt(sum) }])),
          ),
        }),
    left: new Set(left),
    orderCount: [...earlierOrders.values()].filter((order) => order.period === period).length,
    ...(columns === undefined ? {} : { columns: columnsOf(columns, memberCount) }),
    ...(differences === undefined ? {} : { differences: signedValuesOf(differences, memberCount) }),
    ...(customers === undefined || customerPv === undefined
      ? {}
      : {
          sales: {
            customers: Uint32Array.from(valuesOf(customers, memberCount), Number),
            customerPv: valuesOf(customerPv, memberCount),
          },
        }),
  };
}

function columnsOf({ ranks, values }: NonNullable<CarryFile['columns']>, memberCount: number): Columns {
  return { ranks, values: signedValuesOf(values, memberCount) };
}

function columnsText({ ranks, values }: Columns): NonNullable<CarryFile['columns']> {
  return { ranks: [...ranks], values: signedColumnsOf(values) };
}

/** What the file says of members who are new in it. */
export function knownOf(plan: Plan, { file }: Pick<NetworkFacts, 'file'>): NonNullable<RunInput['known']> {
  const joined = new Map<number, number>();
  const title = new Map<number, number>();
  file.members.forEach((member, index) => {
    if (member.joined !== undefined) joined.set(index + 1, member.joined);
    const rank = plan.ranks?.steps.findIndex(({ id }) => id === member.title) ?? -1;
    if (rank >= 0) title.set(index + 1, rank + 1);
  });
  return { joined, title };
}

function periodOf(memory: PeriodMemory): CarryFile['periods'][number] {
  const { period, memberCount, ppv, scale, capScales, left = [], sales, columns, differences } = memory;
  return {
    period,
    memberCount,
    limit: String(scale.limit),
    gross: String(scale.gross),
    ...(capScales === undefined
      ? {}
      : {
          caps: capScales.map((scales) =>
            [...scales].map(([whose, { limit, gross }]) => [whose, String(limit), String(gross)] as [number, string, string]),
          ),
        }),
    ppv: columnOf(ppv),
    left: [...left],
    ...(sales === undefined
      ? {}
      : { customers: columnOf(BigUint64Array.from(sales.customers, BigInt)), customerPv: columnOf(sales.customerPv) }),
    ...(columns === undefined ? {} : { columns: columnsText(columns) }),
    ...(differences === undefined ? {} : { differences: signedColumnsOf(differences) }),
  };
}

function carryAfter(input: RunInput, result: RunResult, facts: NetworkFacts): CarryFile {
  const orders = new Map([...input.earlierOrders, ...result.touchedOrders]);
  const memories = new Map([...input.memories, [result.period, result.memory]]);
  return sealCarry({
    format: CARRY_FORMAT,
    planHash: result.planHash,
    period: result.period,
    entryCount: result.entryCount,
    budget: String(input.budget),
    members: membersOf(facts),
    cumulative: columnOf(result.carryOut.cumulative),
    debt: columnOf(result.carryOut.debt),
    ...(result.carryOut.columns === undefined ? {} : { columns: columnsText(result.carryOut.columns) }),
    orders: ordersOf(orders.values(), facts),
    periods: [...memories.values()].map(periodOf),
  });
}

/** Members as the next period must list them. */
export function membersOf(facts: NetworkFacts): CarryFile['members'] {
  return facts.file.members.map(({ id }, index) => {
    const number = index + 1;
    const sponsor = facts.ids[facts.sponsorOf[number] ?? 0];
    const parent = facts.ids[facts.parentOf[number] ?? 0];
    return {
      id,
      ...(sponsor ? { sponsor } : {}),
      ...(parent ? { parent, leg: facts.legOf[number] ?? 0 } : {}),
      ...(facts.placedIn[number] ? { placedIn: facts.placedIn[number] } : {}),
    };
  });
}

/** Orders as the next period may refund them. In maps that grow from period to period they stand in the order of the ledger. */
export function ordersOf(orders: Iterable<Order>, facts: NetworkFacts): CarryFile['orders'] {
  return Array.from(orders, (order) => carried(order, facts));
}

function carried(order: Order, facts: NetworkFacts): CarryFile['orders'][number] {
  return {
    ref: facts.refs.nameOf(order.orderRef),
    member: facts.ids[order.memberId] ?? '',
    ...(order.customer === undefined ? {} : { customer: facts.customers.nameOf(order.customer) }),
    ...(order.newCustomer === undefined ? {} : { newCustomer: order.newCustomer }),
    period: order.period,
    entry: order.entry,
    pv: String(order.pv),
    cv: String(order.cv),
    refundedPv: String(order.refundedPv),
    refundedCv: String(order.refundedCv),
    ...(order.refundedLater === undefined ? {} : { refundedLater: String(order.refundedLater) }),
  };
}

function named(line: Line, facts: NetworkFacts): NamedLine {
  const idOf = (memberId: number): string => facts.ids[memberId] ?? '';
  return {
    member: idOf(line.memberId),
    bonus: line.bonusId,
    kind: line.kind,
    source: idOf(line.sourceMemberId),
    level: line.level,
    ratePpm: line.ratePpm,
    base: String(line.base),
    amount: String(line.amount),
    passedOver: line.passedOver.map(idOf),
    ...(line.orderRef === 0 ? {} : { ref: facts.refs.nameOf(line.orderRef) }),
    ...(line.reversalOf === undefined ? {} : { reversalOf: line.reversalOf.period }),
  };
}
