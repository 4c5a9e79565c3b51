import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex } from '#kernel/hex.ts';
import { keccak, keccakText, merkleRoot, prepareHashing, rootOfWords } from './hash.ts';

it('gives the same hashes by plain JavaScript and by WebAssembly, and one result never overwrites another', async () => {
  const texts = fc.sample(fc.uint8Array({ maxLength: 600 }), { numRuns: 300, seed: 4 });
  const plain = texts.map((bytes) => bytesToHex(keccak(bytes)));
  const empty = keccakText('');
  expect(empty).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  await prepareHashing();
  const fast = texts.map((bytes) => keccak(bytes));
  expect(fast.map(bytesToHex)).toEqual(plain);
  expect(keccakText('')).toBe(empty);
});

describe('the root of words one behind the other', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 9, 31, 33])('is that of %i leaves', (count) => {
    const leaves = Array.from({ length: count }, (_, index) => keccak(Uint8Array.of(index, count)));
    const words = new Uint8Array((count + 2) * 32).fill(7);
    leaves.forEach((leaf, index) => words.set(leaf, index * 32));
    expect(rootOfWords(words, count)).toEqual(merkleRoot(leaves));
  });
});
