import { type CarryState } from '../state/carry.ts';
import { type Earnings, type MemberEarning } from './types.ts';

/** What earnings are read from: sums by member since the chain began. */
type Sums = Pick<CarryState, 'cumulative' | 'debt'>;

/**
 * What a period made of everybody who has a line in it, read from the states before and after it: an object for each of a million members would
 * cost as much as what it holds took to calculate.
 */
export class SettledEarnings implements Earnings {
  readonly #members: Uint32Array;
  readonly #before: Sums;
  readonly #after: Sums;

  /** @param members rising */
  constructor(members: Uint32Array, before: Sums, after: Sums) {
    this.#members = members;
    this.#before = before;
    this.#after = after;
  }

  get length(): number {
    return this.#members.length;
  }

  of(memberId: number): MemberEarning | undefined {
    return this.#has(memberId) ? this.#read(memberId) : undefined;
  }

  *[Symbol.iterator](): Generator<MemberEarning, void> {
    for (const memberId of this.#members) yield this.#read(memberId);
  }

  #has(memberId: number): boolean {
    let low = 0;
    let high = this.#members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#members[middle] ?? 0) < memberId) low = middle + 1;
      else high = middle;
    }
    return this.#members[low] === memberId;
  }

  #read(memberId: number): MemberEarning {
    const cumulative = this.#after.cumulative[memberId] ?? 0n;
    const debt = this.#after.debt[memberId] ?? 0n;
    const credited = cumulative - (this.#before.cumulative[memberId] ?? 0n);
    // What came in either was credited or lessened the debt; what was taken back added to it.
    return { memberId, net: credited - debt + (this.#before.debt[memberId] ?? 0n), credited, cumulative, debt };
  }
}
