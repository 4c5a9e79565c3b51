import { type BlockHead, blockCall, parseBlock } from '#chain/blocks.ts';
import { bloomMayContain } from '#chain/bloom.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type EventContract, type RawLog, contractAt, eventContracts } from '#chain/events.ts';
import type { LogList } from '#chain/log-list.ts';
import type { Call, ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';

/** A log that was checked, with its place in numbers. */
export interface PlacedLog {
  readonly contract: EventContract;
  readonly block: number;
  readonly index: number;
  readonly raw: RawLog;
}

/** Logs that are checked as they are read: each time anew, since keeping them would take more than the whole answer. */
export interface PlacedLogs extends Iterable<PlacedLog> {
  readonly length: number;
}

/** Logs of a range with the headers that prove them. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** In the order of the chain. Reading them throws MIRROR.BAD_ANSWER where one does not fit. */
  readonly logs: PlacedLogs;
  /** Known headers of the range, by number: the first, the last, and every block from `window` on. */
  readonly headers: ReadonlyMap<number, BlockHead>;
  /** Contracts of which a header's bloom speaks and the answer does not. A bloom may say yes without a log. */
  silent(): ReadonlySet<EventContract>;
}

export interface Asked {
  readonly from: number;
  readonly to: number;
  /** The newest final block; those after it can still be replaced, so each is checked by its own header. */
  readonly window: number;
  /** The newest block, where it is not `window`. */
  readonly head?: number;
  /** Headers that were read already. */
  readonly known?: ReadonlyMap<number, BlockHead>;
}

/**
 * Reads one range from one node, in one request, and checks the answer against itself; its logs only when they are read.
 * @throws NodeFailure, UplineError MIRROR.BAD_ANSWER
 */
export async function readRange(node: ChainNode, deployment: Deployment, asked: Asked): Promise<Range> {
  const { from, to, window, known } = asked;
  const numbers = new Set([from, to]);
  for (let block = Math.max(from, window); block < to; block += 1) numbers.add(block);
  // The hash of a block that counts as final is what its successor says; a node that is wrong about one would be believed for ever.
  const next = to <= window && to < (asked.head ?? window) ? to + 1 : undefined;
  const missing = [...numbers, ...(next === undefined ? [] : [next])].filter((block) => known?.has(block) !== true);
  const only = from === to ? known?.get(from) : undefined;
  const { answers, logs: list } = await node.readLogs(missing.map(blockCall), logsCall(deployment, asked, only));
  const headers = new Map<number, BlockHead>();
  const headerOf = (block: number): BlockHead => {
    const header = known?.get(block) ?? parseBlock(answers[missing.indexOf(block)]);
    // A node that is behind has no such block; its empty lists of logs would prove nothing.
    if (header === undefined || header.number !== block) throw badAnswer(block, 'the node does not have the block');
    return header;
  };
  for (const block of numbers) headers.set(block, headerOf(block));
  if (next !== undefined && headerOf(next).parentHash !== headers.get(to)?.hash)
    throw badAnswer(to, 'the next block has another parent');
  for (const header of headers.values()) {
    const parent = headers.get(header.number - 1);
    if (parent !== undefined && parent.hash !== header.parentHash) throw badAnswer(header.number, 'its parent is another block');
  }
  const logs = placeLogs(list, deployment, { from, to, headers });
  return { from, to, logs, headers, silent: () => silentContracts(logs, deployment, headers) };
}

/** One block that is known is asked by its hash, so that no other block of that number can answer. */
function logsCall(deployment: Deployment, { from, to }: Asked, only: BlockHead | undefined): Call {
  const address = eventContracts.map((name) => deployment.contracts[name]);
  const where = only === undefined ? { fromBlock: hex(from), toBlock: hex(to) } : { blockHash: only.hash };
  return { method: 'eth_getLogs', params: [{ address, ...where }] };
}

