/**
 * Orders by their reference. References are given out in sequence, so nearly all orders of a period come in rising order and are found
 * by halving a list; only those that do not rise cost a map, which for a million orders takes longer than reading them.
 */
export class OrderIndex<Order> implements Iterable<readonly [orderRef: number, order: Order]> {
  /** Rising, with the order of each beside it. */
  readonly #refs: number[] = [];
  readonly #orders: Order[] = [];
  readonly #others = new Map<number, Order>();

  get(orderRef: number): Order | undefined {
    const place = this.#placeOf(orderRef);
    if (this.#refs[place] === orderRef) return this.#orders[place];
    return this.#others.size === 0 ? undefined : this.#others.get(orderRef);
  }

  /** Adds the order, or puts it in the place of the one with this reference. */
  set(orderRef: number, order: Order): void {
    const place = this.#placeOf(orderRef);
    if (place === this.#refs.length) this.#refs.push(orderRef);
    if (this.#refs[place] === orderRef) this.#orders[place] = order;
    else this.#others.set(orderRef, order);
  }

  *[Symbol.iterator](): Generator<readonly [number, Order], void> {
    for (const [place, order] of this.#orders.entries()) yield [this.#refs[place] ?? 0, order];
    yield* this.#others;
  }

  /** The first place whose reference is not lower; behind the last one when all are. */
  #placeOf(orderRef: number): number {
    let from = 0;
    let to = this.#refs.length;
    if (to === 0 || orderRef > (this.#refs[to - 1] ?? 0)) return to;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#refs[middle] ?? 0) < orderRef) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
