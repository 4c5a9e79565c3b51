import { abiNumber } from '#kernel/abi-number.ts';
import { signedCv } from './commitments.ts';
import { entryKindNumber, type VolumeEntry } from './entry.ts';
import { EntryTable, type Entries } from './entry-table.ts';
import { customerOf, type Order, type OrdersByRef } from './order.ts';
import { OrderTable, TouchedOrders } from './order-table.ts';

/** An accepted refund. `order` is as it was before this refund. */
export interface Refund {
  readonly entry: number;
  readonly order: Order;
  readonly pv: bigint;
  readonly cv: bigint;
}

/**
 * Why an entry pays nothing. The contract cannot see these; a careless recorder can write them, so the engine is total over them.
 * They still count in the period's net CV, because the contract has counted them.
 */
export type AnomalyReason =
  | 'repeatedOrder'
  | 'refundOfUnknownOrder'
  | 'refundOfAnotherMember'
  | 'refundOfAnotherKind'
  | 'refundTooLarge'
  | 'creditOfUnknownOrder'
  | 'unknownMember';

export interface Anomaly {
  readonly entry: number;
  readonly orderRef: number;
  readonly memberId: number;
  readonly reason: AnomalyReason;
}

/** The entries of a period, sorted into what they mean. */
export interface PeriodOrders {
  /** The period's own orders, in entry order, with what was refunded within the period already taken in. */
  readonly orders: OrderTable;
  readonly refunds: readonly Refund[];
  readonly anomalies: readonly Anomaly[];
  readonly netCv: bigint;
  /** Σ instant credits as the contract counts them. */
  readonly instant: bigint;
  /** Every order that this period placed or refunded, by reference, as it stands at the end. */
  readonly touched: OrdersByRef;
}

interface LedgerPlace {
  readonly period: number;
  readonly firstEntry: number;
  readonly memberCount: number;
}

type EarlierOrders = ReadonlyMap<number, Order>;

/**
 * Reads the entries of a period in their order.
 * @param earlier orders of earlier periods; at least those that an entry names
 * @param newCustomers whether to find out who is a new customer; then `earlier` holds an earlier order of each who is not
 */
export function readOrders(entries: Entries, at: LedgerPlace, earlier: EarlierOrders, newCustomers = false): PeriodOrders {
  const reader = openLedger(at, newCustomers);
  reader.add(entries, at.memberCount, earlier);
  return reader.read();
}

/** What a reader has read, with only the latest orders and refunds. */
export interface LatestOrders extends Omit<PeriodOrders, 'orders'> {
  readonly orders: readonly Order[];
}

/** Entries of one period, read as they come. */
export interface LedgerReader {
  /**
   * @param memberCount members when these entries were recorded, or later
   * @param earlier as for `readOrders`, of these entries
   */
  add(entries: Entries, memberCount: number, earlier: EarlierOrders): void;
  /** What was read so far; `orders` and `touched` are not copied and go on with the reader. */
  read(): PeriodOrders;
  /** The same without the orders and refunds of before: `orders` as they were placed, from number `order` and `refund` on. */
  readFrom(order: number, refund: number): LatestOrders;
}

const ownPurchase = entryKindNumber('ownPurchase');
const customerSale = entryKindNumber('customerSale');

