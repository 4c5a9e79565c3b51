import { readBlock } from '#chain/blocks.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type ContractEvent, type EventContract, decodeEvent, isForeignToMirror } from '#chain/events.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { type FactRows, emptyRows } from '#mirror/write/tables.ts';
import { type Collector, collectEvent, sponsorsNamedIn } from './handlers/index.ts';
import { type PlacedLog, type Range, badAnswer, number } from './source.ts';

/** Everything that a batch needs from the mirror as it stands. */
export interface Known {
  readonly seqs: ReadonlyMap<string, bigint>;
  /** Contracts that are not in `seqs` begin wherever their first event says; without it, at 1. */
  readonly anywhere?: boolean;
  readonly members: number;
  readonly entries: number;
  depths(memberIds: readonly number[]): Promise<Map<number, number>>;
}

export interface Collected {
  readonly rows: FactRows;
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

/**
 * Turns logs into rows. Pure but for the two questions it asks: depths of sponsors, and times of blocks where the log has none.
 * @throws UplineError MIRROR.HOLE when a `seq` is missing, MIRROR.BROKEN_FACT
 */
export async function collectRange(node: ChainNode, deployment: Deployment, range: Range, known: Known): Promise<Collected> {
  const rows = emptyRows();
  const all = decodeLogs(range.logs, rows);
  const { seqs, last } = checkSeqs(all, known);
  const decoded = all.filter((item): item is Decoded => item.event !== undefined);
  const sponsors = new Set<number>();
  for (const { event } of decoded)
    for (const id of sponsorsNamedIn(event, deployment.placementWidth > 0)) if (id <= known.members) sponsors.add(id);
  const depths = await known.depths([...sponsors]);
  const timeOf = await blockTimes(node, range, decoded);
  const into: Collector = {
    rows,
    members: known.members,
    entries: known.entries,
    depths,
    placementWidth: deployment.placementWidth,
  };
  for (const { event, log } of decoded) {
    const { block, index, raw } = log;
    collectEvent(event, { block, logIndex: index, time: timeOf(block), transactionHash: raw.transactionHash }, into);
  }
  const { members, entries } = into;
  return { rows, seqs, last, unknown: rows.rawLogs.length, events: decoded.length, members, entries };
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

function decodeLogs(logs: readonly PlacedLog[], rows: FactRows): (Decoded | Unread)[] {
  const decoded: (Decoded | Unread)[] = [];
  for (const log of logs) {
    const { contract, raw } = log;
    const event = decodeEvent(contract, raw);
    if (event !== undefined) decoded.push({ event, log });
    else if (!isForeignToMirror(contract, raw)) {
      const topics = `0x${raw.topics.map((topic) => topic.slice(2)).join('')}`;
      decoded.push({ event, log });
      rows.rawLogs.push([log.block, log.index, raw.blockHash, raw.transactionHash, raw.address, topics, raw.data]);
    }
  }
  return decoded;
}

/** One log that a node left out of an otherwise valid answer shows here, and only here. */
function checkSeqs(decoded: readonly (Decoded | Unread)[], known: Known): Pick<Collected, 'seqs' | 'last'> {
  const last = new Map(known.seqs);
  const seqs: SeqAt[] = [];
  const places = new Map<string, number>();
  for (const { event, log } of decoded) {
    const { contract } = log;
    const actual = event === undefined ? numberOf(log) : event.args.seq;
    const before = last.get(contract);
    const expected = before === undefined ? (known.anywhere === true ? actual : 1n) : before + 1n;
    // What cannot be read may be none of the numbered events; if it was, its number will be missed next.
    if (event === undefined && actual !== expected) continue;
    if (actual === undefined || actual !== expected)
      throw new UplineError('MIRROR.HOLE', { contract, expected: expected ?? 1n, actual: actual ?? 0n });
    last.set(contract, actual);
    const place = places.get(contract);
    const item = { contract, block: log.block, seq: actual };
    if (place !== undefined && seqs[place]?.block === log.block) seqs[place] = item;
    else places.set(contract, seqs.push(item) - 1);
  }
  return { seqs, last };
}

function numberOf({ raw }: PlacedLog): bigint | undefined {
  const [, topic] = raw.topics;
  return topic === undefined ? undefined : BigInt(topic);
}

/** Nodes put the time into each log; where one does not (or says 0), its block is asked. */
async function blockTimes(node: ChainNode, range: Range, decoded: readonly Decoded[]): Promise<(block: number) => number> {
  const times = new Map<number, number>();
  for (const [block, header] of range.headers) times.set(block, header.time);
  for (const { log } of decoded) {
    const { block, raw } = log;
    if (times.has(block)) continue;
    const time = typeof raw.blockTimestamp === 'string' ? number(raw.blockTimestamp) : 0;
    if (time > 0) {
      times.set(block, time);
      continue;
    }
    const header = await readBlock(node, block);
    if (header?.hash !== raw.blockHash) throw badAnswer(block, 'the log belongs to another block of that number');
    times.set(block, header.time);
  }
  return (block) => times.get(block) ?? 0;
}
