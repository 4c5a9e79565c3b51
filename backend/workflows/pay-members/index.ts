import { encodeFunctionData } from 'viem';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { PaymentRound } from '#api/settlement.ts';
import type { Operations } from '../operations.ts';
import type { Hex, WorkflowContext } from '../types.ts';

export interface PayMembers {
  /**
   * Sends the money of an accepted period to everybody who is paid by token and has not received it, a piece of the payout tree in one
   * transaction at the company's expense. Asking again sends only what is neither under way nor paid.
   * @throws UplineError SETTLEMENT.NOT_IN_FORCE, SETTLEMENT.FILE_MISSING, SETTLEMENT.FILE_DAMAGED
   */
  payMembers(period: number): Promise<PaymentRound>;
}

/** Attempts at one piece under one root; a piece that cannot be paid so often needs somebody to look at it. */
const mostAttempts = 20;

export function createPayMembers(context: WorkflowContext, operations: Operations): PayMembers {
  const { sender, mirror, deployment, modules, between } = context;

  /** The key of the next attempt at a piece; undefined while one is under way, or mined and not yet in the mirror. */
  const nextKey = async (key: Hex, firstIndex: number): Promise<string | undefined> => {
    const { block: seen } = await mirror.asOf();
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const name = `pay:${key}:${firstIndex}:${attempt}`;
      const known = await sender.byKey(name);
      if (known === undefined) return name;
      const done = known.status === 'failed' || (known.block !== null && known.block <= seen);
      if (!done) return undefined;
    }
    return undefined;
  };

  return {
    payMembers: async (period) => {
      const { key, batches } = await modules.settlement.paymentBatches(period);
      const sent: PaymentRound['operations'][number][] = [];
      let members = 0;
      let amount = 0n;
      for (const batch of batches) {
        const name = await nextKey(key, batch.firstIndex);
        if (name === undefined) continue;
        const args = [key, batch.firstIndex, batch.height, batch.leaves, batch.wallets, batch.proof] as const;
        const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'paySubtree', args });
        const target = deployment.contracts.payoutVault;
        const operation = await sender.enqueue({ key: name, kind: 'payMembers', role: 'relayer', target, data });
        sent.push((await operations.describe(operation)).operationId);
        members += batch.members;
        amount += batch.amount;
        between('pay-members: queued');
      }
      return { period, members, amount: amount.toString(), operations: sent };
    },
  };
}
