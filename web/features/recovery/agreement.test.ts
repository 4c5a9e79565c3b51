import { describe, expect, it } from 'vitest';
import { agreementFrom, agreementLink } from './agreement.ts';

const agreement = {
  memberId: 15,
  wallet: `0x${'aB'.repeat(20)}`,
  deadline: 1_800_000_000,
  signature: `0x${'12'.repeat(65)}`,
} as const;

describe('a link that carries the agreement of a new wallet', () => {
  it('is read back as it was made', () => {
    const link = new URL(agreementLink('https://upline.example', agreement));
    expect(link.pathname + link.search).toBe('/recover?member=15');
    expect(agreementFrom(link.hash, 15)).toEqual(agreement);
  });

  it.each([
    ['nothing', ''],
    ['another fragment', '#top'],
    ['a cut link', '#agreement=0xabcd.1800000000'],
    ['no number', `#agreement=${agreement.wallet}.soon.${agreement.signature}`],
    ['an address that is none', `#agreement=0x12.1800000000.${agreement.signature}`],
  ])('carries nothing with %s', (_what, hash) => {
    expect(agreementFrom(hash, 15)).toBeNull();
  });
});
