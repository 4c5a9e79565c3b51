import { randomUUID } from 'node:crypto';
import type { Order, OrderKind, OrderList, OrderStatus } from '#api/orders.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Transaction } from '#platform/database.ts';
import { addNote } from '../repository/notes.ts';
import { lockOrder, readOrder, readOrderIds, readOrders, writeOrder, writePayment, writeRefund } from '../repository/orders.ts';
import { readQuotes } from '../repository/quotes.ts';
import { checkLines, customerName, refundKind, saleKind, sumLines } from '../rules.ts';
import type { NoteWay, OrderLineRecord, OrderRecord, PaymentKind } from '../types.ts';
import type { OrdersOptions } from './options.ts';
import { presentOrder } from './present.ts';

export interface Ordering {
  /**
   * @throws UplineError ORDERS.EMPTY, ORDERS.BAD_QUANTITY, ORDERS.TOO_LARGE, ORDERS.CUSTOMER_MISSING, CATALOG.UNKNOWN_PRODUCT,
   * WAREHOUSE.OUT_OF_STOCK, GENEALOGY.UNKNOWN_MEMBER
   */
  placeOrder(memberId: number, request: OrderRequest): Promise<Order>;
  /** @throws UplineError REQUEST.NOT_FOUND */
  orderById(orderId: string): Promise<Order>;
  /** Newest first. `memberId` null: of everybody. */
  listOrders(question: OrderListQuestion): Promise<OrderList>;
  /**
   * Takes payment as done: goods are promised and the ledger's note is written in the same transaction.
   * @returns false when it was paid before
   * @throws UplineError REQUEST.NOT_FOUND, ORDERS.NOT_PLACED, ORDERS.QUOTE_OPEN, WAREHOUSE.OUT_OF_STOCK
   */
  payOrder(transaction: Transaction, payment: { orderId: string; payment: OfficePayment; by: string }): Promise<boolean>;
  /**
   * Takes the whole order back.
   * @returns false when it was refunded before
   * @throws UplineError REQUEST.NOT_FOUND, ORDERS.NOT_PAID, ORDERS.REASON_MISSING
   */
  refundOrder(transaction: Transaction, refund: { orderId: string; reason: string; by: string }): Promise<boolean>;
  /** Which orders stand behind these ledger references. Those that the office does not know are left out. */
  orderIdsByRef(orderRefs: readonly number[]): Promise<Map<number, string>>;
}

/** Payments that somebody tells us of; those through Checkout the chain tells. */
type OfficePayment = Exclude<PaymentKind, 'checkout'>;

export interface OrderRequest {
  readonly kind: OrderKind;
  readonly lines: readonly { sku: string; quantity: number }[];
  readonly customerName?: string | undefined;
}

export interface OrderListQuestion {
  readonly memberId: number | null;
  readonly status?: OrderStatus | undefined;
  readonly period?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export function createOrdering(options: OrdersOptions): Ordering {
  const { database, clock, catalog, warehouse, genealogy } = options;
  const present = async (orders: readonly OrderRecord[]): Promise<Order[]> => {
    const names = await genealogy.namesOf(orders.map((order) => order.memberId));
    return orders.map((order) => presentOrder(order, names));
  };
  const orderById = async (orderId: string): Promise<Order> => {
    const [order] = await present([known(await readOrder(database.prisma, orderId))]);
    return known(order);
  };

  return {
    orderById,
    placeOrder: async (memberId, request) => {
      checkLines(request.lines);
      const customer = customerName(request.kind, request.customerName);
      await genealogy.refuseUnknown(memberId);
      const products = await catalog.productsBySku(request.lines.map((line) => line.sku));
      const lines = request.lines.flatMap(({ sku, quantity }): OrderLineRecord[] => {
        const product = products.get(sku);
        return product === undefined ? [] : [{ ...product, quantity }];
      });
      const sums = sumLines(lines);
      await warehouse.refuseShortage(lines);
      const orderId = randomUUID();
      const { kind } = request;
      const placed = { placedBy: `member:${memberId}`, placedAt: clock.now() };
      await database.transaction((transaction) =>
        writeOrder(transaction, { orderId, memberId, kind, customerName: customer, lines, ...sums, ...placed }),
      );
      return orderById(orderId);
    },
    listOrders: async ({ cursor, limit, ...filter }) => {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const found = await readOrders(database.prisma, { ...filter, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: await present(page),
        nextCursor: found.length > limit && last !== undefined ? writeCursor(last.orderRef) : null,
      };
    },
    payOrder: async (transaction, { orderId, payment, by }) => {
      const order = known(await lockOrder(transaction, orderId));
      if (order.status === 'refunded') throw new UplineError('ORDERS.NOT_PLACED', { status: order.status });
      if (order.status !== 'placed') return false;
      // Paid here and on the chain, it would be paid twice.
      const open = (await readQuotes(transaction, orderId)).find((quote) => quote.state === 'open');
      if (open !== undefined) {
        throw new UplineError('ORDERS.QUOTE_OPEN', { deadline: new Date(Number(open.deadline) * 1000).toISOString() });
      }
      const at = clock.now();
      await warehouse.reserve(transaction, orderId, order.lines);
      await writePayment(transaction, { orderId, payment, by, at });
      await addNote(transaction, { ...noteOf(order), kind: saleKind(order.kind), via: 'batch', createdAt: at });
      return true;
    },
    refundOrder: async (transaction, { orderId, reason, by }) => {
      if (reason.trim() === '') throw new UplineError('ORDERS.REASON_MISSING');
      const order = known(await lockOrder(transaction, orderId));
      if (order.status === 'refunded') return false;
      if (order.status === 'placed') throw new UplineError('ORDERS.NOT_PAID', { status: order.status });
      const at = clock.now();
      await warehouse.takeBack(transaction, orderId);
      await writeRefund(transaction, { orderId, reason: reason.trim(), by, at });
      // What was paid on the chain is given back there, and the refund is recorded with it.
      const via: NoteWay = order.payment === 'checkout' ? 'checkout' : 'batch';
      await addNote(transaction, { ...noteOf(order), kind: refundKind(order.kind), via, createdAt: at });
      return true;
    },
    orderIdsByRef: (orderRefs) => readOrderIds(database.prisma, [...new Set(orderRefs)]),
  };
}

/** The order as a note for the ledger tells it. */
export function noteOf(order: OrderRecord): {
  orderId: string;
  orderRef: number;
  memberId: number;
  pv: bigint;
  cv: bigint;
  customer: number | null;
} {
  const { orderId, orderRef, memberId, pv, cv, customer } = order;
  return { orderId, orderRef, memberId, pv, cv, customer: customer?.customerId ?? null };
}

function known<T>(order: T | undefined): T {
  if (order === undefined) throw new UplineError('REQUEST.NOT_FOUND');
  return order;
}

const writeCursor = (orderRef: number): string => Buffer.from(orderRef.toString()).toString('base64url');

function readCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,15}$/.test(text)) throw new UplineError('REQUEST.INVALID', { path: 'cursor', reason: 'unreadable' });
  return Number(text);
}
