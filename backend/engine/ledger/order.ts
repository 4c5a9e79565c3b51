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

/** Orders of one period in the order of their entries; an array is such a list, too. */
export interface Orders extends Iterable<Order> {
  readonly length: number;
}

/** What a map of orders by their reference has, as far as somebody needs it. */
export type OrdersByRef = Pick<ReadonlyMap<number, Order>, 'get'> & Iterable<readonly [orderRef: number, order: Order]>;

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
