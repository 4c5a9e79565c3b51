import { type BlockHead, blockCall, parseBlock } from '#chain/blocks.ts';
import { bloomMayContain } from '#chain/bloom.ts';
import type { Deployment } from '#chain/deployment.ts';
import { type EventContract, type RawLog, contractAt, eventContracts } from '#chain/events.ts';
import { NodeFailure } from '#chain/node-failure.ts';
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

/** Logs of a range with the headers that prove them. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** In the order of the chain. */
  readonly logs: readonly PlacedLog[];
  /** Known headers of the range, by number: the first, the last, and every block from `window` on. */
  readonly headers: ReadonlyMap<number, BlockHead>;
  /** Contracts of which a header's bloom speaks and the answer does not. A bloom may say yes without a log. */
  readonly silent: ReadonlySet<EventContract>;
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
 * Reads one range from one node, in one request, and checks the answer against itself.
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
  const answers = await node.batch([...missing.map(blockCall), logsCall(deployment, asked, only)]);
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
  const logs = placeLogs(answers.at(-1), deployment, from, to, headers);
  return { from, to, logs, headers, silent: silentContracts(logs, deployment, headers) };
}

/** One block that is known is asked by its hash, so that no other block of that number can answer. */
function logsCall(deployment: Deployment, { from, to }: Asked, only: BlockHead | undefined): Call {
  const address = eventContracts.map((name) => deployment.contracts[name]);
  const where = only === undefined ? { fromBlock: hex(from), toBlock: hex(to) } : { blockHash: only.hash };
  return { method: 'eth_getLogs', params: [{ address, ...where }] };
}

/** Each log must lie in the range, come from our contracts, name one hash a block, and be of the header where that is known. */
function placeLogs(
  answer: unknown,
  deployment: Deployment,
  from: number,
  to: number,
  headers: ReadonlyMap<number, BlockHead>,
): PlacedLog[] {
  if (!Array.isArray(answer)) throw new NodeFailure('unreachable', 'the answer is no list of logs');
  const contractOf = contractAt(deployment);
  const hashes = new Map<number, Hex>();
  const logs = (answer as readonly RawLog[]).map((raw): PlacedLog => {
    const block = number(raw.blockNumber);
    const contract = contractOf(raw.address);
    if (!(block >= from && block <= to)) throw badAnswer(block, 'the log lies outside of the range');
    if (raw.removed === true) throw badAnswer(block, 'the log was removed');
    if (contract === undefined) throw badAnswer(block, 'the log is of a foreign contract');
    if (!isBytes(raw.data) || raw.transactionHash.length !== 66 || !isBytes(raw.transactionHash))
      throw badAnswer(block, 'the log holds no bytes');
    const header = headers.get(block);
    const hash = header?.hash ?? hashes.get(block) ?? raw.blockHash;
    if (hash !== raw.blockHash) throw badAnswer(block, 'the log belongs to another block of that number');
    hashes.set(block, hash);
    if (header !== undefined && header.transactions[number(raw.transactionIndex)] !== raw.transactionHash)
      throw badAnswer(block, 'the log belongs to another transaction');
    return { contract, block, index: number(raw.logIndex), raw };
  });
  return inOrder(logs);
}

/** Nodes answer in order, and need not. */
function inOrder(logs: PlacedLog[]): PlacedLog[] {
  const after = (one: PlacedLog, other: PlacedLog): number => one.block - other.block || one.index - other.index;
  const sorted = logs.some((log, place) => place > 0 && after(log, logs[place - 1] ?? log) < 0) ? logs.toSorted(after) : logs;
  sorted.forEach((log, place) => {
    const before = sorted[place - 1];
    if (before !== undefined && after(log, before) === 0) throw badAnswer(log.block, 'the same log came twice');
  });
  return sorted;
}

function silentContracts(
  logs: readonly PlacedLog[],
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
