import { zeroAddress } from 'viem';
import { genealogyAbi } from '#chain/generated/abi.ts';
import type { DeploymentInfo } from '#api/system.ts';
import type { Address } from '#kernel/hex.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';

export interface AccountOnChain {
  readonly bankRoute: boolean;
  /** Who may start a recovery; null for nobody. */
  readonly recovery: Address | null;
  /** A recovery that the current wallet can still stop. */
  readonly running: { readonly newWallet: Address; readonly readyAt: string } | null;
  readonly delayDays: number;
}

/** Reads from the chain, by this browser, how a member is paid and who may replace the wallet. */
export async function readAccount(
  memberId: number,
  wallet: Address,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<AccountOnChain> {
  const genealogy = { address: deployment.contracts.genealogy, abi: genealogyAbi } as const;
  const [[, , , bankRoute], [recovery, newWallet, readyAt], delay] = await Promise.all([
    reader.readContract({ ...genealogy, functionName: 'accountOf', args: [wallet] }),
    reader.readContract({ ...genealogy, functionName: 'recoveryOf', args: [memberId] }),
    reader.readContract({ ...genealogy, functionName: 'recoveryDelay' }),
  ]);
  return {
    bankRoute,
    recovery: recovery === zeroAddress ? null : recovery,
    running: newWallet === zeroAddress ? null : { newWallet, readyAt: new Date(Number(readyAt) * 1000).toISOString() },
    delayDays: Math.round(Number(delay) / 86_400),
  };
}