/** @param newCustomers whether to find out who is a new customer */
export function openLedger(at: Pick<LedgerPlace, 'period' | 'firstEntry'>, newCustomers = false): LedgerReader {
  const customers = newCustomers ? seenCustomers() : undefined;
  const orders = new OrderTable(at.period, at.firstEntry);
  const touched = new TouchedOrders(orders);
  const refunds: Refund[] = [];
  const anomalies: Anomaly[] = [];
  let netCv = 0n;
  let instant = 0n;
  let number = at.firstEntry - 1;

  function place(table: EntryTable, row: number): void {
    netCv += table.cv[row] ?? 0n;
    const order = orders.place(table, row, number, table.kinds[row] === customerSale);
    if (customers?.isNew(orders.placed(order)) === true) orders.markNewCustomer(order);
  }

  function addOther(entry: VolumeEntry, known: Order | undefined, memberCount: number): void {
    netCv += signedCv(entry);
    if (entry.kind === 'attestation') return;
    if (entry.kind === 'instantSettled') instant += entry.cv;
    const { orderRef } = entry;
    const reason = faultOf(entry, known, memberCount);
    if (reason !== undefined) anomalies.push({ entry: number, orderRef, memberId: entry.memberId, reason });
    else if (known === undefined) throw new Error('an order was not placed');
    else if (entry.kind === 'instantSettled') touched.set(withCredit(known, entry));
    else {
      refunds.push({ entry: number, order: known, pv: entry.pv, cv: entry.cv });
      touched.set(withRefund(known, entry, at.period));
    }
  }

  return {
    add(entries, memberCount, earlier) {
      customers?.saw(earlier.values());
      const table = EntryTable.of(entries);
      orders.reserve(table.length);
      for (let row = 0; row < table.length; row += 1) {
        number += 1;
        const orderRef = table.references[row] ?? 0;
        const kind = table.kinds[row] ?? 0;
        const known = touched.get(orderRef) ?? (earlier.size === 0 ? undefined : earlier.get(orderRef));
        const sold = kind === ownPurchase || kind === customerSale;
        if (sold && known === undefined && (table.members[row] ?? 0) <= memberCount) {
          place(table, row);
          continue;
        }
        const entry = table.at(row);
        if (entry !== undefined) addOther(entry, known, memberCount);
      }
    },
    read: () => ({ orders, refunds, anomalies, netCv, instant, touched }),
    readFrom: (order, refund) => {
      const since = Array.from({ length: orders.length - order }, (_, index) => orders.placed(order + index));
      return { orders: since, refunds: refunds.slice(refund), anomalies, netCv, instant, touched };
    },
  };
}

/** Customers of orders that came before; whoever is asked about is one of them from then on. */
function seenCustomers(): { saw(orders: Iterable<Order>): void; isNew(order: Order): boolean } {
  const known = new Set<string | undefined>([undefined]);
  return {
    saw(orders) {
      for (const order of orders) known.add(customerOf(order));
    },
    isNew(order) {
      const before = known.size;
      return known.add(customerOf(order)).size > before;
    },
  };
}

type VolumeOfOrder = Exclude<VolumeEntry, { kind: 'attestation' }>;

/**
 * Why the entry pays nothing; undefined for a credit or a refund of an order that is known. An entry that places one was taken before.
 */
function faultOf(entry: VolumeOfOrder, known: Order | undefined, memberCount: number): AnomalyReason | undefined {
  if (entry.memberId > memberCount) return 'unknownMember';
  if (entry.kind === 'instantSettled') return known === undefined ? 'creditOfUnknownOrder' : undefined;
  if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') return 'repeatedOrder';
  if (known === undefined) return 'refundOfUnknownOrder';
  if (known.memberId !== entry.memberId) return 'refundOfAnotherMember';
  const sale = entry.kind === 'customerRefund' ? 'customer' : 'own';
  if (known.sale !== sale || (entry.kind === 'customerRefund' && known.customer !== entry.customer)) return 'refundOfAnotherKind';
  const fits = known.refundedCv + entry.cv <= known.cv && known.refundedPv + entry.pv <= known.pv;
  return fits ? undefined : 'refundTooLarge';
}

function withRefund(order: Order, { pv, cv }: VolumeOfOrder, period: number): Order {
  const refunded = { ...order, refundedPv: order.refundedPv + pv, refundedCv: order.refundedCv + cv };
  return order.period === period ? refunded : { ...refunded, refundedLater: (order.refundedLater ?? 0n) + cv };
}

function withCredit(order: Order, { memberId, pv, cv }: VolumeOfOrder): Order {
  return { ...order, credits: [...(order.credits ?? []), { memberId, level: abiNumber(pv, 32), amount: cv }] };
}
