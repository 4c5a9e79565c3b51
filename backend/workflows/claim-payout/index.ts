import { encodeFunctionData } from 'viem';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { ClaimOffer } from '#api/claims.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { Address, Hex, OperationState, WorkflowContext } from '../types.ts';

export interface ClaimPayout {
  /**
   * Has the company send a member's claim and pay its fee; the money goes to the wallet that the chain names. Asking again for the same
   * root is the same operation.
   * @throws UplineError CLAIM.NO_ROOT, CLAIM.STALE_ROOT, CLAIM.OTHER_AMOUNT, CLAIM.NOTHING, CLAIM.NO_WALLET, CLAIM.BANK_ROUTE, CLAIM.TOO_MANY
   */
  requestClaim(memberId: number, request: { root: Hex; cumulative: string }): Promise<OperationState>;
}

/** Claims a day whose fee the company pays for one member. */
export const DAILY_CLAIMS = 10;
const dayMilliseconds = 24 * 3_600_000;

export function createClaimPayout(context: WorkflowContext, operations: Operations): ClaimPayout {
  const { database, clock, sender, deployment, modules, between } = context;
  const { settlement } = modules;

  return {
    requestClaim: async (memberId, { root, cumulative }) => {
      const earlier = await settlement.claimRequests({ memberId, root });
      for (const request of earlier) {
        const operation = await sender.byId(request.operationId);
        if (operation !== undefined && isAlive(operation)) return operations.describe(operation);
      }
      const offer = await settlement.claimOffer(memberId);
      const { key: claimKey, wallet, index, period } = refuseUnclaimable(offer, root, BigInt(cumulative));
      const since = new Date(clock.now().getTime() - dayMilliseconds);
      if ((await settlement.claimRequests({ memberId, since })).length >= DAILY_CLAIMS) {
        throw new UplineError('CLAIM.TOO_MANY', { limit: DAILY_CLAIMS });
      }
      between('claim-payout: checked');

      const args = [claimKey, memberId, index, BigInt(cumulative), wallet, offer.proof] as const;
      const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'claim', args });
      // Two at once for the same root get the same number and so the same key.
      const key = `claim:${memberId}:${root}:${earlier.length + 1}`;
      const target = deployment.contracts.payoutVault;
      const operation = await database.transaction(async (transaction) => {
        const queued = await sender.enqueue({ key, kind: 'claim', role: 'relayer', target, data }, transaction);
        const amount = { period, cumulative: BigInt(cumulative) };
        await settlement.noteClaim(transaction, {
          operationId: queued.id,
          memberId,
          root,
          ...amount,
          by: `member:${memberId}`,
        });
        return queued;
      });
      between('claim-payout: noted');
      return operations.describe(operation);
    },
  };
}

/** What the vault would refuse, said before a fee is spent. */
function refuseUnclaimable(
  offer: ClaimOffer,
  root: Hex,
  cumulative: bigint,
): { key: Hex; wallet: Address; index: number; period: number } {
  if (offer.root === null || offer.period === null || offer.claimKey === null) throw new UplineError('CLAIM.NO_ROOT');
  if (offer.root !== root) throw new UplineError('CLAIM.STALE_ROOT');
  if (offer.index === null) throw new UplineError('CLAIM.NOTHING');
  if (BigInt(offer.cumulative) !== cumulative) throw new UplineError('CLAIM.OTHER_AMOUNT', { cumulative });
  if (offer.wallet === null) throw new UplineError('CLAIM.NO_WALLET', { memberId: offer.memberId });
  if (offer.route === 'bank') throw new UplineError('CLAIM.BANK_ROUTE', { memberId: offer.memberId });
  if (BigInt(offer.claimable) === 0n) throw new UplineError('CLAIM.NOTHING');
  return { key: offer.claimKey, wallet: offer.wallet, index: offer.index, period: offer.period };
}
