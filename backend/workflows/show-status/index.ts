import { createTestClient, http } from 'viem';
import { tokenAbi } from '#chain/generated/abi.ts';
import { reach } from '#chain/client.ts';
import type { IndexerStatus } from '#api/indexer.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { contractNames } from '#mirror/read/position.ts';
import type { WorkflowContext } from '../types.ts';

export interface ShowStatus {
  indexerStatus(): Promise<IndexerStatus>;
  /** What has happened to the mirror since its database was made. */
  indexerCounters(): ReturnType<WorkflowContext['mirror']['counters']>;
  /** What browsers must know to check this server against the chain. Asks the token for its name once. */
  describeDeployment(settings: { rpcUrl: string; finalityDepth: number }): Promise<DeploymentInfo>;
  /** Whether the mirror is whole and at the head, and if not, why. */
  mirrorReady(): Promise<{ ready: boolean; reason?: string }>;
}

/** Blocks that the mirror may lie behind the head and still count as up to date. */
const toleratedLag = 5;

export function createShowStatus({ mirror, client, deployment, demo }: WorkflowContext): ShowStatus {
  return {
    indexerStatus: async () => {
      const checkpoint = await mirror.checkpoint();
      if (checkpoint === undefined) {
        const nothing = { head: null, confirmed: null, finalized: null, lagBlocks: null, contracts: [], holes: [] };
        return { state: 'starting', reason: null, ...nothing };
      }
      const { state, stopCode, stopParameters, head, confirmed, finalized, seqs } = checkpoint;
      const block = ({ block: number, time }: { block: number; time: Date }) => ({ number, time: time.toISOString() });
      const parameters = stopParameters ?? {};
      return {
        state: state === 'following' ? 'live' : state,
        reason: stopCode,
        head: block(head === confirmed.block ? confirmed : { block: head, time: checkpoint.updatedAt }),
        confirmed: block(confirmed),
        finalized: block(finalized),
        lagBlocks: Math.max(0, head - confirmed.block),
        contracts: contractNames.map((name) => ({ name, address: deployment.contracts[name], seq: seqs[name].toString() })),
        holes:
          stopCode === 'MIRROR.HOLE'
            ? [
                {
                  contract: parameters['contract'] ?? '?',
                  expectedSeq: parameters['expected'] ?? '?',
                  foundSeq: parameters['actual'] ?? '?',
                  block: Number(parameters['block'] ?? confirmed.block),
                },
              ]
            : [],
      };
    },
    indexerCounters: () => mirror.counters(),
    describeDeployment: async ({ rpcUrl, finalityDepth }) => {
      const { network, chainId, genesisBlock, contracts, reviewWindowSeconds, placementWidth } = deployment;
      const token = { address: contracts.token, abi: tokenAbi } as const;
      const [symbol, decimals] = await reach(() =>
        Promise.all([
          client.any.readContract({ ...token, functionName: 'symbol' }),
          client.any.readContract({ ...token, functionName: 'decimals' }),
        ]),
      );
      return {
        network,
        chainId,
        genesisBlock,
        contracts,
        token: { address: contracts.token, symbol, decimals },
        rpcUrl,
        reviewWindowSeconds,
        finalityDepth,
        placementWidth,
        demo,
      };
    },
    mirrorReady: async () => {
      const checkpoint = await mirror.checkpoint();
      if (checkpoint === undefined) return { ready: false, reason: 'the mirror has not read its first block' };
      const { state, stopCode, head, confirmed } = checkpoint;
      if (state === 'stopped') return { ready: false, reason: `the mirror stopped: ${stopCode ?? 'unknown reason'}` };
      const lag = head - confirmed.block;
      return lag <= toleratedLag ? { ready: true } : { ready: false, reason: `the mirror is ${lag} blocks behind` };
    },
  };
}

/** Moves the clock of the local chain forward. Only anvil and its like can do it. */
export async function moveChainTime(url: string, days: number): Promise<{ block: number; time: string }> {
  const control = createTestClient({ mode: 'anvil', transport: http(url, { retryCount: 0 }) });
  await reach(() => control.increaseTime({ seconds: days * 86_400 }));
  await reach(() => control.mine({ blocks: 1 }));
  const block = await reach(() => control.request({ method: 'eth_getBlockByNumber', params: ['latest', false] } as never));
  const { number, timestamp } = block as { number: `0x${string}`; timestamp: `0x${string}` };
  return { block: Number(number), time: new Date(Number(timestamp) * 1000).toISOString() };
}
