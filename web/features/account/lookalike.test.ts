import { describe, expect, it } from 'vitest';
import { looksLike, sameAddress } from './lookalike.ts';

const known = '0xAbC0000000000000000000000000000000000dEf';

describe('W07 an address with the ends of another', () => {
  it('is noticed, whatever the case of its letters', () => {
    expect(looksLike('0xabc1111111111111111111111111111111111def', known)).toBe(true);
  });

  it.each([
    ['the same one', known.toLowerCase()],
    ['another end', '0xabc1111111111111111111111111111111111dee'],
    ['another beginning', '0xabd1111111111111111111111111111111111def'],
  ])('is not %s', (_what, address) => {
    expect(looksLike(address, known)).toBe(false);
  });

  it('needs something to look like', () => {
    expect(looksLike(known, null)).toBe(false);
    expect(sameAddress(known, known.toLowerCase())).toBe(true);
  });
});
