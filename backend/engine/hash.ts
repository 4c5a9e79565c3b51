import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, type Hex } from '#kernel/hex.ts';

const encoder = new TextEncoder();

type Hash = (bytes: Uint8Array) => Uint8Array;

let hash: Hash = (bytes) => keccak_256(bytes);
let preparing: Promise<void> | undefined;

/**
 * Makes every later hash of this process seven times as fast, by WebAssembly, with the same results. Whoever hashes millions asks for it once;
 * a page need not, and where WebAssembly is forbidden (a content security policy may) plain JavaScript goes on.
 */
export function prepareHashing(): Promise<void> {
  preparing ??= fastKeccak()
    .then((fast) => void (hash = fast))
    .catch(() => undefined);
  return preparing;
}

/** keccak256 by WebAssembly. */
export async function fastKeccak(): Promise<Hash> {
  const { createKeccak } = await import('hash-wasm');
  const wasm = await createKeccak(256);
  return (bytes) => wasm.init().update(bytes).digest('binary');
}

export function keccak(bytes: Uint8Array): Uint8Array {
  return hash(bytes);
}

export function keccakHex(bytes: Uint8Array): Hex {
  return bytesToHex(keccak(bytes));
}

export function keccakText(text: string): Hex {
  return keccakHex(encoder.encode(text));
}

/** Writes a non-negative whole number big-endian into `length` bytes at `offset`. The caller has checked that it fits. */
export function writeUint(target: Uint8Array, offset: number, length: number, value: bigint | number): void {
  let rest = BigInt(value);
  let end = offset + length;
  target.fill(0, offset, end);
  // Four bytes at a time: shifting a bigint is what costs.
  while (rest > 0n) {
    let four = Number(rest & 0xffff_ffffn);
    for (let index = end - 1; index >= Math.max(offset, end - 4); index -= 1) {
      target[index] = four & 0xff;
      four >>>= 8;
    }
    rest >>= 32n;
    end -= 4;
  }
}

/** Reads a big-endian whole number of `length` bytes. */
export function readUint(source: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let index = offset; index < offset + length; index += 1) value = (value << 8n) | BigInt(source[index] ?? 0);
  return value;
}

/** `abi.encode` of unsigned numbers and 32-byte words: every value right-aligned in 32 bytes. */
export function abiWords(...values: readonly (bigint | number | Uint8Array)[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 32);
  values.forEach((value, index) => {
    if (value instanceof Uint8Array) bytes.set(value, index * 32 + 32 - value.length);
    else writeUint(bytes, index * 32, 32, value);
  });
  return bytes;
}

/** Two 32-byte words one after the other. */
export function joinWords(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set(left, 0);
  bytes.set(right, 32);
  return bytes;
}

/** Root of a plain Merkle tree: parents are keccak256(left ‖ right), an odd node is promoted. Undefined for no leaves. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array | undefined {
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index];
      const right = level[index + 1];
      if (left !== undefined) above.push(right === undefined ? left : keccak(joinWords(left, right)));
    }
    level = above;
  }
  return level[0];
}

/** The same of the first `count` words of 32 bytes that lie one behind the other; they are overwritten. */
export function rootOfWords(words: Uint8Array, count: number): Uint8Array | undefined {
  const pair = new Uint8Array(64);
  let width = count;
  while (width > 1) {
    for (let index = 0; index + 1 < width; index += 2) {
      pair.set(words.subarray(index * 32, index * 32 + 64));
      words.set(keccak(pair), index * 16);
    }
    if (width % 2 === 1) words.copyWithin((width - 1) * 16, (width - 1) * 32, width * 32);
    width = Math.ceil(width / 2);
  }
  return width === 0 ? undefined : words.slice(0, 32);
}
