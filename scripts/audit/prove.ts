import { genealogyAbi } from '#chain/generated/abi.ts';
import { reach } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { openNode } from './node.ts';

export interface UplineProof {
  readonly memberId: number;
  readonly uplineId: number;
  /** What the contract answers. */
  readonly isUpline: boolean;
  /** Members above, nearest first, up to `uplineId` or else to the company. */
  readonly path: readonly number[];
  readonly block: string;
}

/** Asks the contract whether one member stands above another, and for every step between them. @throws UplineError AUDIT.UNKNOWN_MEMBER */
export async function proveUpline(rpc: string, deployment: Deployment, memberId: number, uplineId: number): Promise<UplineProof> {
  const { client, block } = await openNode(rpc, deployment);
  const contract = { address: deployment.contracts.genealogy, abi: genealogyAbi, blockNumber: block.number } as const;
  const members = await reach(() => client.readContract({ ...contract, functionName: 'memberCount' }));
  for (const member of [memberId, uplineId]) {
    if (member < 1 || member > members) throw new UplineError('AUDIT.UNKNOWN_MEMBER', { memberId: member, members });
  }
  return reach(async () => {
    const isUpline = await client.readContract({ ...contract, functionName: 'isUpline', args: [uplineId, memberId] });
    const depth = await client.readContract({ ...contract, functionName: 'depthOf', args: [memberId] });
    const top = isUpline ? await client.readContract({ ...contract, functionName: 'depthOf', args: [uplineId] }) : 0;
    const path = await Promise.all(
      Array.from({ length: depth - top }, (_, step) =>
        client.readContract({ ...contract, functionName: 'ancestorAt', args: [memberId, depth - step - 1] }),
      ),
    );
    return { memberId, uplineId, isUpline, path, block: block.number.toString() };
  });
}
