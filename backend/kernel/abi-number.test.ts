import { describe, expect, it } from 'vitest';
import { abiNumber } from './abi-number.ts';

describe('a sum in an ABI word of few bits', () => {
  it.each([32, 40, 48] as const)('of %i bits is exact up to its end, and refused beyond', (bits) => {
    const most = 2n ** BigInt(bits) - 1n;
    expect(BigInt(abiNumber(most, bits))).toBe(most);
    expect(abiNumber(0n, bits)).toBe(0);
    expect(() => abiNumber(most + 1n, bits)).toThrow(RangeError);
    expect(() => abiNumber(-1n, bits)).toThrow(RangeError);
  });
});
