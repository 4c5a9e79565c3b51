import type { Order, OrderQuote } from '#api/orders.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { OrderRequest } from '#modules/orders/index.ts';
import type { Actor, WorkflowContext } from '../types.ts';
import { quoteOrder } from './quote.ts';

export interface PlaceOrder {
  /** @throws UplineError ORDERS.*, CATALOG.*, WAREHOUSE.OUT_OF_STOCK */
  placeOrder(memberId: number, request: OrderRequest): Promise<Order>;
  /** The demo card; asking again gives the order as it is. @throws UplineError ORDERS.DEMO_PAYMENT outside of a demo */
  payByDemoCard(orderId: string): Promise<Order>;
  /**
   * A signed price under which the member's wallet can pay the order through Checkout.
   * @throws UplineError ORDERS.NO_QUOTER, ORDERS.NO_WALLET, ORDERS.NOT_PLACED, WAREHOUSE.OUT_OF_STOCK, VOLUME_LEDGER.FOUNDING_PERIOD
   */
  quoteOrder(orderId: string): Promise<OrderQuote>;
  /** The administrator says that the money has arrived. Again gives the order as it is. */
  confirmPayment(orderId: string, by: Actor): Promise<Order>;
}

/** place → pay. Paying promises the goods and notes the volume for the ledger in one transaction; record-volumes takes it from there. */
export function createPlaceOrder(context: WorkflowContext): PlaceOrder {
  const { database, modules, demo, between } = context;
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
    quoteOrder: (orderId) => quoteOrder(context, orderId),
    confirmPayment: (orderId, by) => pay(orderId, 'confirmed', by.accountId),
  };
}
