import { formatDecimal } from '#kernel/money.ts';
import { ratePercent } from '#kernel/rate.ts';
import { formatMoney as formatExact, NO_BREAK_SPACE } from '#kernel/money.ts';

export type Locale = 'en' | 'ru';

/** What a sum is counted in. `minorDigits` digits of the bigint stand after the decimal mark. */
export interface Currency {
  readonly code: string;
  readonly minorDigits: number;
}

export interface MoneyParts {
  /** Sign, grouped whole units and two digits of the fraction: what people read. */
  readonly main: string;
  /** Further digits that are not zero: shown small, so that nothing is rounded away. */
  readonly rest: string;
}

/** Splits an amount in minor units for display. Exact: main + rest is the whole number. */
export function moneyParts(amount: bigint, currency: Currency, locale: Locale): MoneyParts {
  const shown = Math.min(2, currency.minorDigits);
  const text = formatDecimal(locale, amount, currency.minorDigits, shown);
  const mark = text.lastIndexOf(locale === 'ru' ? ',' : '.');
  if (shown === 0 || mark === -1) return { main: text, rest: '' };
  return { main: text.slice(0, mark + 1 + shown), rest: text.slice(mark + 1 + shown) };
}

/** One line of text: `1 234,50 dUSD` or `1,234.50 dUSD`, never broken across lines. */
export function formatMoney(amount: bigint, currency: Currency, locale: Locale): string {
  return formatExact(locale, amount, currency.minorDigits, currency.code);
}

/** A rate in parts per million as a percentage with as many digits as it has: 125000 → `12.5 %`. */
export function formatRate(ppm: number, locale: Locale): string {
  const percent = ratePercent(ppm);
  return `${locale === 'ru' ? percent.replace('.', ',') : percent}${NO_BREAK_SPACE}%`;
}
