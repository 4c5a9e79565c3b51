import { bytesToHex, type Address, type Hex } from '#kernel/hex.ts';

/** Bytes of a column as lower-case text. */
export function hexOf(bytes: Uint8Array): Hex {
  return bytesToHex(bytes);
}

export function optionalHex(bytes: Uint8Array | null): Address | null {
  return bytes === null ? null : bytesToHex(bytes);
}

/** Unix seconds of the chain as a date. */
export function dateOfSeconds(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000);
}
