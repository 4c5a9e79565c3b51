import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UplineError } from './errors/index.ts';
import { formatMoney, formatPoints, parseMoney, toDecimalText } from './money.ts';
import { applyRate, floorRate, ratePercent } from './rate.ts';

const giants = [2n ** 53n + 1n, 10n ** 30n, 2n ** 256n - 1n, 0n, 1n, 999n, 1000n, 123_456_789n];

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof UplineError ? error.code : String(error);
  }
  return 'nothing';
}

describe('money as text', () => {
  it.each([
    ['ru', 123_450n, 2, undefined, '1\u00a0234,50'],
    ['en', 123_450n, 2, undefined, '1,234.50'],
    ['ru', 1_234_500_000n, 6, 'dUSD', '1\u00a0234,50\u00a0dUSD'],
    ['en', 1_234_567_891n, 6, 'dUSD', '1,234.567891\u00a0dUSD'],
    ['en', 1n, 6, undefined, '0.000001'],
    ['en', 0n, 6, undefined, '0.00'],
    ['ru', -5n, 2, undefined, '\u22120,05'],
    ['en', -100_000_000n, 2, undefined, '\u22121,000,000.00'],
    ['en', 1_234_567n, 0, undefined, '1,234,567'],
    ['ru', 999n, 0, undefined, '999'],
  ] as const)('%s %s with %i digits', (locale, minor, digits, code, text) => {
    expect(formatMoney(locale, minor, digits, code)).toBe(text);
  });

  it('P13 2^53 + 1, 10^30 and 2^256 − 1 are written out, digit for digit', () => {
    expect(toDecimalText(2n ** 53n + 1n, 6)).toBe('9007199254.740993');
    expect(toDecimalText(10n ** 30n, 6)).toBe('1000000000000000000000000.000000');
    expect(formatMoney('en', 10n ** 30n, 6)).toBe('1,000,000,000,000,000,000,000,000.00');
    expect(toDecimalText(2n ** 256n - 1n, 0)).toBe((2n ** 256n - 1n).toString());
    for (const minor of giants) {
      for (const digits of [0, 2, 6, 18]) {
        expect(toDecimalText(minor, digits)).not.toMatch(/e/i);
        expect(parseMoney(toDecimalText(minor, digits), digits)).toBe(minor);
        expect(parseMoney(formatMoney('ru', minor, digits), digits, 'ru')).toBe(minor);
        expect(parseMoney(formatMoney('en', minor, digits), digits, 'en')).toBe(minor);
      }
    }
  });

  it('P13 what is written is read back, for any amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 256n - 1n),
        fc.nat(18),
        fc.constantFrom('ru' as const, 'en' as const),
        (minor, digits, locale) => {
          expect(parseMoney(formatMoney(locale, minor, digits), digits, locale)).toBe(minor);
          expect(parseMoney(toDecimalText(minor, digits), digits)).toBe(minor);
        },
      ),
    );
  });

  it.each([
    ['-1', 'MONEY.SIGN'],
    ['+1', 'MONEY.SIGN'],
    ['\u22121', 'MONEY.SIGN'],
    ['1e3', 'MONEY.EXPONENT'],
    ['1.5E-3', 'MONEY.EXPONENT'],
    ['', 'MONEY.NOT_A_NUMBER'],
    ['.5', 'MONEY.NOT_A_NUMBER'],
    ['5.', 'MONEY.NOT_A_NUMBER'],
    ['1,5', 'MONEY.NOT_A_NUMBER'],
    ['0x10', 'MONEY.NOT_A_NUMBER'],
    ['NaN', 'MONEY.NOT_A_NUMBER'],
    ['1 000', 'MONEY.NOT_A_NUMBER'],
    ['٣', 'MONEY.NOT_A_NUMBER'],
    ['1.123', 'MONEY.TOO_PRECISE'],
  ])('%s is refused as %s', (text, code) => {
    expect(codeOf(() => parseMoney(text, 2))).toBe(code);
  });

  it('refuses a float and groups of a wrong size', () => {
    expect(codeOf(() => parseMoney(0.1 as unknown as string, 2))).toBe('MONEY.NOT_TEXT');
    expect(codeOf(() => parseMoney('1,23', 2, 'en'))).toBe('MONEY.NOT_A_NUMBER');
    expect(codeOf(() => parseMoney('1234,567.00', 2, 'en'))).toBe('MONEY.NOT_A_NUMBER');
    expect(parseMoney('1 234,5', 2, 'ru')).toBe(123_450n);
  });

  it('writes points without needless decimals', () => {
    expect([formatPoints('ru', 1_234_500n), formatPoints('en', 10_050n), formatPoints('en', 1n)]).toEqual([
      '12\u00a0345',
      '100.5',
      '0.01',
    ]);
  });
});

describe('rates', () => {
  it('P06 rounds within half a unit, and a reversal takes back exactly what was given', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 30n), 10n ** 30n),
        fc.nat(1_000_000),
        fc.constantFrom('down' as const, 'halfUp' as const, 'halfEven' as const),
        (base, ppm, rounding) => {
          const amount = applyRate(base, ppm, rounding);
          const error = amount * 1_000_000n - base * BigInt(ppm);
          const size = error < 0n ? -error : error;
          expect(rounding === 'down' ? size < 1_000_000n : size <= 500_000n).toBe(true);
          expect(applyRate(-base, ppm, rounding)).toBe(-amount);
        },
      ),
    );
  });

  it('floors a budget toward minus infinity', () => {
    expect([floorRate(15n, 100_000), floorRate(-15n, 100_000), floorRate(-20n, 100_000), floorRate(0n, 5)]).toEqual([
      1n,
      -2n,
      -2n,
      0n,
    ]);
  });

  it('refuses a rate that is not a whole number', () => {
    expect(codeOf(() => applyRate(1n, 0.5, 'down'))).toBe('MONEY.BAD_RATE');
    expect(codeOf(() => floorRate(1n, -1))).toBe('MONEY.BAD_RATE');
    expect([ratePercent(125_000), ratePercent(50_000), ratePercent(1), ratePercent(0)]).toEqual(['12.5', '5', '0.0001', '0']);
  });
});