/** Each log must lie in the range, come from our contracts, name one hash a block, and be of the header where that is known. */
function placeLogs(list: LogList, deployment: Deployment, range: Pick<Range, 'from' | 'to' | 'headers'>): PlacedLogs {
  const contractOf = contractAt(deployment);
  return {
    length: list.length,
    *[Symbol.iterator]() {
      const place = createPlacer(range, contractOf);
      let [block, index] = [-1, -1];
      for (const piece of inOrder(list)) {
        for (const raw of piece) {
          const log = place(raw);
          if (log.block === block && log.index === index) throw badAnswer(block, 'the same log came twice');
          if (log.block < block || (log.block === block && log.index < index))
            throw badAnswer(log.block, 'the logs are not in order');
          [block, index] = [log.block, log.index];
          yield log;
        }
      }
    },
  };
}

function createPlacer(
  { from, to, headers }: Pick<Range, 'from' | 'to' | 'headers'>,
  contractOf: (address: string) => EventContract | undefined,
): (raw: RawLog) => PlacedLog {
  /** The block of the log before, of which the next ones usually are too. */
  let block = -1;
  let blockText: string | undefined;
  let header: BlockHead | undefined;
  let hash: Hex | undefined;
  return (raw) => {
    if (raw.blockNumber !== blockText) {
      const next = number(raw.blockNumber);
      blockText = raw.blockNumber;
      if (!(next >= from && next <= to)) throw badAnswer(next, 'the log lies outside of the range');
      if (next !== block) {
        header = headers.get(next);
        hash = header?.hash ?? raw.blockHash;
      }
      block = next;
    }
    const contract = contractOf(raw.address);
    if (raw.removed === true) throw badAnswer(block, 'the log was removed');
    if (contract === undefined) throw badAnswer(block, 'the log is of a foreign contract');
    if (!isBytes(raw.data) || raw.transactionHash.length !== 66 || !isBytes(raw.transactionHash))
      throw badAnswer(block, 'the log holds no bytes');
    if (hash !== raw.blockHash) throw badAnswer(block, 'the log belongs to another block of that number');
    if (header !== undefined && header.transactions[number(raw.transactionIndex)] !== raw.transactionHash)
      throw badAnswer(block, 'the log belongs to another transaction');
    return { contract, block, index: number(raw.logIndex), raw };
  };
}

/** Nodes answer in order, and need not; a list that is read in pieces is in order already. */
function* inOrder(list: LogList): Generator<readonly RawLog[]> {
  for (const piece of list.pieces() as Iterable<readonly RawLog[]>)
    yield piece.length === list.length
      ? piece.toSorted(
          (one, other) => number(one.blockNumber) - number(other.blockNumber) || number(one.logIndex) - number(other.logIndex),
        )
      : piece;
}

function silentContracts(
  logs: Iterable<PlacedLog>,
  deployment: Deployment,
  headers: ReadonlyMap<number, BlockHead>,
): Set<EventContract> {
  const heard = new Map<number, Set<EventContract>>();
  for (const { block, contract } of logs) {
    if (!headers.has(block)) continue;
    const there = heard.get(block);
    if (there === undefined) heard.set(block, new Set([contract]));
    else there.add(contract);
  }
  const silent = new Set<EventContract>();
  for (const { number: block, logsBloom } of headers.values()) {
    for (const contract of eventContracts) {
      if (heard.get(block)?.has(contract) === true) continue;
      if (bloomMayContain(logsBloom, deployment.contracts[contract])) silent.add(contract);
    }
  }
  return silent;
}

export function badAnswer(block: number, reason: string): UplineError {
  return new UplineError('MIRROR.BAD_ANSWER', { block, reason });
}

export function number(hexadecimal: Hex): number {
  return Number.parseInt(hexadecimal, 16);
}

export function hex(value: number): Hex {
  return `0x${value.toString(16)}`;
}

function isBytes(text: unknown): boolean {
  return typeof text === 'string' && /^0x[0-9a-f]*$/i.test(text);
}
