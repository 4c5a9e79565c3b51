import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesToHex } from '#kernel/hex.ts';
import { keccak, keccakText, prepareHashing } from './hash.ts';

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
