import { queryOptions } from '@tanstack/react-query';
import type { DeploymentInfo } from '#api/system.ts';
import { planRegistryAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import type { Hex } from '#kernel/hex.ts';
import { unpackInstantLevels } from '#kernel/instant-levels.ts';
import { readerOf } from '../../chain/reader.ts';

export interface LatestPlan {
  readonly version: number;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly instantLevels: readonly number[];
}

/** What the chain says about plans: which periods a new one may govern, and which was published last. */
export interface RegistryState {
  readonly openPeriod: number;
  readonly earliest: number;
  /** Undefined before the first. */
  readonly latest: LatestPlan | undefined;
}

/** Read by this browser from the contract. */
export const registryQuery = (deployment: DeploymentInfo) =>
  queryOptions({
    queryKey: ['plan-registry'],
    queryFn: async (): Promise<RegistryState> => {
      const reader = readerOf(deployment);
      const registry = { address: deployment.contracts.planRegistry, abi: planRegistryAbi } as const;
      const [versions, notice, openPeriod] = await Promise.all([
        reader.readContract({ ...registry, functionName: 'versionCount' }),
        reader.readContract({ ...registry, functionName: 'noticePeriods' }),
        reader.readContract({
          address: deployment.contracts.volumeLedger,
          abi: volumeLedgerAbi,
          functionName: 'currentPeriod',
        }),
      ]);
      const latest = versions === 0 ? undefined : await readPlan(versions);
      // The founding period promises nobody a notice; after it, a plan is announced.
      const announced = openPeriod === 0 ? 1 : openPeriod + notice;
      return { openPeriod, earliest: Math.max(announced, latest?.firstPeriod ?? 0), latest };

      async function readPlan(version: number): Promise<LatestPlan> {
        const [plan, levels] = await Promise.all([
          reader.readContract({ ...registry, functionName: 'planOf', args: [version] }),
          reader.readContract({ ...registry, functionName: 'instantLevelsOf', args: [version] }),
        ]);
        return {
          version,
          planHash: plan.planHash,
          firstPeriod: plan.firstPeriod,
          instantLevels: unpackInstantLevels(levels),
        };
      }
    },
    // The period may close while the page is open.
    refetchInterval: 10_000,
  });
