import type { OrderKind, OrderStatus, PaymentKind } from '#api/orders.ts';

import type { EntryKind } from '#engine/index.ts';
import type { LocalizedText } from '#api/values.ts';
import type { Address, Hex } from '#kernel/hex.ts';

export type { PaymentKind };

/** Money and CV in payout units, PV in hundredths of a point. */
export interface OrderLineRecord {
  readonly sku: string;
  readonly name: LocalizedText;
  readonly quantity: number;
  readonly price: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
}

export interface OrderRecord {
  readonly orderId: string;
  readonly orderRef: number;
  readonly memberId: number;
  readonly kind: OrderKind;
  readonly customer: { readonly customerId: number; readonly name: string } | null;
  readonly status: OrderStatus;
  /** Null before it is paid. */
  readonly payment: PaymentKind | null;
  readonly total: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly period: number | null;
  readonly placedAt: Date;
  readonly refundReason: string | null;
  /** The latest operation that tried to give tokens back. */
  readonly refundOperationId: string | null;
  readonly lines: readonly OrderLineRecord[];
  readonly events: readonly { readonly status: OrderStatus; readonly at: Date; readonly txHash: string | null }[];
}

/** How the ledger hears of an order: by our batches, or from Checkout itself. */
export type NoteWay = 'batch' | 'checkout';

/** Kinds of ledger entries that orders make; stored by their number on the chain. */
export type NoteKind = Extract<EntryKind, 'ownPurchase' | 'customerSale' | 'ownRefund' | 'customerRefund'>;

/** Something about an order that the ledger has to hear. */
export interface VolumeNoteRecord {
  readonly noteId: bigint;
  readonly orderId: string;
  readonly orderRef: number;
  readonly kind: NoteKind;
  readonly memberId: number;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly customer: number | null;
  readonly via: NoteWay;
  readonly block: number | null;
  readonly final: boolean;
}

/** Where the mirror found a note. */
export interface RecordedNote {
  readonly period: number;
  readonly block: number;
  readonly recordedAt: Date;
  readonly transactionHash: string;
}

/** `open`: on its way; `recorded`: the mirror has it; `refused`: the chain took nothing of it. */
export interface RecordBatchRecord {
  readonly batchId: bigint;
  readonly expectedSeq: bigint;
  readonly operationId: string;
}

/** What a quote says, before and after it is signed. */
export interface QuoteTerms {
  readonly orderRef: number;
  readonly memberId: number;
  readonly kind: OrderKind;
  readonly customer: number | null;
  readonly saleNumber: number;
  readonly buyer: Address;
  readonly amount: bigint;
  readonly pv: bigint;
  readonly cv: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
}

export interface QuoteRecord {
  readonly orderId: string;
  readonly memberId: number;
  readonly saleNumber: number;
  readonly buyer: Address;
  readonly deadline: bigint;
  readonly signature: Hex;
  readonly quotedBy: Address;
  readonly state: 'open' | 'paid' | 'expired';
}

/** An order that has to be given back through Checkout, and the last attempt at it. */
export interface RefundDue {
  readonly orderId: string;
  readonly terms: QuoteTerms;
  readonly signature: Hex;
  readonly quotedBy: Address;
  readonly attempts: number;
  readonly lastOperationId: string | undefined;
}
