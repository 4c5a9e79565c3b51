import type { Hex } from '#kernel/hex.ts';
import { NodeFailure } from './node-failure.ts';
import type { Call, ChainNode } from './node.ts';

/** What we keep of a block. */
export interface BlockHead {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly time: number;
  readonly logsBloom: Hex;
  /** Hashes in the order of the block. */
  readonly transactions: readonly Hex[];
}

/** @returns undefined when this node does not have the block @throws NodeFailure */
export async function readBlock(node: ChainNode, which: number | 'latest'): Promise<BlockHead | undefined> {
  const { method, params } = blockCall(which);
  return parseBlock(await node.request(method, params));
}

export function blockCall(which: number | 'latest'): Call {
  return { method: 'eth_getBlockByNumber', params: [which === 'latest' ? which : `0x${which.toString(16)}`, false] };
}

/** Reads the answer to `blockCall`. @returns undefined when this node does not have the block @throws NodeFailure */
export function parseBlock(answer: unknown): BlockHead | undefined {
  if (answer === null || answer === undefined) return undefined;
  const { number, hash, parentHash, timestamp, logsBloom, transactions } = answer as Readonly<Record<string, unknown>>;
  if (hash === null || number === null) return undefined;
  if (!isHex(hash) || !isHex(number) || !isHex(parentHash) || !isHex(timestamp))
    throw new NodeFailure('unreachable', 'the answer is no block');
  return {
    number: Number.parseInt(number, 16),
    hash,
    parentHash,
    time: Number.parseInt(timestamp, 16),
    logsBloom: isHex(logsBloom) ? logsBloom : noBloom,
    transactions: Array.isArray(transactions) ? (transactions as Hex[]) : [],
  };
}

const noBloom: Hex = `0x${'0'.repeat(512)}`;

function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && value.startsWith('0x');
}
