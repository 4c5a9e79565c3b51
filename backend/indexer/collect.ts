import { readBlock } from '#chain/blocks.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type ContractEvent, type EventContract, decodeEvent, isForeignToMirror } from '#chain/events.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { RowSinks } from '#mirror/write/tables.ts';
import { type Collector, type Depths, collectEvent, sponsorsNamedIn } from './handlers/index.ts';
import { type PlacedLog, type Range, badAnswer, number } from './source.ts';

/** Everything that a batch needs from the mirror as it stands. */
export interface Known {
  readonly seqs: ReadonlyMap<string, bigint>;
  /** Contracts that are not in `seqs` begin wherever their first event says; without it, at 1. */
  readonly anywhere?: boolean;
  readonly members: number;
  readonly entries: number;
  /** Of members who are known already; those who join are added. */
  readonly depths: Depths;
  /** Asked for members who are known to the mirror and not in `depths`. */
  readDepths(memberIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

export interface Collected {
  /** Number of the last event of each contract at each block of the range that has one. */
  readonly seqs: readonly SeqAt[];
  /** Number of the last event of each contract after the range. */
  readonly last: ReadonlyMap<string, bigint>;
  /** Logs that were kept raw because this version cannot read them. */
  readonly unknown: number;
  readonly events: number;
  readonly members: number;
  readonly entries: number;
}

export interface SeqAt {
  readonly contract: EventContract;
  readonly block: number;
  readonly seq: bigint;
}

/** Logs that are turned into rows at a time: few enough to be forgotten again before they cost anything. */
const portion = 256;

/**
 * Turns logs into rows, which go where `rows` puts them. Pure but for the two questions it asks: depths of sponsors, and times of blocks
 * where the log has none.
 * @throws UplineError MIRROR.HOLE when a `seq` is missing, MIRROR.BROKEN_FACT, MIRROR.BAD_ANSWER
 */
export async function collectRange(
  node: ChainNode,
  deployment: Deployment,
  range: Range,
  known: Known,
  rows: RowSinks,
): Promise<Collected> {
  const into: Collector = {
    rows,
    members: known.members,
    entries: known.entries,
    depths: known.depths,
    placementWidth: deployment.placementWidth,
  };
  const numbers = createNumbers(known);
  const timeOf = createClock(node, range);
  let [unknown, events] = [0, 0];
  for (const part of portions(range.logs)) {
    const decoded = decodeLogs(part);
    for (const item of decoded) numbers.check(item);
    await learnDepths(decoded, into, known);
    for (const { event, log } of decoded) {
      const { block, index, raw } = log;
      if (event === undefined) {
        unknown += 1;
        rows.rawLogs.push([block, index, raw.blockHash, raw.transactionHash, raw.address, joined(raw.topics), raw.data]);
        continue;
      }
      events += 1;
      const time = timeOf(log);
      const origin = { block, logIndex: index, transactionHash: raw.transactionHash };
      collectEvent(event, { ...origin, time: typeof time === 'number' ? time : await time }, into);
    }
  }
  const { members, entries } = into;
  return { seqs: numbers.seqs, last: numbers.last, unknown, events, members, entries };
}

function* portions(logs: Iterable<PlacedLog>): Generator<PlacedLog[]> {
  let part: PlacedLog[] = [];
  for (const log of logs) {
    if (part.push(log) < portion) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

async function learnDepths(
  decoded: readonly (Decoded | Unread)[],
  { depths, members, placementWidth }: Collector,
  known: Known,
): Promise<void> {
  const missing = new Set<number>();
  for (const { event } of decoded) {
    if (event === undefined) continue;
    for (const id of sponsorsNamedIn(event, placementWidth > 0))
      if (id <= members && depths.get(id) === undefined) missing.add(id);
  }
  if (missing.size > 0) for (const [id, depth] of await known.readDepths([...missing])) depths.set(id, depth);
}

interface Decoded {
  readonly event: ContractEvent;
  readonly log: PlacedLog;
}

/** An event that this version cannot read; by the protocol its number is its first topic. */
interface Unread {
  readonly event: undefined;
  readonly log: PlacedLog;
}

function decodeLogs(logs: readonly PlacedLog[]): (Decoded | Unread)[] {
  const decoded: (Decoded | Unread)[] = [];
  for (const log of logs) {
    const { contract, raw } = log;
    const event = decodeEvent(contract, raw);
    if (event !== undefined || !isForeignToMirror(contract, raw)) decoded.push({ event, log } as Decoded | Unread);
  }
  return decoded;
}

const joined = (topics: readonly Hex[]): Hex => `0x${topics.map((topic) => topic.slice(2)).join('')}`;

/** One log that a node left out of an otherwise valid answer shows here, and only here. */
function createNumbers(known: Known): Pick<Collected, 'seqs' | 'last'> & { check(item: Decoded | Unread): void } {
  const last = new Map(known.seqs);
  const seqs: SeqAt[] = [];
  const places = new Map<string, number>();
  return {
    last,
    seqs,
    check: ({ event, log }) => {
      const { contract, block } = log;
      const actual = event === undefined ? numberOf(log) : event.args.seq;
      const before = last.get(contract);
      const expected = before === undefined ? (known.anywhere === true ? actual : 1n) : before + 1n;
      // What cannot be read may be none of the numbered events; if it was, its number will be missed next.
      if (event === undefined && actual !== expected) return;
      if (actual === undefined || actual !== expected)
        throw new UplineError('MIRROR.HOLE', { contract, expected: expected ?? 1n, actual: actual ?? 0n });
      last.set(contract, actual);
      const place = places.get(contract);
      const item = { contract, block, seq: actual };
      if (place !== undefined && seqs[place]?.block === block) seqs[place] = item;
      else places.set(contract, seqs.push(item) - 1);
    },
  };
}

function numberOf({ raw }: PlacedLog): bigint | undefined {
  const [, topic] = raw.topics;
  return topic === undefined ? undefined : BigInt(topic);
}

/** Nodes put the time into each log; where one does not (or says 0), its block is asked. */
function createClock(node: ChainNode, { headers }: Range): (log: PlacedLog) => number | Promise<number> {
  let last = -1;
  let time: number | Promise<number> = 0;
  return ({ block, raw }) => {
    if (block === last) return time;
    last = block;
    const header = headers.get(block);
    const told = typeof raw.blockTimestamp === 'string' ? number(raw.blockTimestamp) : 0;
    if (header !== undefined) time = header.time;
    else time = told > 0 ? told : readTime(node, block, raw.blockHash);
    return time;
  };
}

async function readTime(node: ChainNode, block: number, hash: Hex): Promise<number> {
  const header = await readBlock(node, block);
  if (header?.hash !== hash) throw badAnswer(block, 'the log belongs to another block of that number');
  return header.time;
}
