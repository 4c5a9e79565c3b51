/**
 * Orders by their reference. References are given out in sequence, so nearly all orders of a period come in rising order and are found
 * by halving a list; only those that do not rise cost a map, which for a million orders takes longer than reading them.
 */
export class OrderIndex<Order extends { readonly orderRef: number }> implements Iterable<
  readonly [orderRef: number, order: Order]
> {
  /** By rising reference. */
  readonly #orders: Order[] = [];
  readonly #others = new Map<number, Order>();

  get(orderRef: number): Order | undefined {
    const found = this.#orders[this.#placeOf(orderRef)];
    if (found?.orderRef === orderRef) return found;
    return this.#others.size === 0 ? undefined : this.#others.get(orderRef);
  }

  /** Adds the order, or puts it in the place of the one with this reference. */
  set(order: Order): void {
    const { orderRef } = order;
    const place = this.#placeOf(orderRef);
    if (place === this.#orders.length) this.#orders.push(order);
    else if (this.#orders[place]?.orderRef === orderRef) this.#orders[place] = order;
    else this.#others.set(orderRef, order);
  }

  *[Symbol.iterator](): Generator<readonly [number, Order], void> {
    for (const order of this.#orders) yield [order.orderRef, order];
    yield* this.#others;
  }

  /** The first place whose reference is not lower; behind the last one when all are. */
  #placeOf(orderRef: number): number {
    let from = 0;
    let to = this.#orders.length;
    if (to === 0 || orderRef > (this.#orders[to - 1]?.orderRef ?? 0)) return to;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#orders[middle]?.orderRef ?? 0) < orderRef) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
