import { encodeFunctionData } from 'viem';
import { checkoutAbi } from '#chain/generated/abi.ts';
import type { Order } from '#api/orders.ts';
import { checkoutOrder } from '../place-order/quote.ts';
import type { Actor, WorkflowContext } from '../types.ts';

export interface ReturnGoods {
  /**
   * Takes a whole order back: goods into quarantine (or, if they never left, back on sale) and the volume as a refund entry, which
   * counts in the period that is open when it is recorded. Again gives the order as it is.
   * @throws UplineError ORDERS.NOT_PAID, ORDERS.REASON_MISSING, REQUEST.NOT_FOUND
   */
  refundOrder(orderId: string, reason: string, by: Actor): Promise<Order>;
  /**
   * Gives back on the chain what was paid through Checkout: tokens of the treasury and the refund entry in one transaction. What the
   * chain refused (a treasury that did not approve) is tried again after a while. @returns how many were sent now
   */
  followRefunds(): Promise<number>;
}

const retryMilliseconds = 5 * 60_000;

export function createReturnGoods({ database, clock, sender, deployment, modules, between }: WorkflowContext): ReturnGoods {
  const { orders } = modules;
  return {
    refundOrder: async (orderId, reason, by) => {
      await database.transaction((transaction) => orders.refundOrder(transaction, { orderId, reason, by: by.accountId }));
      between('return-goods: refunded');
      return orders.orderById(orderId);
    },
    followRefunds: async () => {
      let sent = 0;
      for (const { orderId, terms, signature, quotedBy, attempts, lastOperationId } of await orders.refundsDue()) {
        const last = lastOperationId === undefined ? undefined : await sender.byId(lastOperationId);
        const failedAt = last?.status === 'failed' ? last.updatedAt.getTime() : undefined;
        if (last !== undefined && (failedAt === undefined || clock.now().getTime() - failedAt < retryMilliseconds)) continue;
        const { amount, pv, cv } = checkoutOrder(terms);
        const args = [checkoutOrder(terms), quotedBy, signature, { amount, pv, cv }] as const;
        const data = encodeFunctionData({ abi: checkoutAbi, functionName: 'refund', args });
        const key = `refund:${terms.orderRef}:${attempts + 1}`;
        const wish = { key, kind: 'refundOrder', role: 'recorder', target: deployment.contracts.checkout, data } as const;
        await database.transaction(async (transaction) => {
          const { id } = await sender.enqueue(wish, transaction);
          await orders.noteRefundAttempt(transaction, { orderId, operationId: id });
        });
        between('return-goods: sent');
        sent += 1;
      }
      return sent;
    },
  };
}
