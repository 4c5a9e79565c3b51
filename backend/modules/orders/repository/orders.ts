import { orderKind, orderStatus, type OrderKind, type OrderStatus, type PaymentKind } from '#api/orders.ts';
import type { Prisma, Transaction } from '#platform/database.ts';
import type { OrderLineRecord, OrderRecord } from '../types.ts';

const whole = {
  customer: true,
  lines: { orderBy: { line: 'asc' } },
  events: true,
  refunds: { orderBy: { createdAt: 'desc' }, take: 1 },
} as const;
type OrderRow = Prisma.OrderGetPayload<{ include: typeof whole }>;

const stages: readonly OrderStatus[] = ['placed', 'paid', 'recorded', 'final', 'refunded'];

function toOrder(row: OrderRow): OrderRecord {
  const { orderId, orderRef, memberId, total, pv, cv, period, placedAt, refundReason, customer } = row;
  const events = row.events.map(({ status, at, txHash }) => ({ status: orderStatus.parse(status), at, txHash }));
  return {
    orderId,
    orderRef: referenceOf(orderRef),
    memberId,
    kind: orderKind.parse(row.kind),
    customer: customer === null ? null : { customerId: customer.customerId, name: customer.name },
    status: orderStatus.parse(row.status),
    payment: row.payment as PaymentKind | null,
    total,
    pv,
    cv,
    period,
    placedAt,
    refundReason,
    refundOperationId: row.refunds[0]?.operationId ?? null,
    lines: row.lines.map(({ sku, nameEn, nameRu, quantity, price, pv: linePv, cv: lineCv }) => ({
      sku,
      name: { en: nameEn, ru: nameRu },
      quantity,
      price,
      pv: linePv,
      cv: lineCv,
    })),
    // By stage and not by time: the clock of the chain is not ours.
    events: events.toSorted((a, b) => stages.indexOf(a.status) - stages.indexOf(b.status)),
  };
}

export async function readOrder(client: Transaction, orderId: string): Promise<OrderRecord | undefined> {
  const row = await client.order.findUnique({ where: { orderId }, include: whole });
  return row === null ? undefined : toOrder(row);
}

/** Holds the order until the transaction ends, so that it is paid or refunded by one at a time. */
export async function lockOrder(transaction: Transaction, orderId: string): Promise<OrderRecord | undefined> {
  await transaction.$queryRaw`SELECT order_id FROM office.orders WHERE order_id = ${orderId}::uuid FOR UPDATE`;
  return readOrder(transaction, orderId);
}

export interface OrderQuestion {
  readonly memberId: number | null;
  readonly status?: OrderStatus | undefined;
  readonly period?: number | undefined;
  /** Only orders placed before the one with this reference. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function readOrders(client: Transaction, question: OrderQuestion): Promise<OrderRecord[]> {
  const { memberId, status, period, before, limit } = question;
  const rows = await client.order.findMany({
    where: {
      ...(memberId === null ? {} : { memberId }),
      ...(status === undefined ? {} : { status }),
      ...(period === undefined ? {} : { period }),
      ...(before === undefined ? {} : { orderRef: { lt: before } }),
    },
    orderBy: { orderRef: 'desc' },
    take: limit,
    include: whole,
  });
  return rows.map(toOrder);
}

export interface NewOrder {
  readonly orderId: string;
  readonly memberId: number;
  readonly kind: OrderKind;
  readonly customerName: string | null;
  readonly lines: readonly OrderLineRecord[];
  readonly total: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly placedBy: string;
  readonly placedAt: Date;
}

export async function writeOrder(transaction: Transaction, order: NewOrder): Promise<void> {
  const { orderId, memberId, kind, total, pv, cv, placedBy, placedAt } = order;
  const customerId =
    order.customerName === null ? null : await customerNumber(transaction, memberId, order.customerName, placedAt);
  await transaction.order.create({
    data: { orderId, memberId, kind, customerId, status: 'placed', total, pv, cv, placedBy, placedAt },
  });
  await transaction.orderLine.createMany({
    data: order.lines.map((line, index) => ({
      orderId,
      line: index,
      sku: line.sku,
      nameEn: line.name.en,
      nameRu: line.name.ru,
      quantity: line.quantity,
      price: line.price,
      pv: line.pv,
      cv: line.cv,
    })),
  });
  await writeEvent(transaction, { orderId, status: 'placed', at: placedAt, txHash: null });
}

async function customerNumber(transaction: Transaction, memberId: number, name: string, now: Date): Promise<number> {
  await transaction.customer.createMany({ data: [{ memberId, name, createdAt: now }], skipDuplicates: true });
  const row = await transaction.customer.findUniqueOrThrow({ where: { memberId_name: { memberId, name } } });
  return row.customerId;
}

export async function writePayment(
  transaction: Transaction,
  payment: { orderId: string; payment: string; by: string; at: Date },
): Promise<void> {
  const { orderId, by, at } = payment;
  await transaction.order.update({
    where: { orderId },
    data: { status: 'paid', paidAt: at, paymentBy: by, payment: payment.payment },
  });
  await writeEvent(transaction, { orderId, status: 'paid', at, txHash: null });
}

/** The payment is gone with the block that held it. */
export async function undoPayment(transaction: Transaction, orderId: string): Promise<void> {
  await transaction.order.update({
    where: { orderId },
    data: { status: 'placed', paidAt: null, paymentBy: null, payment: null, period: null },
  });
}

export async function writeRefund(
  transaction: Transaction,
  refund: { orderId: string; reason: string; by: string; at: Date },
): Promise<void> {
  const { orderId, by, at } = refund;
  await transaction.order.update({
    where: { orderId },
    data: { status: 'refunded', refundedAt: at, refundedBy: by, refundReason: refund.reason },
  });
  await writeEvent(transaction, { orderId, status: 'refunded', at, txHash: null });
}

export interface OrderEventRow {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly at: Date;
  readonly txHash: string | null;
}

/** Again replaces time and transaction, as after a reorganisation of the chain. */
export async function writeEvent(transaction: Transaction, { orderId, status, at, txHash }: OrderEventRow): Promise<void> {
  await transaction.orderEvent.upsert({
    where: { orderId_status: { orderId, status } },
    create: { orderId, status, at, txHash },
    update: { at, txHash },
  });
}

export async function readOrderIds(client: Transaction, orderRefs: readonly number[]): Promise<Map<number, string>> {
  const rows = await client.order.findMany({
    where: { orderRef: { in: orderRefs.map(BigInt) } },
    select: { orderRef: true, orderId: true },
  });
  return new Map(rows.map((row) => [referenceOf(row.orderRef), row.orderId]));
}

/** A reference has 48 bits, so it is exact as a number. */
export const referenceOf = (orderRef: bigint): number => Number(orderRef);
