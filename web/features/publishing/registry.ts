import { queryOptions } from '@tanstack/react-query';
import type { DeploymentInfo } from '#api/system.ts';
import { planRegistryAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import type { Hex } from '#kernel/hex.ts';
import { unpackInstantLevels } from '#kernel/instant-levels.ts';
import { readerOf } from '../../chain/reader.ts';

/** A version as the registry keeps it. */
export interface RegisteredPlan {
  readonly version: number;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly capPpm: number;
  /** Rates in ppm, level 1 first; levels at the end that credit nothing are not kept apart. */
  readonly instantLevels: readonly number[];
}

/** What the chain says about plans: which periods a new one may govern, and which was published last. */
export interface RegistryState {
  readonly openPeriod: number;
  readonly earliest: number;
  /** Undefined before the first. */
  readonly latest: RegisteredPlan | undefined;
}

/** Reads one version from the contract, by this browser. */
export async function readRegistered(version: number, deployment: DeploymentInfo): Promise<RegisteredPlan> {
  const registry = { address: deployment.contracts.planRegistry, abi: planRegistryAbi, args: [version] } as const;
  const [plan, levels] = await Promise.all([
    readerOf(deployment).readContract({ ...registry, functionName: 'planOf' }),
    readerOf(deployment).readContract({ ...registry, functionName: 'instantLevelsOf' }),
  ]);
  return { version, ...plan, instantLevels: unpackInstantLevels(levels) };
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
      const latest = versions === 0 ? undefined : await readRegistered(versions, deployment);
      // The founding period promises nobody a notice; after it, a plan is announced.
      const announced = openPeriod === 0 ? 1 : openPeriod + notice;
      return { openPeriod, earliest: Math.max(announced, latest?.firstPeriod ?? 0), latest };
    },
    // The period may close while the page is open.
    refetchInterval: 10_000,
  });
