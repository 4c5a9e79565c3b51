import { listProducts } from '#api/catalog.ts';
import { confirmPayment, getOrder, listOrders, type Order, payOrder, placeOrder, quoteOrder, refundOrder } from '#api/orders.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Column } from '../csv.ts';
import { type ServedRoute, serve } from '../register.ts';
import { actorOf, defaultLimit, type RouteContext } from './context.ts';

const orderColumns: readonly Column<Order>[] = [
  { heading: 'order', value: (row) => row.orderRef },
  { heading: 'member', value: (row) => row.memberId },
  { heading: 'name', value: (row) => row.memberName },
  { heading: 'kind', value: (row) => row.kind },
  { heading: 'customer', value: (row) => row.customerName },
  { heading: 'status', value: (row) => row.status },
  { heading: 'placed', value: (row) => row.placedAt },
  { heading: 'period', value: (row) => row.period },
  { heading: 'total, minor units', value: (row) => row.total },
  { heading: 'PV, hundredths of a point', value: (row) => row.pv },
  { heading: 'CV, minor units', value: (row) => row.cv },
];

export function orderRoutes({ doors: { orders, catalog } }: RouteContext): ServedRoute[] {
  return [
    serve(listProducts, async () => ({ items: await catalog.listProducts() })),
    serve(placeOrder, ({ body, viewer }) => {
      if (viewer.memberId === null) throw new UplineError('SESSION.FORBIDDEN');
      return orders.placeOrder(viewer.memberId, body);
    }),
    serve(
      listOrders,
      async ({ query: { cursor, limit = defaultLimit, scope = 'mine', status, period }, viewer }) => {
        if (scope === 'all') {
          if (!viewer.permissions.includes('orders.see')) throw new UplineError('SESSION.FORBIDDEN');
          return orders.listOrders({ cursor, limit, memberId: null, status, period });
        }
        if (viewer.memberId === null) return { items: [], nextCursor: null };
        return orders.listOrders({ cursor, limit, memberId: viewer.memberId, status, period });
      },
      orderColumns,
    ),
    serve(getOrder, ({ params }) => orders.orderById(params.orderId)),
    serve(payOrder, ({ params }) => orders.payByDemoCard(params.orderId)),
    serve(quoteOrder, ({ params }) => orders.quoteOrder(params.orderId)),
    serve(confirmPayment, ({ params, viewer }) => orders.confirmPayment(params.orderId, actorOf(viewer))),
    serve(refundOrder, ({ params, body, viewer }) => orders.refundOrder(params.orderId, body.reason, actorOf(viewer))),
  ];
}
