import { abiNumber } from '#kernel/abi-number.ts';
import { signedCv } from './commitments.ts';
import { type VolumeEntry } from './entry.ts';
import { OrderIndex } from './order-index.ts';

/** An order as the ledger holds it. */
export interface Order {
  /** Number of its ledger entry over all periods, from 0. */
  readonly entry: number;
  readonly period: number;
  readonly orderRef: number;
  readonly sale: 'own' | 'customer';
  /** Who bought for themselves, or sold to a customer. */
  readonly memberId: number;
  /** Pseudonymous number of the customer; only of a customer sale. */
  readonly customer?: number;
  /** The customer had never ordered from this member before; told only to plans that ask for it. */
  readonly newCustomer?: true;
  readonly pv: bigint;
  readonly cv: bigint;
  /** What accepted refunds have taken back so far. */
  readonly refundedPv: bigint;
  readonly refundedCv: bigint;
  /** The part of it that periods after the order's own took back; left out while it is 0. */
  readonly refundedLater?: bigint;
  /** What checkout credited for it at once, beside the run; only of an order with credits. */
  readonly credits?: readonly Credit[];
}

/** An instant credit: paid beside the roots, so a run only takes it back when the order is refunded. */
interface Credit {
  readonly memberId: number;
  readonly level: number;
  readonly amount: bigint;
}

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

/** What a map of orders by their reference has, as far as somebody needs it. */
export type OrdersByRef = Pick<ReadonlyMap<number, Order>, 'get'> & Iterable<readonly [orderRef: number, order: Order]>;

/** The entries of a period, sorted into what they mean. */
export interface PeriodOrders {
  /** The period's own orders, in entry order, with what was refunded within the period already taken in. */
  readonly orders: readonly Order[];
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
export function readOrders(
  entries: readonly VolumeEntry[],
  at: LedgerPlace,
  earlier: EarlierOrders,
  newCustomers = false,
): PeriodOrders {
  const reader = openLedger(at, newCustomers);
  reader.add(entries, at.memberCount, earlier);
  return reader.read();
}

/** Entries of one period, read as they come. */
export interface LedgerReader {
  /**
   * @param memberCount members when these entries were recorded, or later
   * @param earlier as for `readOrders`, of these entries
   */
  add(entries: readonly VolumeEntry[], memberCount: number, earlier: EarlierOrders): void;
  /** What was read so far; `touched` is not copied and goes on with the reader. */
  read(): PeriodOrders;
  /** The same without the orders and refunds of before: `orders` as they were placed, from number `order` and `refund` on. */
  readFrom(order: number, refund: number): PeriodOrders;
}

/** @param newCustomers whether to find out who is a new customer */
export function openLedger(at: Pick<LedgerPlace, 'period' | 'firstEntry'>, newCustomers = false): LedgerReader {
  const customers = newCustomers ? seenCustomers() : undefined;
  const touched = new OrderIndex<Order>();
  const orders: Order[] = [];
  const refunds: Refund[] = [];
  const anomalies: Anomaly[] = [];
  let netCv = 0n;
  let instant = 0n;
  let number = at.firstEntry - 1;
  let refundedWithin = false;

  function addEntry(entry: VolumeEntry, memberCount: number, earlier: EarlierOrders): void {
    number += 1;
    netCv += signedCv(entry);
    if (entry.kind === 'attestation') return;
    if (entry.kind === 'instantSettled') instant += entry.cv;
    const { orderRef } = entry;
    const known = touched.get(orderRef) ?? (earlier.size === 0 ? undefined : earlier.get(orderRef));
    const reason = faultOf(entry, known, memberCount);
    if (reason !== undefined) {
      anomalies.push({ entry: number, orderRef, memberId: entry.memberId, reason });
    } else if (entry.kind === 'instantSettled') {
      if (known !== undefined) touched.set(withCredit(known, entry));
    } else if (known === undefined) {
      const placed = placeOrder(entry, number, at.period);
      const order: Order = customers?.isNew(placed) === true ? { ...placed, newCustomer: true } : placed;
      touched.set(order);
      orders.push(order);
    } else {
      refunds.push({ entry: number, order: known, pv: entry.pv, cv: entry.cv });
      touched.set(withRefund(known, entry, at.period));
      refundedWithin ||= known.period === at.period;
    }
  }

  return {
    add(entries, memberCount, earlier) {
      customers?.saw(earlier.values());
      for (const entry of entries) addEntry(entry, memberCount, earlier);
    },
    read: () => ({
      // Orders are copied only when one of them changed.
      orders: refundedWithin ? orders.map((order) => touched.get(order.orderRef) ?? order) : orders,
      refunds,
      anomalies,
      netCv,
      instant,
      touched,
    }),
    readFrom: (order, refund) => {
      return { orders: orders.slice(order), refunds: refunds.slice(refund), anomalies, netCv, instant, touched };
    },
  };
}

/** Who sold, and to whom, as one name; undefined for who bought for themselves. */
export function customerOf({
  memberId,
  customer,
}: {
  readonly memberId: number;
  readonly customer?: number;
}): string | undefined {
  return customer === undefined ? undefined : `${memberId} ${customer}`;
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
 * Why the entry pays nothing, or undefined. After this, a credit has its order; of the others, an entry whose order is unknown is an
 * order, and any other is a refund.
 */
function faultOf(entry: VolumeOfOrder, known: Order | undefined, memberCount: number): AnomalyReason | undefined {
  if (entry.memberId > memberCount) return 'unknownMember';
  if (entry.kind === 'instantSettled') return known === undefined ? 'creditOfUnknownOrder' : undefined;
  if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') return known === undefined ? undefined : 'repeatedOrder';
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

function placeOrder(entry: VolumeOfOrder, number: number, period: number): Order {
  const { memberId, pv, cv, orderRef } = entry;
  // Written out twice: of a million orders a spread would cost more than all else here.
  if (entry.kind !== 'customerSale') {
    return { entry: number, period, orderRef, sale: 'own', memberId, pv, cv, refundedPv: 0n, refundedCv: 0n };
  }
  const { customer } = entry;
  return { entry: number, period, orderRef, sale: 'customer', memberId, customer, pv, cv, refundedPv: 0n, refundedCv: 0n };
}
