/** Bytes as text: `0x` and two lower-case digits a byte. */
export type Hex = `0x${string}`;

/** Twenty bytes. Compare in lower case; checksummed spelling is for people. */
export type Address = Hex;

export const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function bytesToHex(bytes: Uint8Array): Hex {
  let text = '0x';
  for (const byte of bytes) text += digits[byte];
  return text as Hex;
}

/** @throws RangeError when the text is not hexadecimal; callers that take text from outside check with `isHex` first. */
export function hexToBytes(hex: Hex): Uint8Array {
  if (!isHex(hex)) throw new RangeError('not hexadecimal');
  const bytes = new Uint8Array((hex.length - 2) / 2);
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(hex.slice(2 + index * 2, 4 + index * 2), 16);
  return bytes;
}

/** Whether `value` is hexadecimal text, of exactly `length` bytes when that is given. */
export function isHex(value: unknown, length?: number): value is Hex {
  if (typeof value !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(value)) return false;
  return length === undefined || value.length === 2 + length * 2;
}
