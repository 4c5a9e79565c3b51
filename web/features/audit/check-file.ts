import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import { getPayoutFile } from '#api/settlement.ts';
import type { DeploymentInfo } from '#api/system.ts';
import type { Hex } from '#kernel/hex.ts';
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

/** Whether the vault itself says that exactly this proposal, to the last word, is the one in review. */
export async function isInReview(commitment: Commitment, deployment: DeploymentInfo): Promise<boolean> {
  const { proposalHash, total } = await readerOf(deployment).readContract({
    address: deployment.contracts.payoutVault,
    abi: payoutVaultAbi,
    functionName: 'pending',
  });
  return proposalHash === hashProposal(commitment) && total === commitment.total;
}

/** As `PayoutVault.hashProposal`: 24 bytes of a hash over every word, then the sum that stands in the root's last 8 bytes. */
export function hashProposal({ period, planVersion, leafCount, root, inputHash, stateRoot, fileHash }: Commitment): Hex {
  const words = encodeAbiParameters(proposalWords, [period, planVersion, leafCount, root, inputHash, stateRoot, fileHash]);
  return `${keccak256(words).slice(0, 50)}${root.slice(50)}` as Hex;
}

const proposalWords = parseAbiParameters('uint32, uint32, uint32, bytes32, bytes32, bytes32, bytes32');
