import type { Order } from '#api/orders.ts';
import type { Hash } from '#api/values.ts';
import type { OrderRecord } from '../types.ts';

/** An order as the API gives it. */
export function presentOrder(order: OrderRecord, names: ReadonlyMap<number, string>): Order {
  return {
    orderId: order.orderId,
    orderRef: order.orderRef.toString(),
    memberId: order.memberId,
    memberName: names.get(order.memberId) ?? null,
    kind: order.kind,
    customerName: order.customer?.name ?? null,
    status: order.status,
    lines: order.lines.map((line) => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      price: line.price.toString(),
      pv: line.pv.toString(),
      cv: line.cv.toString(),
    })),
    total: order.total.toString(),
    pv: order.pv.toString(),
    cv: order.cv.toString(),
    period: order.period,
    placedAt: order.placedAt.toISOString(),
    timeline: order.events.map(({ status, at, txHash }) => ({ status, at: at.toISOString(), txHash: txHash as Hash | null })),
    payment: order.payment,
    refundReason: order.refundReason,
    refundOperationId: order.refundOperationId,
  };
}
