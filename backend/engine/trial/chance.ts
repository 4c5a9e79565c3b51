/** Repeatable chance: the same seed gives the same numbers on every machine, in Node and in a browser. */
export interface Chance {
  /** A whole number from 0 to `bound` − 1; `bound` is below 2^21. */
  below(bound: number): number;
  /** True in `ppm` of a million cases. */
  happens(ppm: number): boolean;
  /** Chance of its own for one part of the world, so that a change in one part leaves the others as they were. */
  branch(part: number): Chance;
}

const WORD = 4_294_967_296;

/**
 * A counter that is scrambled, 32 bits wide (splitmix32 on two halves of the seed).
 * @param seed a whole number from 0 to 2^53 − 1
 */
export function createChance(seed: number, part = 0): Chance {
  let state = scramble(scramble((seed % WORD) ^ 0x9e3779b9) ^ Math.floor(seed / WORD) ^ Math.imul(part, 0x85ebca6b));

  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    return scramble(state) >>> 0;
  }

  /** A word times a bound below 2^21 is below 2^53, so this is exact. */
  const below = (bound: number): number => Math.floor((next() * bound) / WORD);
  return {
    below,
    happens: (ppm) => below(1_000_000) < ppm,
    branch: (other) => createChance(seed, Math.imul(part, 31) + other + 1),
  };
}

function scramble(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
