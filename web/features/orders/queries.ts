import { queryOptions } from '@tanstack/react-query';
import { listProducts } from '#api/catalog.ts';
import { getOrder, listOrders, type Order, type OrderStatus } from '#api/orders.ts';
import { callRoute } from '../../api/client.ts';

export const productsQuery = queryOptions({
  queryKey: ['products'],
  queryFn: ({ signal }) => callRoute(listProducts, {}, { signal }),
});

/** An order is watched until nothing more will happen to it by itself. */
export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => callRoute(getOrder, { params: { orderId } }, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? 2_000 : 15_000),
  });

/** Whether something will happen to the order by itself: its record, or tokens on their way back. */
function isMoving({ status, payment, timeline }: Order): boolean {
  if (status === 'paid' || status === 'recorded') return true;
  return status === 'refunded' && payment === 'checkout' && timeline.at(-1)?.txHash === null;
}

export interface OrderFilter {
  readonly scope: 'mine' | 'all';
  readonly status?: OrderStatus | undefined;
  readonly period?: number | undefined;
}

export const orderPage = (filter: OrderFilter, cursor: string | undefined, signal: AbortSignal) =>
  callRoute(listOrders, { query: { ...filter, cursor, limit: 100 } }, { signal });
