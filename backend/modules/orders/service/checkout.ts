import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { CheckoutSale } from '#mirror/read/index.ts';
import type { Transaction } from '#platform/database.ts';
import { addNote, readUnfinishedNotes } from '../repository/notes.ts';
import { lockOrder, readOrder, writePayment } from '../repository/orders.ts';
import {
  addQuote,
  addRefundAttempt,
  lockNumbers,
  readHighestNumber,
  readOpenQuotes,
  readQuotes,
  readRefundAttempts,
  readRefundedBy,
  writeQuoteState,
  writeStateOfAll,
} from '../repository/quotes.ts';
import { isDeadNumber, isSale, saleKind } from '../rules.ts';
import type { OrderRecord, QuoteRecord, QuoteTerms, RefundDue } from '../types.ts';
import type { OrdersOptions } from './options.ts';
import { noteOf } from './ordering.ts';

/** Orders that are paid with tokens on the chain: a signed price first, then what the chain says became of it. */
export interface CheckoutOrders {
  /**
   * Holds the goods and gives the order a price that `sign` vouches for until `deadline`. A quote with enough time left is given again;
   * another one for the same order has the same sale number, so that only one of them can be paid.
   * @throws UplineError REQUEST.NOT_FOUND, ORDERS.NOT_PLACED, WAREHOUSE.OUT_OF_STOCK
   */
  quoteOrder(
    transaction: Transaction,
    request: { orderId: string; buyer: Address; now: bigint; deadline: bigint; quotedBy: Address },
    sign: (terms: QuoteTerms) => Promise<Hex>,
  ): Promise<{ terms: QuoteTerms; signature: Hex }>;
  /** Takes orders for paid whose sale the mirror holds, and lets go of goods whose quotes ran out. @returns how many quotes changed */
  followCheckout(): Promise<number>;
  /** Orders that were taken back here and not yet on the chain. */
  refundsDue(): Promise<RefundDue[]>;
  /** Whose order an operation gives back; undefined when it gives none. */
  refundedBy(operationId: string): Promise<{ memberId: number } | undefined>;
  noteRefundAttempt(transaction: Transaction, attempt: { orderId: string; operationId: string }): Promise<void>;
}

const pageSize = 500;
/** A quote with less time left is made anew. */
const leastSeconds = 300n;

export function createCheckoutOrders({ database, clock, mirror, warehouse }: OrdersOptions): CheckoutOrders {
  const numberFor = async (transaction: Transaction, order: OrderRecord, known: QuoteRecord | undefined): Promise<number> => {
    const { memberId } = order;
    const highest = await mirror.highestSaleOf(memberId);
    if (known !== undefined && !isDeadNumber(known.saleNumber, highest)) return known.saleNumber;
    await lockNumbers(transaction, memberId);
    return Math.max(highest, await readHighestNumber(transaction, memberId)) + 1;
  };

  const settle = async (sale: CheckoutSale, orderId: string): Promise<void> =>
    database.transaction(async (transaction) => {
      const order = await lockOrder(transaction, orderId);
      if (order === undefined) return;
      await writeStateOfAll(transaction, orderId, 'paid');
      if (order.status !== 'placed') return;
      const at = sale.recordedAt;
      await writePayment(transaction, { orderId, payment: 'checkout', by: `member:${sale.memberId}`, at });
      await addNote(transaction, { ...noteOf(order), kind: saleKind(order.kind), via: 'checkout', createdAt: clock.now() });
    });

  const expire = async (quoteId: bigint, orderId: string): Promise<void> =>
    database.transaction(async (transaction) => {
      const order = await lockOrder(transaction, orderId);
      await writeQuoteState(transaction, quoteId, 'expired');
      const open = (await readQuotes(transaction, orderId)).some((quote) => quote.state === 'open');
      if (order?.status === 'placed' && !open) await warehouse.release(transaction, orderId);
    });

  return {
    quoteOrder: async (transaction, { orderId, buyer, now, deadline, quotedBy }, sign) => {
      const order = await lockOrder(transaction, orderId);
      if (order === undefined) throw new UplineError('REQUEST.NOT_FOUND');
      if (order.status !== 'placed') throw new UplineError('ORDERS.NOT_PLACED', { status: order.status });
      await warehouse.reserve(transaction, orderId, order.lines);
      const [newest] = await readQuotes(transaction, orderId);
      const saleNumber = await numberFor(transaction, order, newest);
      const fresh = newest?.buyer === buyer && newest.quotedBy === quotedBy && newest.saleNumber === saleNumber;
      if (newest?.state === 'open' && fresh && newest.deadline - now > leastSeconds) {
        return { terms: termsOf(order, newest), signature: newest.signature };
      }
      const terms = termsOf(order, { saleNumber, buyer, deadline });
      const signature = await sign(terms);
      const { memberId } = order;
      await addQuote(transaction, {
        orderId,
        memberId,
        saleNumber,
        buyer,
        deadline,
        signature,
        quotedBy,
        state: 'open',
        createdAt: clock.now(),
      });
      return { terms, signature };
    },
    followCheckout: async () => {
      const quotes = await readOpenQuotes(database.prisma, pageSize);
      if (quotes.length === 0) return 0;
      // What is final after the deadline can no longer hold a payment under the quote.
      const finalized = BigInt(Math.floor((await mirror.asOf('finalized')).time.getTime() / 1000));
      const sales = new Map(
        (await mirror.checkoutSales([...new Set(quotes.map((quote) => quote.orderRef))])).map((sale) => [sale.orderRef, sale]),
      );
      let changed = 0;
      for (const { quoteId, orderId, orderRef, deadline } of quotes) {
        const sale = sales.get(orderRef);
        if (sale === undefined && deadline >= finalized) continue;
        await (sale === undefined ? expire(quoteId, orderId) : settle(sale, orderId));
        changed += 1;
      }
      return changed;
    },
    refundsDue: async () => {
      const due: RefundDue[] = [];
      for (let after = 0n; ;) {
        const notes = await readUnfinishedNotes(database.prisma, after, pageSize);
        for (const { orderId, kind, via, block } of notes) {
          if (via !== 'checkout' || isSale(kind) || block !== null) continue;
          const order = await readOrder(database.prisma, orderId);
          const quote = (await readQuotes(database.prisma, orderId)).find(({ state }) => state === 'paid');
          if (order === undefined || quote === undefined) continue;
          const attempts = await readRefundAttempts(database.prisma, orderId);
          const { signature, quotedBy } = quote;
          const terms = termsOf(order, quote);
          due.push({ orderId, terms, signature, quotedBy, attempts: attempts.length, lastOperationId: attempts[0] });
        }
        const last = notes.at(-1);
        if (last === undefined || notes.length < pageSize) return due;
        after = last.noteId;
      }
    },
    refundedBy: (operationId) => readRefundedBy(database.prisma, operationId),
    noteRefundAttempt: (transaction, attempt) => addRefundAttempt(transaction, { ...attempt, createdAt: clock.now() }),
  };
}

function termsOf(order: OrderRecord, quote: Pick<QuoteTerms, 'saleNumber' | 'buyer' | 'deadline'>): QuoteTerms {
  const { orderRef, memberId, kind, customer, total, pv, cv } = order;
  const { saleNumber, buyer, deadline } = quote;
  return { orderRef, memberId, kind, customer: customer?.customerId ?? null, saleNumber, buyer, amount: total, pv, cv, deadline };
}
