import { keccak256 } from 'viem';
import type { Address, Hex } from '#kernel/hex.ts';

/** Whether the bloom of a block says that `address` may have logged in it. It never says no when there is a log. */
export function bloomMayContain(bloom: Hex, address: Address): boolean {
  const hash = keccak256(address);
  for (let place = 0; place < 3; place += 1) {
    const bit = Number.parseInt(hash.slice(2 + place * 4, 6 + place * 4), 16) & 0x7ff;
    const byte = Number.parseInt(bloom.slice(2 + (255 - (bit >> 3)) * 2, 4 + (255 - (bit >> 3)) * 2), 16);
    if ((byte & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}
