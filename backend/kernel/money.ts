import { UplineError, type Locale } from './errors/index.ts';

/** No-break space: Russian groups of three, and the gap before a currency code, must not fall apart at a line end. */
export const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

const separators = {
  en: { group: ',', decimal: '.' },
  ru: { group: NO_BREAK_SPACE, decimal: ',' },
} as const satisfies Record<Locale, { group: string; decimal: string }>;

/**
 * The plain decimal form of an amount: no groups, a point, all `digits` decimals, ASCII minus. For files and the API.
 * @param minor amount in minor units
 * @param digits decimals of the unit (6 for dUSD)
 */
export function toDecimalText(minor: bigint, digits: number): string {
  const { sign, whole, fraction } = split(minor, digits);
  return `${sign ? '-' : ''}${whole}${digits === 0 ? '' : `.${fraction}`}`;
}

/**
 * An amount as people read it: `1 234,50 dUSD` (ru, no-break spaces), `1,234.50 dUSD` (en). Nothing is rounded away: decimals beyond
 * the second are shown when they are not zero. A negative amount has the sign U+2212.
 */
export function formatMoney(locale: Locale, minor: bigint, digits: number, code?: string): string {
  const text = formatDecimal(locale, minor, digits, Math.min(2, digits));
  return code === undefined ? text : `${text}${NO_BREAK_SPACE}${code}`;
}

/**
 * A number with `digits` implied decimals, in the manner of `locale`, exact.
 * @param leastDecimals decimals that are shown even when they are zero
 */
export function formatDecimal(locale: Locale, minor: bigint, digits: number, leastDecimals: number): string {
  const { group, decimal } = separators[locale];
  const { sign, whole, fraction } = split(minor, digits);
  let shown = fraction;
  while (shown.length > leastDecimals && shown.endsWith('0')) shown = shown.slice(0, -1);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${sign ? MINUS : ''}${grouped}${shown === '' ? '' : `${decimal}${shown}`}`;
}

/** Points (PV) as people read them; `hundredths` is the unit of the ledger. */
export function formatPoints(locale: Locale, hundredths: bigint): string {
  return formatDecimal(locale, hundredths, 2, 0);
}

/**
 * Reads an amount into minor units. Without a locale: digits and one point (`1234.5`), as the API carries it. With a locale: also its
 * groups of three and its decimal mark. Never a sign, an exponent, or more decimals than the unit has.
 * @throws UplineError MONEY.NOT_TEXT, MONEY.SIGN, MONEY.EXPONENT, MONEY.NOT_A_NUMBER, MONEY.TOO_PRECISE
 */
export function parseMoney(text: string, digits: number, locale?: Locale): bigint {
  if (typeof text !== 'string') throw new UplineError('MONEY.NOT_TEXT', { type: typeof text });
  const trimmed = text.trim();
  if (/^[+\-\u2212]/.test(trimmed)) throw new UplineError('MONEY.SIGN', { text });
  if (/^[\d.,\s]*e[+-]?\d+$/i.test(trimmed)) throw new UplineError('MONEY.EXPONENT', { text });
  const [, whole, fraction = ''] = patternOf(locale).exec(trimmed) ?? [];
  if (whole === undefined) throw new UplineError('MONEY.NOT_A_NUMBER', { text });
  if (fraction.length > digits) throw new UplineError('MONEY.TOO_PRECISE', { text, digits });
  return BigInt(whole.replace(/\D/g, '') + fraction.padEnd(digits, '0'));
}

function patternOf(locale: Locale | undefined): RegExp {
  if (locale === 'en') return /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;
  if (locale === 'ru') return /^(\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[,.](\d+))?$/;
  return /^(\d+)(?:\.(\d+))?$/;
}

function split(minor: bigint, digits: number): { sign: boolean; whole: string; fraction: string } {
  const sign = minor < 0n;
  const text = (sign ? -minor : minor).toString().padStart(digits + 1, '0');
  const cut = text.length - digits;
  return { sign, whole: text.slice(0, cut), fraction: text.slice(cut) };
}
