import { type EntryTable } from './entry-table.ts';
import { type Order, type Orders, type OrdersByRef } from './order.ts';

const OWN = 0;
const CUSTOMER = 1;
const NEW_CUSTOMER = 2;

/**
 * The orders of one period as columns, found by their reference. An order is made when somebody looks at it; only those that a refund or a
 * credit has changed are kept as objects. References are given out in sequence, so nearly all orders come in rising order and are found by
 * halving a list; only those that do not rise cost a map.
 */
export class OrderTable implements Orders {
  readonly #period: number;
  readonly #firstEntry: number;
  #length = 0;
  #rows = new Uint32Array();
  #sales = new Uint8Array();
  #members = new Uint32Array();
  #customers = new Uint32Array();
  #pv = new BigUint64Array();
  #cv = new BigUint64Array();
  #refs = new Float64Array();
  /** Numbers of the orders whose reference is higher than of all before them. */
  #rising = new Uint32Array();
  #risen = 0;
  /** The highest reference; −1 while there is none. */
  #highest = -1;
  readonly #others = new Map<number, number>();
  readonly #changed = new Map<number, Order>();

  /** @param firstEntry number of the period's first entry */
  constructor(period: number, firstEntry: number) {
    this.#period = period;
    this.#firstEntry = firstEntry;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether a refund has taken back CV of any order. */
  get anyRefunded(): boolean {
    for (const { refundedCv } of this.#changed.values()) if (refundedCv > 0n) return true;
    return false;
  }

  /** Who placed the orders, by number of the order; good until the next one is added. */
  get members(): Uint32Array {
    return this.#members.subarray(0, this.#length);
  }

  /** 0 for an own purchase. */
  get sales(): Uint8Array {
    return this.#sales.subarray(0, this.#length);
  }

  get pv(): BigUint64Array {
    return this.#pv.subarray(0, this.#length);
  }

  /** As placed. */
  get cv(): BigUint64Array {
    return this.#cv.subarray(0, this.#length);
  }

  /** Orders that have changed, with their numbers. */
  get changed(): Iterable<readonly [number: number, order: Order]> {
    return this.#changed;
  }

  /** Makes room, so that so many more orders are added without copying. */
  reserve(more: number): void {
    const wanted = this.#length + more;
    if (wanted <= this.#rows.length) return;
    // Twice as much when it grows again and again.
    const room = Math.max(wanted, 2 * this.#length);
    this.#rows = grown(this.#rows, new Uint32Array(room));
    this.#sales = grown(this.#sales, new Uint8Array(room));
    this.#members = grown(this.#members, new Uint32Array(room));
    this.#customers = grown(this.#customers, new Uint32Array(room));
    this.#pv = grown(this.#pv, new BigUint64Array(room));
    this.#cv = grown(this.#cv, new BigUint64Array(room));
    this.#refs = grown(this.#refs, new Float64Array(room));
    this.#rising = grown(this.#rising, new Uint32Array(room));
  }

  /** Adds the order that entry number `entry` places; its reference is new. @returns its number */
  place(entries: EntryTable, row: number, entry: number, fromCustomer: boolean): number {
    this.reserve(1);
    const number = this.#length;
    const orderRef = entries.references[row] ?? 0;
    this.#rows[number] = entry - this.#firstEntry;
    this.#sales[number] = fromCustomer ? CUSTOMER : OWN;
    this.#members[number] = entries.members[row] ?? 0;
    this.#customers[number] = entries.marks[row] ?? 0;
    this.#pv[number] = entries.pv[row] ?? 0n;
    this.#cv[number] = entries.cv[row] ?? 0n;
    this.#refs[number] = orderRef;
    if (orderRef > this.#highest) {
      this.#rising[this.#risen++] = number;
      this.#highest = orderRef;
    } else this.#others.set(orderRef, number);
    this.#length = number + 1;
    return number;
  }

  /** The customer of this order had never ordered from its member before. */
  markNewCustomer(number: number): void {
    this.#sales[number] = NEW_CUSTOMER;
  }

  /** Number of the order with this reference; −1 when there is none. */
  numberOf(orderRef: number): number {
    if (this.#others.size > 0) {
      const other = this.#others.get(orderRef);
      if (other !== undefined) return other;
    }
    if (orderRef > this.#highest) return -1;
    let from = 0;
    let to = this.#risen;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#refs[this.#rising[middle] ?? 0] ?? 0) < orderRef) from = middle + 1;
      else to = middle;
    }
    const number = this.#rising[from] ?? 0;
    return this.#refs[number] === orderRef ? number : -1;
  }

  /** The order with this reference, as it stands. */
  byRef(orderRef: number): Order | undefined {
    const number = this.numberOf(orderRef);
    return number < 0 ? undefined : this.at(number);
  }

  /** The order as it stands. */
  at(number: number): Order {
    return (this.#changed.size === 0 ? undefined : this.#changed.get(number)) ?? this.placed(number);
  }

  /** The order as it was placed. */
  placed(number: number): Order {
    const entry = this.#firstEntry + (this.#rows[number] ?? 0);
    const period = this.#period;
    const orderRef = this.#refs[number] ?? 0;
    const memberId = this.#members[number] ?? 0;
    const pv = this.#pv[number] ?? 0n;
    const cv = this.#cv[number] ?? 0n;
    // Written out, because of a million orders a spread would cost more than all else here.
    if (this.#sales[number] === OWN) {
      return { entry, period, orderRef, sale: 'own', memberId, pv, cv, refundedPv: 0n, refundedCv: 0n };
    }
    const customer = this.#customers[number] ?? 0;
    const placed: Order = {
      entry,
      period,
      orderRef,
      sale: 'customer',
      memberId,
      customer,
      pv,
      cv,
      refundedPv: 0n,
      refundedCv: 0n,
    };
    return this.#sales[number] === NEW_CUSTOMER ? { ...placed, newCustomer: true } : placed;
  }

  change(number: number, order: Order): void {
    this.#changed.set(number, order);
  }

  *[Symbol.iterator](): Generator<Order, void> {
    for (let number = 0; number < this.#length; number += 1) yield this.at(number);
  }
}

/** Every order that a period placed or refunded, as it stands at its end: its own, and earlier ones that it refunded. */
export class TouchedOrders implements OrdersByRef {
  readonly #own: OrderTable;
  readonly #earlier = new Map<number, Order>();

  constructor(own: OrderTable) {
    this.#own = own;
  }

  get(orderRef: number): Order | undefined {
    return this.#own.byRef(orderRef) ?? this.#earlier.get(orderRef);
  }

  /** Puts a changed order in the place of the one with its reference. */
  set(order: Order): void {
    const number = this.#own.numberOf(order.orderRef);
    if (number < 0) this.#earlier.set(order.orderRef, order);
    else this.#own.change(number, order);
  }

  *[Symbol.iterator](): Generator<readonly [orderRef: number, order: Order], void> {
    for (const order of this.#own) yield [order.orderRef, order];
    yield* this.#earlier;
  }
}

type Column = Uint8Array | Uint32Array | BigUint64Array | Float64Array;

function grown<One extends Column>(before: One, after: One): One {
  after.set(before as never);
  return after;
}
