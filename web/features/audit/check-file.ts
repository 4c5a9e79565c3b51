import { payoutVaultAbi } from '#chain/generated/abi.ts';
import { getPayoutFile } from '#api/settlement.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { checkPayoutFile, type PayoutFault } from '#engine/payout-file/check.ts';
import { callFile } from '../../api/client.ts';
import { readerOf } from '../../chain/reader.ts';
import type { Commitment } from './read-chain.ts';

export interface FileVerdict {
  readonly faults: readonly PayoutFault[];
  readonly leafCount: number;
  readonly total: bigint;
  readonly bytes: number;
}

/** Downloads the payout file of a period, rebuilds its tree in this browser, and holds it against what the chain committed to. */
export async function checkFile(commitment: Commitment, deployment: DeploymentInfo): Promise<FileVerdict> {
  const bytes = await callFile(getPayoutFile, { params: { period: commitment.period } });
  return checkBytes(bytes, commitment, deployment);
}

export function checkBytes(bytes: Uint8Array, commitment: Commitment, deployment: DeploymentInfo): FileVerdict {
  const { faults, file } = checkPayoutFile(bytes, {
    chainId: deployment.chainId,
    vault: deployment.contracts.payoutVault,
    token: deployment.contracts.token,
    period: commitment.period,
    planVersion: commitment.planVersion,
    inputHash: commitment.inputHash,
    stateRoot: commitment.stateRoot,
    root: commitment.root,
    total: commitment.total,
    leafCount: commitment.leafCount,
    fileHash: commitment.fileHash,
  });
  return { faults, leafCount: file?.leaves.length ?? 0, total: file?.total ?? 0n, bytes: bytes.length };
}

/** What is in review now, as the vault itself says; null when nothing is. */
export async function readPending(deployment: DeploymentInfo): Promise<(Commitment & { reviewEndsAt: number }) | null> {
  const [proposal, , reviewEndsAt] = await readerOf(deployment).readContract({
    address: deployment.contracts.payoutVault,
    abi: payoutVaultAbi,
    functionName: 'pending',
  });
  if (reviewEndsAt === 0n) return null;
  const { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash } = proposal;
  // The last eight bytes of a root are the sum of everything below it.
  const total = BigInt(`0x${root.slice(-16)}`);
  return { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash, total, reviewEndsAt: Number(reviewEndsAt) };
}
