/** Σ by member, exact whatever the figures: 64 bits as long as they are enough, which they nearly always are. */
export class Amounts {
  readonly #sums: BigInt64Array;
  /** 1 for whoever has anything, be it nothing in the end. */
  readonly #touched: Uint8Array;
  /** Sums that left 64 bits; they count instead of what stands in `#sums`. */
  readonly #great = new Map<number, bigint>();

  /** @param sums with `touched`, sums to begin with; they are kept and changed */
  constructor(
    memberCount: number,
    sums: BigInt64Array = new BigInt64Array(memberCount + 1),
    touched: Uint8Array = new Uint8Array(memberCount + 1),
  ) {
    this.#sums = sums;
    this.#touched = touched;
  }

  add(memberId: number, amount: bigint): void {
    this.#touched[memberId] = 1;
    const sum = this.of(memberId) + amount;
    this.#sums[memberId] = sum;
    // What 64 bits do not give back is great. Once there is any, everything new goes there too: whoever asks looks there first.
    if (this.#great.size > 0 || this.#sums[memberId] !== sum) this.#great.set(memberId, sum);
  }

  /** Whoever has anything there has it here too. */
  addAll(others: Amounts): void {
    const { length } = others.#touched;
    for (let memberId = 1; memberId < length; memberId += 1) {
      if (others.#touched[memberId] === 1) this.add(memberId, others.of(memberId));
    }
  }

  of(memberId: number): bigint {
    if (this.#great.size > 0) {
      const great = this.#great.get(memberId);
      if (great !== undefined) return great;
    }
    return this.#sums[memberId] ?? 0n;
  }

  /** Whoever has anything, in the order of numbers. */
  members(): Uint32Array {
    return markedMembers(this.#touched);
  }
}

/** Numbers under which a 1 stands, rising. */
export function markedMembers(marks: Uint8Array): Uint32Array {
  const all = new Uint32Array(marks.length);
  let count = 0;
  for (let memberId = 1; memberId < marks.length; memberId += 1) {
    if (marks[memberId] !== 1) continue;
    all[count] = memberId;
    count += 1;
  }
  return all.slice(0, count);
}
