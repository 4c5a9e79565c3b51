/** A source of repeatable chance: the same seed gives the same world on every machine. */
export interface Random {
  /** A whole number from 0 to `bound` − 1. */
  below(bound: number): number;
  /** True in `percent` cases of a hundred. */
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** Another, independent source for a part of the world, so that a change in one part leaves the others as they were. */
  branch(label: string): Random;
}

/** SplitMix64 over the seed's 64 bits: short, well studied (Steele, Lea, Flood 2014), and exact in BigInt arithmetic. */
export function createRandom(seed: bigint): Random {
  let state = BigInt.asUintN(64, seed);

  function next(): bigint {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let word = state;
    word = BigInt.asUintN(64, (word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n);
    word = BigInt.asUintN(64, (word ^ (word >> 27n)) * 0x94d049bb133111ebn);
    return word ^ (word >> 31n);
  }

  function below(bound: number): number {
    if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`A bound must be a positive whole number, not ${bound}.`);
    // The 32 upper bits scaled to the bound: the bias of 2^-32 x bound is of no weight in a demo.
    return Number(((next() >> 32n) * BigInt(bound)) >> 32n);
  }

  return {
    below,
    chance: (percent) => below(100) < percent,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Nothing to pick from.');
      return item;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const copy = [...items];
      for (let index = copy.length - 1; index > 0; index -= 1) {
        const other = below(index + 1);
        [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
      }
      return copy;
    },
    branch(label) {
      let hash = 0xcbf29ce484222325n;
      for (const byte of new TextEncoder().encode(label)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
      return createRandom(hash ^ BigInt.asUintN(64, seed));
    },
  };
}
