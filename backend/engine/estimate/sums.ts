import { MOST_SUMMED } from '../bonuses/gains.ts';

/** What a bonus comes to, member by member, kept up to date as single lines come and go. No amount is below zero. */
export class Sums {
  readonly bonusId: string;
  total = 0n;
  lineCount = 0;
  readonly #amounts: BigInt64Array;
  readonly #lines: Uint32Array;
  /** Lines and those of orders without CV, which count for matching only. */
  readonly #shares: Uint32Array;
  /** Who was added to, each once; 1 for each of them beside it. */
  #changed: number[] = [];
  readonly #marked: Uint8Array;

  constructor(bonusId: string, memberCount: number) {
    this.bonusId = bonusId;
    this.#amounts = new BigInt64Array(memberCount + 1);
    this.#lines = new Uint32Array(memberCount + 1);
    this.#shares = new Uint32Array(memberCount + 1);
    this.#marked = new Uint8Array(memberCount + 1);
  }

  /** Adds so many lines that come to `amount` together; all three are negative to take back. */
  add(memberId: number, amount: bigint, lines: number, shares = lines): void {
    this.#amounts[memberId] = (this.#amounts[memberId] ?? 0n) + amount;
    this.#lines[memberId] = (this.#lines[memberId] ?? 0) + lines;
    this.#shares[memberId] = (this.#shares[memberId] ?? 0) + shares;
    this.total += amount;
    this.lineCount += lines;
    this.#mark(memberId);
  }

  of(memberId: number): bigint {
    return this.#amounts[memberId] ?? 0n;
  }

  hasLine(memberId: number): boolean {
    return (this.#lines[memberId] ?? 0) > 0;
  }

  hasShare(memberId: number): boolean {
    return (this.#shares[memberId] ?? 0) > 0;
  }

  /** Whether 64 bits hold everything: no sum is greater than that of all. */
  get fits(): boolean {
    return this.total <= MOST_SUMMED;
  }

  /** Who was added to since `settled`. */
  get changed(): readonly number[] {
    return this.#changed;
  }

  settled(): void {
    for (const memberId of this.#changed) this.#marked[memberId] = 0;
    this.#changed = [];
  }

  #mark(memberId: number): void {
    if (this.#marked[memberId] === 1) return;
    this.#marked[memberId] = 1;
    this.#changed.push(memberId);
  }

  clear(): void {
    for (const [memberId, shares] of this.#shares.entries()) if (shares > 0) this.#mark(memberId);
    this.#amounts.fill(0n);
    this.#lines.fill(0);
    this.#shares.fill(0);
    this.total = 0n;
    this.lineCount = 0;
  }
}

/** One line at a time in each of a row of places: what stood there goes when another comes. */
export class Slots {
  readonly #sums: Sums;
  readonly #amounts: BigInt64Array;
  /** 0 for an empty place. */
  readonly #members: Uint32Array;

  constructor(sums: Sums, size: number) {
    this.#sums = sums;
    this.#amounts = new BigInt64Array(size);
    this.#members = new Uint32Array(size);
  }

  put(slot: number, memberId: number, amount: bigint): void {
    if (this.#members[slot] === memberId && this.#amounts[slot] === amount) return;
    this.drop(slot);
    this.#members[slot] = memberId;
    this.#amounts[slot] = amount;
    this.#sums.add(memberId, amount, 1);
  }

  drop(slot: number): void {
    const memberId = this.#members[slot] ?? 0;
    if (memberId === 0) return;
    this.#sums.add(memberId, -(this.#amounts[slot] ?? 0n), -1);
    this.#members[slot] = 0;
  }
}
