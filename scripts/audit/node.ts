import { createPublicClient, http, type PublicClient } from 'viem';
import { checkChain, reach } from '#chain/client.ts';
import { type Deployment } from '#chain/deployment.ts';
import type { Hex } from '#kernel/hex.ts';

/** A node to question, and the block as of which it is questioned. */
export interface AuditNode {
  readonly client: PublicClient;
  readonly block: { readonly number: bigint; readonly hash: Hex };
}

/**
 * Connects to a node and fixes the block of the audit.
 * @param at block number; the newest when left out
 * @throws UplineError CHAIN.UNREACHABLE, CHAIN.WRONG_CHAIN, CHAIN.NO_CODE
 */
export async function openNode(rpcUrl: string, deployment: Deployment, at?: bigint): Promise<AuditNode> {
  const client: PublicClient = createPublicClient({
    transport: http(rpcUrl, { batch: { batchSize: 100 }, retryCount: 3, timeout: 60_000, maxResponseBodySize: false }),
  });
  await checkChain(client, deployment);
  const found = await reach(() => client.getBlock(at === undefined ? { blockTag: 'latest' } : { blockNumber: at }));
  return { client, block: { number: found.number, hash: found.hash } };
}
