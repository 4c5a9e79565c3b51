import type { Hex } from '#kernel/hex.ts';

/** The bytes of an event are not those of the ABI that this version knows. */
export class Misfit extends Error {}

const word = 64;
const zeros = '0'.repeat(word);

/** The number of topics, and words enough in the data: exactly so many when nothing of variable length is among them. */
export function shape(topics: readonly Hex[], data: Hex, topicCount: number, words: number, dynamic: boolean): void {
  const size = data.length - 2;
  if (topics.length !== topicCount || (dynamic ? size < words * word : size !== words * word)) throw new Misfit('another shape');
}

/** An unsigned number of at most 48 bits. */
export function small(text: Hex | undefined, place: number, bits: number): number {
  return Number.parseInt(digits(text, place, bits / 4), 16);
}

/** An unsigned number of any size. */
export function large(text: Hex | undefined, place: number, bits: number): bigint {
  const significant = digits(text, place, bits / 4);
  // Most numbers are small, and reading those as numbers is several times faster.
  if (bits === 64 && significant.startsWith('000')) return BigInt(Number.parseInt(significant, 16));
  return BigInt(`0x${significant}`);
}

export function signed(text: Hex | undefined, place: number, bits: number): bigint {
  const whole = wordAt(text, place);
  const value = BigInt.asIntN(bits, BigInt(`0x${whole}`));
  if (BigInt.asUintN(256, value) !== BigInt(`0x${whole}`)) throw new Misfit('not so small a number');
  return value;
}

export function flag(text: Hex | undefined, place: number): boolean {
  const value = digits(text, place, 2);
  if (value !== '00' && value !== '01') throw new Misfit('neither true nor false');
  return value === '01';
}

/** The last `size` bytes of a word: an address. */
export function tail(text: Hex | undefined, place: number, size: number): Hex {
  return `0x${digits(text, place, size * 2)}`;
}

/** The first `size` bytes of a word. */
export function front(text: Hex | undefined, place: number, size: number): Hex {
  const whole = wordAt(text, place);
  if (!zeros.startsWith(whole.slice(size * 2))) throw new Misfit('more bytes than its type has');
  return `0x${whole.slice(0, size * 2)}`;
}

/** Bytes or text of any length. */
export function bytes(data: Hex, place: number): Hex {
  const offset = small(data, place, 32) * 2;
  const length = Number.parseInt(data.slice(2 + offset, 2 + offset + word), 16) * 2;
  const start = 2 + offset + word;
  if (!(start + length <= data.length)) throw new Misfit('its bytes end too early');
  return `0x${data.slice(start, start + length)}`;
}

/** The last so many digits of a word of which the rest must be zero. */
function digits(text: Hex | undefined, place: number, count: number): string {
  if (text === undefined) throw new Misfit('a topic is missing');
  const start = 2 + place * word;
  const first = start + word - count;
  if (text.length < start + word || !(count === word || text.startsWith(zeros.slice(count), start)))
    throw new Misfit('not so small a number');
  return text.slice(first, start + word);
}

function wordAt(text: Hex | undefined, place: number): string {
  if (text === undefined) throw new Misfit('a topic is missing');
  const start = 2 + place * word;
  if (text.length < start + word) throw new Misfit('its bytes end too early');
  return text.slice(start, start + word);
}
