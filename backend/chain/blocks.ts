import type { PublicClient } from 'viem';
import type { Hex } from '#kernel/hex.ts';
import { reach } from './client.ts';

/** What we keep of a block. */
export interface BlockHead {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly time: number;
  readonly logsBloom: Hex;
}

/**
 * The header of a block, asked raw: the transactions are not wanted, and nothing of viem's formatting is.
 * @returns undefined when this node does not have the block
 */
export async function readBlock(client: PublicClient, which: number | 'latest'): Promise<BlockHead | undefined> {
  const number = which === 'latest' ? which : (`0x${which.toString(16)}` as const);
  const block = await reach(() => client.request({ method: 'eth_getBlockByNumber', params: [number, false] }));
  if (block === null || block.hash === null || block.number === null) return undefined;
  return {
    number: Number.parseInt(block.number, 16),
    hash: block.hash,
    parentHash: block.parentHash,
    time: Number.parseInt(block.timestamp, 16),
    logsBloom: block.logsBloom ?? `0x${'0'.repeat(512)}`,
  };
}
