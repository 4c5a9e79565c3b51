import type { Order } from '#api/orders.ts';
import type { Actor, WorkflowContext } from '../types.ts';

export interface ReturnGoods {
  /**
   * Takes a whole order back: goods into quarantine (or, if they never left, back on sale) and the volume as a refund entry, which
   * counts in the period that is open when it is recorded. Again gives the order as it is.
   * @throws UplineError ORDERS.NOT_PAID, ORDERS.REASON_MISSING, REQUEST.NOT_FOUND
   */
  refundOrder(orderId: string, reason: string, by: Actor): Promise<Order>;
}

export function createReturnGoods({ database, modules, between }: WorkflowContext): ReturnGoods {
  const { orders } = modules;
  return {
    refundOrder: async (orderId, reason, by) => {
      await database.transaction((transaction) => orders.refundOrder(transaction, { orderId, reason, by: by.accountId }));
      between('return-goods: refunded');
      return orders.orderById(orderId);
    },
  };
}
