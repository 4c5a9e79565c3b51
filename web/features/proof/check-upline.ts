import { genealogyAbi } from '#chain/generated/abi.ts';
import type { DeploymentInfo } from '#api/system.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';

export interface UplineProof {
  /** Member numbers from the member, first, up to the company, last, as the chain links them. */
  readonly path: readonly number[];
  readonly block: bigint;
}

/** Walks from a member to the company on the chain, link by link, all at one block. */
export async function walkUpline(
  memberId: number,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
): Promise<UplineProof> {
  const contract = { address: deployment.contracts.genealogy, abi: genealogyAbi } as const;
  const block = await reader.getBlockNumber({ cacheTime: 0 });
  const depth = await reader.readContract({ ...contract, functionName: 'depthOf', args: [memberId], blockNumber: block });
  // All ancestors at once: `ancestorAt` needs few reads each, so a deep line does not take a round trip per step.
  const ancestors = await Promise.all(
    Array.from({ length: depth }, (_, index) =>
      reader.readContract({ ...contract, functionName: 'ancestorAt', args: [memberId, depth - 1 - index], blockNumber: block }),
    ),
  );
  return { path: [memberId, ...ancestors], block };
}

/** One question to the contract: does `uplineId` stand above `memberId`? */
export async function asksIsUpline(
  uplineId: number,
  memberId: number,
  deployment: DeploymentInfo,
  reader: ChainReader = readerOf(deployment),
) {
  return reader.readContract({
    address: deployment.contracts.genealogy,
    abi: genealogyAbi,
    functionName: 'isUpline',
    args: [uplineId, memberId],
  });
}

export type ProofVerdict =
  { readonly kind: 'same' } | { readonly kind: 'differs'; readonly step: number } | { readonly kind: 'longer' | 'shorter' };

/** What the server said held against what the chain links. `step` is the first place where they part, 0 being the member. */
export function comparePaths(said: readonly number[], onChain: readonly number[]): ProofVerdict {
  const common = Math.min(said.length, onChain.length);
  for (let step = 0; step < common; step += 1) {
    if (said[step] !== onChain[step]) return { kind: 'differs', step };
  }
  if (said.length === onChain.length) return { kind: 'same' };
  return { kind: said.length > onChain.length ? 'longer' : 'shorter' };
}
