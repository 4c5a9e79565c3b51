import type { Address } from '#kernel/hex.ts';

/** Digits at each end by which people recognize an address, and which a forger can therefore copy. */
const ENDS = 3;

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Another address with the same ends: a slip from a poisoned history, not a coincidence. */
export function looksLike(address: string, known: Address | null): boolean {
  if (known === null || sameAddress(address, known)) return false;
  const [one, other] = [address.toLowerCase(), known.toLowerCase()];
  return one.slice(2, 2 + ENDS) === other.slice(2, 2 + ENDS) && one.slice(-ENDS) === other.slice(-ENDS);
}
