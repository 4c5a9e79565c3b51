import type { PublicClient } from 'viem';
import { readBlock } from '#chain/blocks.ts';
import type { Deployment } from '#chain/deployment.ts';
import {
  type ContractEvent,
  type EventContract,
  type RawLog,
  contractAt,
  decodeEvent,
  isForeignToMirror,
} from '#chain/events.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { type FactRows, emptyRows } from '#mirror/write/tables.ts';
import { type Collector, collectEvent, sponsorsNamedIn } from './handlers/index.ts';
import { toBytes } from './handlers/origin.ts';
import { type Range, number } from './source.ts';

/** Everything that a batch needs from the mirror as it stands. */
export interface Known {
  readonly seqs: ReadonlyMap<string, bigint>;
  readonly members: number;
  readonly entries: number;
  depths(memberIds: readonly number[]): Promise<Map<number, number>>;
}

export interface Collected {
  readonly rows: FactRows;
  /** Number of the last event of each contract at each block of the range that has one. */
  readonly seqs: readonly { readonly contract: EventContract; readonly block: number; readonly seq: bigint }[];
  /** Logs that were kept raw because this version cannot read them. */
  readonly unknown: number;
  readonly members: number;
  readonly entries: number;
}

/**
 * Turns logs into rows. Pure but for the two questions it asks: depths of sponsors, and times of blocks where the log has none.
 * @throws UplineError MIRROR.HOLE when a `seq` is missing, MIRROR.BROKEN_FACT
 */
export async function collectRange(client: PublicClient, deployment: Deployment, range: Range, known: Known): Promise<Collected> {
  const rows = emptyRows();
  const decoded = decodeLogs(deployment, range.logs, rows);
  const seqs = checkSeqs(decoded, known.seqs);
  const sponsors = decoded.flatMap(({ event }) => sponsorsNamedIn(event, deployment.placementWidth > 0));
  const depths = await known.depths([...new Set(sponsors.filter((id) => id <= known.members))]);
  const timeOf = await blockTimes(
    client,
    range,
    decoded.map(({ log }) => log),
  );
  const into: Collector = {
    rows,
    members: known.members,
    entries: known.entries,
    depths,
    placementWidth: deployment.placementWidth,
  };
  for (const { event, log } of decoded) {
    const block = number(log.blockNumber);
    collectEvent(event, { block, logIndex: number(log.logIndex), time: timeOf(log), transactionHash: log.transactionHash }, into);
  }
  return { rows, seqs, unknown: rows.rawLogs.length, members: into.members, entries: into.entries };
}

interface Decoded {
  readonly event: ContractEvent;
  readonly log: RawLog;
}

function decodeLogs(deployment: Deployment, logs: readonly RawLog[], rows: FactRows): Decoded[] {
  const contractOf = contractAt(deployment);
  const decoded: Decoded[] = [];
  for (const log of logs) {
    const contract = contractOf(log.address);
    if (contract === undefined || isForeignToMirror(contract, log)) continue;
    const event = decodeEvent(contract, log);
    if (event !== undefined) {
      decoded.push({ event, log });
      continue;
    }
    const topics = Buffer.concat(log.topics.map((topic) => toBytes(topic)));
    const place = [number(log.blockNumber), number(log.logIndex), toBytes(log.blockHash), toBytes(log.transactionHash)];
    rows.rawLogs.push([...place, toBytes(log.address), topics, toBytes(log.data)]);
  }
  return decoded;
}

/** One log that a node left out of an otherwise valid answer shows here, and only here. */
function checkSeqs(decoded: readonly Decoded[], before: ReadonlyMap<string, bigint>): Collected['seqs'] {
  const last = new Map(before);
  const seqs = new Map<string, { contract: EventContract; block: number; seq: bigint }>();
  for (const { event, log } of decoded) {
    const expected = (last.get(event.contract) ?? 0n) + 1n;
    const actual = event.args.seq;
    if (actual !== expected) throw new UplineError('MIRROR.HOLE', { contract: event.contract, expected, actual });
    last.set(event.contract, actual);
    const block = number(log.blockNumber);
    seqs.set(`${event.contract} ${block}`, { contract: event.contract, block, seq: actual });
  }
  return [...seqs.values()];
}

/** Nodes put the time into each log; where one does not (or says 0), its block is asked. */
async function blockTimes(client: PublicClient, range: Range, logs: readonly RawLog[]): Promise<(log: RawLog) => number> {
  const times = new Map<number, number>();
  for (const [block, header] of range.headers) times.set(block, header.time);
  for (const log of logs) {
    const block = number(log.blockNumber);
    const time = log.blockTimestamp === undefined ? 0 : number(log.blockTimestamp);
    if (times.has(block)) continue;
    if (time > 0) {
      times.set(block, time);
      continue;
    }
    const header = await readBlock(client, block);
    if (header?.hash !== log.blockHash)
      throw new UplineError('MIRROR.BAD_ANSWER', { block, reason: 'the log belongs to another block of that number' });
    times.set(block, header.time);
  }
  return (log) => times.get(number(log.blockNumber)) ?? 0;
}
