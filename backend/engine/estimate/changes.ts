import { type Order } from '../ledger/order.ts';
import { type Refund } from '../ledger/orders.ts';

/** What some new entries changed, when volumes, conditions and ranks are settled already. */
export interface Change {
  /** Whose PPV or CV is another. */
  readonly sources: readonly number[];
  /** What the CV that stands of each source has grown by. */
  readonly cvBy: ReadonlyMap<number, bigint>;
  /** Whose PPV, CV, conditions or rank may be another. */
  readonly members: readonly number[];
  /** Sources and everybody above them among the sponsors, from the highest number down: everybody below is settled first. */
  readonly path: readonly number[];
}

/** A bonus that is kept up to date. */
export interface Followed {
  /** Takes off what may change; nothing of the change is in the book of orders yet. Only of bonuses on orders. */
  withdraw?(change: Change): void;
  /** Brings the sums up to the change. */
  follow(change: Change): void;
  /** What it leaves for the next period, as copies. */
  columns?(): readonly (readonly [string, BigInt64Array])[];
}

/** An order and how many lines each share of it has: its own, and one for each refund. */
export interface BookedOrder {
  order: Order;
  lines: number;
}

/** The orders of the period by who bought or sold. */
export class OrderBook {
  readonly #bySource = new Map<number, BookedOrder[]>();

  of(source: number): readonly BookedOrder[] {
    return this.#bySource.get(source) ?? [];
  }

  all(): Iterable<readonly BookedOrder[]> {
    return this.#bySource.values();
  }

  place(order: Order): void {
    const booked = { order, lines: order.cv > 0n ? 1 : 0 };
    const known = this.#bySource.get(order.memberId);
    if (known === undefined) this.#bySource.set(order.memberId, [booked]);
    else known.push(booked);
  }

  refund({ order, pv, cv }: Refund): void {
    const booked = this.of(order.memberId).find((other) => other.order.orderRef === order.orderRef);
    if (booked === undefined) throw new Error('a refund comes after its order');
    booked.order = { ...booked.order, refundedPv: booked.order.refundedPv + pv, refundedCv: booked.order.refundedCv + cv };
    if (cv > 0n) booked.lines += 1;
  }
}

/** More members than this are quicker done anew with everybody else. */
const MOST_FOLLOWED = 20_000;

/** These members and everybody below them, whoever is above first; undefined when they are too many. */
export function branchesOf(heads: readonly number[], legs: (member: number) => Uint32Array): readonly number[] | undefined {
  const found = new Set<number>();
  for (const head of heads.toSorted((one, other) => one - other)) {
    const open = [head];
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      if (found.has(member)) continue;
      found.add(member);
      if (found.size > MOST_FOLLOWED) return undefined;
      for (const below of legs(member)) open.push(below);
    }
  }
  return [...found];
}
