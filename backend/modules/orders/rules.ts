import type { OrderKind, OrderStatus } from '#api/orders.ts';
import { MAX_CV, MAX_PV } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { NoteKind, OrderLineRecord } from './types.ts';

const MAX_QUANTITY = 999;

/** @throws UplineError ORDERS.EMPTY, ORDERS.BAD_QUANTITY */
export function checkLines(lines: readonly { sku: string; quantity: number }[]): void {
  if (lines.length === 0) throw new UplineError('ORDERS.EMPTY');
  for (const { sku, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
      throw new UplineError('ORDERS.BAD_QUANTITY', { sku, most: MAX_QUANTITY });
    }
  }
}

/** Sums of an order. @throws UplineError ORDERS.TOO_LARGE when they do not fit in one ledger entry */
export function sumLines(lines: readonly OrderLineRecord[]): { total: bigint; pv: bigint; cv: bigint } {
  const sums = { total: 0n, pv: 0n, cv: 0n };
  for (const line of lines) {
    const quantity = BigInt(line.quantity);
    sums.total += line.price * quantity;
    sums.pv += line.pv * quantity;
    sums.cv += line.cv * quantity;
  }
  if (sums.pv > MAX_PV || sums.cv > MAX_CV) throw new UplineError('ORDERS.TOO_LARGE');
  return sums;
}

/** The name under which a customer is known to a partner; the same spelling is the same customer. */
export function customerName(kind: OrderKind, given: string | undefined): string | null {
  if (kind === 'own') return null;
  const name = given?.trim().replace(/\s+/g, ' ') ?? '';
  if (name === '') throw new UplineError('ORDERS.CUSTOMER_MISSING');
  return name;
}

export function saleKind(kind: OrderKind): NoteKind {
  return kind === 'own' ? 'ownPurchase' : 'customerSale';
}

export function refundKind(kind: OrderKind): NoteKind {
  return kind === 'own' ? 'ownRefund' : 'customerRefund';
}

export function isSale(kind: NoteKind): boolean {
  return kind === 'ownPurchase' || kind === 'customerSale';
}

/** Sale numbers that lie this far behind the highest are refused by the chain for ever. */
const NUMBER_WINDOW = 32;

export function isDeadNumber(saleNumber: number, highest: number): boolean {
  return saleNumber + NUMBER_WINDOW <= highest;
}

/** What an order is, from what was decided in the office and what the chain holds of its sale. */
export function statusOf(facts: { paid: boolean; refunded: boolean; recorded: boolean; final: boolean }): OrderStatus {
  if (facts.refunded) return 'refunded';
  if (!facts.paid) return 'placed';
  if (!facts.recorded) return 'paid';
  return facts.final ? 'final' : 'recorded';
}
