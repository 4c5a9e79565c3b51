import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';
import { formatMoney, formatRate, moneyParts } from './money.ts';
import { formatDate, formatMoment } from './time.ts';

const dollar = { code: 'dUSD', minorDigits: 6 };
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');

describe('money', () => {
  it('shows every digit and at least two of the fraction', () => {
    expect(plain(formatMoney(1_234_500_000n, dollar, 'en'))).toBe('1,234.50 dUSD');
    expect(plain(formatMoney(1_234_500_000n, dollar, 'ru'))).toBe('1 234,50 dUSD');
    expect(plain(formatMoney(1n, dollar, 'en'))).toBe('0.000001 dUSD');
    expect(plain(formatMoney(-5_000_000n, dollar, 'ru'))).toBe('−5,00 dUSD');
    expect(plain(formatMoney(0n, dollar, 'en'))).toBe('0.00 dUSD');
  });

  it('keeps sums beyond 2^53 exact', () => {
    expect(plain(formatMoney(9_007_199_254_740_993_000_001n, dollar, 'en'))).toBe('9,007,199,254,740,993.000001 dUSD');
  });

  it('keeps the digits that people skip apart', () => {
    expect(moneyParts(12_345_678n, dollar, 'en')).toEqual({ main: '12.34', rest: '5678' });
    expect(moneyParts(12_340_000n, dollar, 'en')).toEqual({ main: '12.34', rest: '' });
    expect(moneyParts(7n, { code: 'PCS', minorDigits: 0 }, 'en')).toEqual({ main: '7', rest: '' });
  });

  it('shows rates without idle zeros', () => {
    expect(plain(formatRate(100_000, 'en'))).toBe('10 %');
    expect(plain(formatRate(12_500, 'ru'))).toBe('1,25 %');
  });
});

describe('time', () => {
  it('writes dates as each language does', () => {
    expect(formatDate('2026-11-26T12:00:00Z', 'ru')).toBe('26.11.2026');
    expect(formatDate('2026-11-26T12:00:00Z', 'en')).toBe('26 Nov 2026');
  });

  it('leaves the date out today only', () => {
    const now = new Date('2026-11-26T15:00:00Z');
    expect(formatMoment('2026-11-26T12:04:00Z', 'en', now)).toMatch(/^\d\d:04$/);
    expect(formatMoment('2026-11-25T12:04:00Z', 'en', now)).toContain('2026');
  });
});

describe('csv', () => {
  it('quotes separators and defuses formulas', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,"y"', '=1+1'],
          ['-12.5', 'Анна'],
        ],
      ),
    ).toBe('\ufeffa,b\r\n"x,""y""",\'=1+1\r\n-12.5,Анна\r\n');
  });
});
