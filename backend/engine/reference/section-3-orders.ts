import { abiNumber } from '#kernel/abi-number.ts';
import { type VolumeEntry } from '../ledger/entry.ts';
import { type Order, type PeriodOfHistory } from './facts.ts';

/** What a period's entries come to. */
export interface ReadEntries {
  readonly anomalies: readonly (readonly [entry: number, reason: string])[];
  /** Orders with what this period refunded of them, in the order of the refund entries. */
  readonly refunded: readonly { readonly order: Order; readonly refund: Order['refunds'][number] }[];
}

/** Section 3, orders, and section 9: reads the entries of a period into `book`, the orders of all periods by reference. */
export function section3Orders(facts: PeriodOfHistory, firstEntry: number, book: Map<number, Order>): ReadEntries {
  const anomalies: [number, string][] = [];
  const refunded: { order: Order; refund: Order['refunds'][number] }[] = [];
  [...facts.entries].forEach((entry, position) => {
    const number = firstEntry + position;
    if (entry.kind === 'attestation') return;
    const order = book.get(entry.orderRef);
    const reason = section9Reason(entry, order, facts.memberCount);
    if (reason !== undefined) {
      anomalies.push([number, reason]);
    } else if (entry.kind === 'instantSettled') {
      order?.credits.push({ entry: number, memberId: entry.memberId, level: abiNumber(entry.pv, 32), amount: entry.cv });
    } else if (order === undefined) {
      book.set(entry.orderRef, {
        entry: number,
        period: facts.period,
        orderRef: entry.orderRef,
        kind: entry.kind === 'customerSale' ? 'customer' : 'own',
        memberId: entry.memberId,
        customer: entry.kind === 'customerSale' ? entry.customer : undefined,
        pv: entry.pv,
        cv: entry.cv,
        refunds: [],
        credits: [],
      });
    } else {
      const refund = { entry: number, period: facts.period, pv: entry.pv, cv: entry.cv };
      order.refunds.push(refund);
      refunded.push({ order, refund });
    }
  });
  return { anomalies, refunded };
}

/** Section 9, the table, from its top; undefined for an entry that makes sense. */
function section9Reason(
  entry: Exclude<VolumeEntry, { kind: 'attestation' }>,
  order: Order | undefined,
  memberCount: number,
): string | undefined {
  if (entry.memberId > memberCount) return 'unknownMember';
  if (entry.kind === 'instantSettled') return order === undefined ? 'creditOfUnknownOrder' : undefined;
  if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') return order === undefined ? undefined : 'repeatedOrder';
  if (order === undefined) return 'refundOfUnknownOrder';
  if (order.memberId !== entry.memberId) return 'refundOfAnotherMember';
  if (entry.kind === 'ownRefund' && order.kind !== 'own') return 'refundOfAnotherKind';
  if (entry.kind === 'customerRefund' && (order.kind !== 'customer' || order.customer !== entry.customer)) {
    return 'refundOfAnotherKind';
  }
  const refunded = (amount: (refund: Order['refunds'][number]) => bigint): bigint =>
    order.refunds.reduce((sum, refund) => sum + amount(refund), 0n);
  if (refunded(({ cv }) => cv) + entry.cv > order.cv) return 'refundTooLarge';
  if (refunded(({ pv }) => pv) + entry.pv > order.pv) return 'refundTooLarge';
  return undefined;
}

/** Section 6: "net CV (sales less refunds)", of all entries, sense or nonsense. */
export function section6NetCv(entries: Iterable<VolumeEntry>): bigint {
  let net = 0n;
  for (const entry of entries) {
    if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') net += entry.cv;
    if (entry.kind === 'ownRefund' || entry.kind === 'customerRefund') net -= entry.cv;
  }
  return net;
}

/** Section 6: "the instant credits of the period", of all entries, sense or nonsense. */
export function section6Instant(entries: Iterable<VolumeEntry>): bigint {
  return [...entries].reduce((sum, entry) => (entry.kind === 'instantSettled' ? sum + entry.cv : sum), 0n);
}

/** CV of an order that is left after the refunds up to and with the entry of this number. */
export function standingAfter(order: Order, entry: number): bigint {
  return order.refunds.reduce((cv, refund) => (refund.entry <= entry ? cv - refund.cv : cv), order.cv);
}
