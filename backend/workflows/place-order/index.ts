import type { Order } from '#api/orders.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { OrderRequest } from '#modules/orders/index.ts';
import type { Actor, WorkflowContext } from '../types.ts';

export interface PlaceOrder {
  /** @throws UplineError ORDERS.*, CATALOG.*, WAREHOUSE.OUT_OF_STOCK */
  placeOrder(memberId: number, request: OrderRequest): Promise<Order>;
  /** The demo card; asking again gives the order as it is. @throws UplineError ORDERS.DEMO_PAYMENT outside of a demo */
  payByDemoCard(orderId: string): Promise<Order>;
  /** The administrator says that the money has arrived. Again gives the order as it is. */
  confirmPayment(orderId: string, by: Actor): Promise<Order>;
}

/** place → pay. Paying promises the goods and notes the volume for the ledger in one transaction; record-volumes takes it from there. */
export function createPlaceOrder({ database, modules, demo, between }: WorkflowContext): PlaceOrder {
  const { orders } = modules;
  const pay = async (orderId: string, payment: 'demo-card' | 'confirmed', by: string): Promise<Order> => {
    await database.transaction((transaction) => orders.payOrder(transaction, { orderId, payment, by }));
    between('place-order: paid');
    return orders.orderById(orderId);
  };
  return {
    placeOrder: (memberId, request) => orders.placeOrder(memberId, request),
    payByDemoCard: async (orderId) => {
      if (!demo) throw new UplineError('ORDERS.DEMO_PAYMENT');
      const { memberId } = await orders.orderById(orderId);
      return pay(orderId, 'demo-card', `member:${memberId}`);
    },
    confirmPayment: (orderId, by) => pay(orderId, 'confirmed', by.accountId),
  };
}
