import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex } from '#kernel/hex.ts';
import {
  abiWords,
  fastKeccak,
  joinWords,
  keccak,
  keccakText,
  merkleRoot,
  prepareHashing,
  readUint,
  rootOfWords,
  writeUint,
} from './hash.ts';

it('gives the same hashes by plain JavaScript and by WebAssembly, and one result never overwrites another', async () => {
  const texts = fc.sample(fc.uint8Array({ maxLength: 600 }), { numRuns: 300, seed: 4 });
  const plain = texts.map((bytes) => bytesToHex(keccak_256(bytes)));
  expect(texts.map((bytes) => bytesToHex(keccak(bytes)))).toEqual(plain);
  const empty = keccakText('');
  expect(empty).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  const hash = await fastKeccak();
  const fast = texts.map((bytes) => hash(bytes));
  expect(fast.map(bytesToHex)).toEqual(plain);
  await prepareHashing();
  expect(texts.map((bytes) => bytesToHex(keccak(bytes)))).toEqual(plain);
  expect(keccakText('')).toBe(empty);
});

it('prepares the fast one once, however often it is asked', async () => {
  const first = prepareHashing();
  expect(first).toBeInstanceOf(Promise);
  expect(prepareHashing()).toBe(first);
  await first;
  expect(prepareHashing()).toBe(first);
});

describe('the root of words one behind the other', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 9, 31, 33])('is that of %i leaves', (count) => {
    const leaves = Array.from({ length: count }, (_, index) => keccak(Uint8Array.of(index, count)));
    const words = new Uint8Array((count + 2) * 32).fill(7);
    leaves.forEach((leaf, index) => words.set(leaf, index * 32));
    expect(rootOfWords(words, count)).toEqual(merkleRoot(leaves));
  });
});

describe('numbers in bytes', () => {
  it.each<[number, bigint, string]>([
    [1, 0n, '00'],
    [1, 0xffn, 'ff'],
    [4, 0x0102_0304n, '01020304'],
    [5, 0x01_0203_0405n, '0102030405'],
    [6, 0xff_ffff_ffffn, '00ffffffffff'],
    [7, 0x80_0000_0000_0001n, '80000000000001'],
    [12, 0x1_0000_0000_0000_0002n, '000000010000000000000002'],
  ])('are written over what stood there, big-endian in %i bytes, and read again (%i)', (length, value, hex) => {
    const bytes = new Uint8Array(length + 2).fill(0xee);
    writeUint(bytes, 1, length, value);
    expect(bytesToHex(bytes)).toBe(`0xee${hex}ee`);
    expect(readUint(bytes, 1, length)).toBe(value);
    writeUint(bytes, 1, length, Number(value & 0xffn));
    expect(bytesToHex(bytes)).toBe(`0xee${'00'.repeat(length - 1)}${hex.slice(-2)}ee`);
  });

  it('stand at the right of 32 bytes, whatever they are', () => {
    const words = abiWords(5, 2n ** 64n, Uint8Array.of(1, 2), new Uint8Array(32).fill(9));
    expect(bytesToHex(words)).toBe(
      `0x${'0'.repeat(63)}5${'0'.repeat(47)}10000000000000000${'0'.repeat(60)}0102${'09'.repeat(32)}`,
    );
    expect(abiWords()).toEqual(new Uint8Array());
    expect(bytesToHex(joinWords(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)))).toBe(
      `0x${'01'.repeat(32)}${'02'.repeat(32)}`,
    );
  });

  it('are read as nothing behind the end', () => {
    expect(readUint(Uint8Array.of(1, 2), 1, 3)).toBe(0x02_0000n);
  });

  it('have no root when there are none, and are their own when there is one', () => {
    const [one, two, three] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array, Uint8Array];
    expect([merkleRoot([]), merkleRoot([one])]).toEqual([undefined, one]);
    expect(merkleRoot([one, two])).toEqual(keccak(joinWords(one, two)));
    // The odd one goes up as it is.
    expect(merkleRoot([one, two, three])).toEqual(keccak(joinWords(keccak(joinWords(one, two)), three)));
  });
});
