import { type PublicClient, createPublicClient, defineChain, fallback, http } from 'viem';
import { UplineError } from '#kernel/errors/index.ts';
import type { Deployment } from './deployment.ts';
import { type ChainNode, type NodeLimits, createChainNode } from './node.ts';

/** Bodies above this are refused, and the reader of logs then asks for half of the range. viem's own limit is 10 MiB. */
const maxResponseBodySize = 64 * 1024 * 1024;

export interface ChainClient {
  /** Asks the nodes in their order until one answers. */
  readonly any: PublicClient;
  /** Each node alone and raw, for readers that check every answer and change nodes themselves. */
  readonly nodes: readonly ChainNode[];
}

/** @param limits of the raw nodes */
export function createChainClient(urls: readonly string[], chainId: number, limits: NodeLimits = {}): ChainClient {
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [...urls] } },
  });
  const transports = urls.map((url) => http(url, { maxResponseBodySize, timeout: 30_000, retryCount: 0 }));
  const options = { chain, cacheTime: 0, pollingInterval: 250 };
  return {
    any: createPublicClient({ ...options, transport: fallback(transports, { retryCount: 2, retryDelay: 100 }) }),
    nodes: urls.map((url, place) => createChainNode(url, `node ${place + 1}`, limits)),
  };
}

/**
 * Whether this node serves the chain of the deployment and the contracts stand where the file says.
 * @throws UplineError CHAIN.WRONG_CHAIN, CHAIN.NO_CODE, CHAIN.UNREACHABLE
 */
export async function checkChain(client: PublicClient, deployment: Deployment): Promise<void> {
  const actual = await reach(() => client.getChainId());
  if (actual !== deployment.chainId) throw new UplineError('CHAIN.WRONG_CHAIN', { expected: deployment.chainId, actual });
  for (const [contract, address] of Object.entries(deployment.contracts)) {
    const code = await reach(() => client.getCode({ address }));
    if (code === undefined || code === '0x') throw new UplineError('CHAIN.NO_CODE', { contract, address });
  }
}

/** Turns a failure to talk to the node into a named error; a refusal by the node stays what it is. */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new UplineError('CHAIN.UNREACHABLE', { reason: shortReason(error) }, { cause: error });
  }
}

/** One line of a client's or node's error, without addresses of nodes (they can hold keys). */
export function shortReason(error: unknown): string {
  const text =
    error instanceof Error && 'shortMessage' in error
      ? String(error.shortMessage)
      : error instanceof Error
        ? error.message
        : 'unknown';
  return (text.split('\n')[0] ?? 'unknown').replace(/https?:\/\/\S+/g, 'node').slice(0, 300);
}
