import type { Address, Hex } from '#kernel/hex.ts';
import type { Prisma, Transaction } from '#platform/database.ts';
import type { QuoteRecord } from '../types.ts';

type QuoteRow = Prisma.OrderQuoteGetPayload<object>;

function toQuote(row: QuoteRow): QuoteRecord & { readonly quoteId: bigint } {
  const { quoteId, orderId, memberId, saleNumber, deadline } = row;
  return {
    quoteId,
    orderId,
    memberId,
    saleNumber,
    deadline,
    buyer: row.buyer as Address,
    signature: row.signature as Hex,
    quotedBy: row.quotedBy as Address,
    state: row.state as QuoteRecord['state'],
  };
}

/** Quotes of an order, newest first. */
export async function readQuotes(client: Transaction, orderId: string): Promise<QuoteRecord[]> {
  return (await client.orderQuote.findMany({ where: { orderId }, orderBy: { quoteId: 'desc' } })).map(toQuote);
}

/** Quotes that may still be paid, oldest first, with the reference of their order. */
export async function readOpenQuotes(
  client: Transaction,
  limit: number,
): Promise<(QuoteRecord & { readonly quoteId: bigint; readonly orderRef: number })[]> {
  const rows = await client.orderQuote.findMany({
    where: { state: 'open' },
    orderBy: { quoteId: 'asc' },
    take: limit,
    include: { order: { select: { orderRef: true } } },
  });
  return rows.map((row) => ({ ...toQuote(row), orderRef: Number(row.order.orderRef) }));
}

/** Highest sale number that was ever given out for the member. */
export async function readHighestNumber(client: Transaction, memberId: number): Promise<number> {
  const { _max } = await client.orderQuote.aggregate({ where: { memberId }, _max: { saleNumber: true } });
  return _max.saleNumber ?? 0;
}

/** Makes others who want a sale number of this member wait until the transaction ends. */
export async function lockNumbers(transaction: Transaction, memberId: number): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sale-number:${memberId}`}, 0))`;
}

export async function addQuote(transaction: Transaction, quote: QuoteRecord & { createdAt: Date }): Promise<void> {
  await transaction.orderQuote.create({ data: quote });
}

export async function writeQuoteState(transaction: Transaction, quoteId: bigint, state: QuoteRecord['state']): Promise<void> {
  await transaction.orderQuote.update({ where: { quoteId }, data: { state } });
}

export async function writeStateOfAll(transaction: Transaction, orderId: string, state: QuoteRecord['state']): Promise<void> {
  await transaction.orderQuote.updateMany({ where: { orderId }, data: { state } });
}

export async function addRefundAttempt(
  transaction: Transaction,
  attempt: { operationId: string; orderId: string; createdAt: Date },
): Promise<void> {
  await transaction.checkoutRefund.create({ data: attempt });
}

/** The order that an operation tried to give back. */
export async function readRefundedBy(client: Transaction, operationId: string): Promise<{ memberId: number } | undefined> {
  const row = await client.checkoutRefund.findUnique({
    where: { operationId },
    include: { order: { select: { memberId: true } } },
  });
  return row === null ? undefined : { memberId: row.order.memberId };
}

/** Operations that tried to give the order back, newest first. */
export async function readRefundAttempts(client: Transaction, orderId: string): Promise<string[]> {
  const rows = await client.checkoutRefund.findMany({ where: { orderId }, orderBy: { createdAt: 'desc' } });
  return rows.map((row) => row.operationId);
}
