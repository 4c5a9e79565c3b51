import type { Log } from 'viem';
import { payoutVaultAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import type { DeploymentInfo } from '#api/system.ts';
import type { Hex } from '#kernel/hex.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';

/** What a proposal commits to. */
export interface Commitment {
  readonly period: number;
  readonly planVersion: number;
  readonly leafCount: number;
  readonly root: Hex;
  readonly total: bigint;
  readonly inputHash: Hex;
  readonly stateRoot: Hex;
  readonly fileHash: Hex;
}

export interface ClosedPeriod {
  readonly period: number;
  readonly memberCount: number;
  readonly entryCount: bigint;
  readonly cv: bigint;
  readonly budget: bigint;
  readonly planVersion: number;
  readonly inputHash: Hex;
  readonly closedInBlock: bigint;
  /** The last proposal for the period; null before one. */
  readonly commitment: Commitment | null;
  readonly proposer: Hex | null;
  readonly reviewEndsAt: number | null;
  readonly state: 'none' | 'inReview' | 'accepted' | 'rejected';
  readonly decidedBy: Hex | null;
}

const mostBlocks = 50_000n;
const periodClosed = volumeLedgerAbi.find(
  (item): item is Extract<typeof item, { type: 'event'; name: 'PeriodClosed' }> =>
    item.type === 'event' && item.name === 'PeriodClosed',
);
const rootEvents = payoutVaultAbi.filter(
  (item): item is Extract<typeof item, { type: 'event'; name: 'RootProposed' | 'RootRejected' | 'RootAccepted' }> =>
    item.type === 'event' && (item.name === 'RootProposed' || item.name === 'RootRejected' || item.name === 'RootAccepted'),
);

/**
 * Rebuilds the list of closed periods from events, read by this browser from the node: our server has no part in it.
 * @param onProgress share of blocks that were read, 0 to 1
 */
export async function readClosedPeriods(
  deployment: DeploymentInfo,
  onProgress: (share: number) => void = () => undefined,
): Promise<ClosedPeriod[]> {
  const reader = readerOf(deployment);
  const head = await reader.getBlockNumber({ cacheTime: 0 });
  const periods = new Map<number, ClosedPeriod>();
  const first = BigInt(deployment.genesisBlock);
  for (let from = first; from <= head; from += mostBlocks) {
    const to = from + mostBlocks - 1n < head ? from + mostBlocks - 1n : head;
    await readRange(reader, deployment, from, to, periods);
    onProgress(Number(((to - first + 1n) * 1000n) / (head - first + 1n)) / 1000);
  }
  return [...periods.values()].sort((a, b) => b.period - a.period);
}

async function readRange(
  reader: ChainReader,
  deployment: DeploymentInfo,
  from: bigint,
  to: bigint,
  periods: Map<number, ClosedPeriod>,
) {
  const range = { fromBlock: from, toBlock: to, strict: true } as const;
  if (periodClosed === undefined) throw new Error('the ABI has no PeriodClosed');
  const [closed, roots] = await Promise.all([
    reader.getLogs({ ...range, address: deployment.contracts.volumeLedger, event: periodClosed }),
    reader.getLogs({ ...range, address: deployment.contracts.payoutVault, events: rootEvents }),
  ]);
  for (const { args, blockNumber } of closed) {
    const { period, memberCount, entryCount, cv, budget, planVersion, inputHash } = args;
    const empty = { commitment: null, proposer: null, reviewEndsAt: null, state: 'none', decidedBy: null } as const;
    periods.set(period, {
      period,
      memberCount,
      entryCount,
      cv,
      budget,
      planVersion,
      inputHash,
      closedInBlock: blockNumber,
      ...empty,
    });
  }
  for (const log of roots) {
    const known = periods.get(log.args.period);
    if (known !== undefined) periods.set(known.period, withRootEvent(known, log));
  }
}

type RootLog = Log<bigint, number, false, undefined, true, typeof rootEvents>;

function withRootEvent(period: ClosedPeriod, log: RootLog): ClosedPeriod {
  switch (log.eventName) {
    case 'RootProposed': {
      const {
        period: number,
        planVersion,
        leafCount,
        root,
        total,
        inputHash,
        stateRoot,
        fileHash,
        proposer,
        reviewEndsAt,
      } = log.args;
      const commitment = { period: number, planVersion, leafCount, root, total, inputHash, stateRoot, fileHash };
      return { ...period, commitment, proposer, reviewEndsAt: Number(reviewEndsAt), state: 'inReview', decidedBy: null };
    }
    case 'RootAccepted':
      return { ...period, state: 'accepted', decidedBy: log.args.by };
    case 'RootRejected':
      return { ...period, state: 'rejected', decidedBy: log.args.by };
    default:
      return period;
  }
}
