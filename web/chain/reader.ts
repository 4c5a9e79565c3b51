import { createPublicClient, defineChain, http, type Chain, type HttpTransport, type PublicClient } from 'viem';
import type { DeploymentInfo } from '#api/system.ts';

export type ChainReader = PublicClient<HttpTransport, Chain>;

const chains = new Map<string, Chain>();
const readers = new Map<string, ChainReader>();

export function chainOf(deployment: DeploymentInfo): Chain {
  const key = `${deployment.chainId} ${deployment.rpcUrl}`;
  const known = chains.get(key);
  if (known !== undefined) return known;
  const chain = defineChain({
    id: deployment.chainId,
    name: deployment.network,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [deployment.rpcUrl] } },
  });
  chains.set(key, chain);
  return chain;
}

/** Reads the chain from this browser, past our own server. */
export function readerOf(deployment: DeploymentInfo): ChainReader {
  const key = `${deployment.chainId} ${deployment.rpcUrl}`;
  const known = readers.get(key);
  if (known !== undefined) return known;
  const reader = createPublicClient({
    chain: chainOf(deployment),
    transport: http(deployment.rpcUrl, { batch: true, retryCount: 2, timeout: 15_000 }),
    pollingInterval: 1_000,
  });
  readers.set(key, reader);
  return reader;
}

/** Unix seconds now by the later of both clocks: what is signed must not be out of date for the chain. */
export async function nowOnChain(reader: ChainReader): Promise<number> {
  const block = await reader.getBlock({ blockTag: 'latest' });
  return Math.max(Number(block.timestamp), Math.floor(Date.now() / 1000));
}
