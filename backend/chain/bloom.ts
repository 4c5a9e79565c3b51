import { keccak256 } from 'viem';
import type { Address, Hex } from '#kernel/hex.ts';

/** Whether the bloom of a block says that `address` may have logged in it. It never says no when there is a log. */
export function bloomMayContain(bloom: Hex, address: Address): boolean {
  return bitsOf(address).every(({ place, bit }) => (Number.parseInt(bloom.slice(place, place + 2), 16) & bit) !== 0);
}

interface BloomBit {
  /** Where the byte stands in the text. */
  readonly place: number;
  readonly bit: number;
}

/** A process asks about the same few contracts for all its life. */
const known = new Map<Address, readonly BloomBit[]>();

function bitsOf(address: Address): readonly BloomBit[] {
  const found = known.get(address);
  if (found !== undefined) return found;
  const hash = keccak256(address);
  const bits = [0, 1, 2].map((turn) => {
    const index = Number.parseInt(hash.slice(2 + turn * 4, 6 + turn * 4), 16) & 0x7ff;
    return { place: 2 + (255 - (index >> 3)) * 2, bit: 1 << (index & 7) };
  });
  known.set(address, bits);
  return bits;
}
