import { formatDecimal, parseMoney, toDecimalText } from '#kernel/money.ts';
import { ratePercent } from '#kernel/rate.ts';
import { UplineError, type Locale } from '#kernel/errors/index.ts';

/** What an amount of a plan is counted in, by the name of its field: points, or money of the plan. */
const unitOf: Readonly<Record<string, 'points' | 'money'>> = {
  ppvAtLeast: 'points',
  customerPvAtLeast: 'points',
  atLeast: 'points',
  ovAtLeast: 'points',
  orderPvAtLeast: 'points',
  sideGvAtLeast: 'points',
  from: 'points',
  amount: 'money',
  byRank: 'money',
  mostPerMember: 'money',
  mostCarried: 'money',
  unit: 'money',
  volume: 'money',
};
const POINT_DIGITS = 2;
const PERCENT_DIGITS = 4;

export interface Unit {
  readonly kind: 'points' | 'money' | 'percent';
  readonly digits: number;
}

export const percentUnit: Unit = { kind: 'percent', digits: PERCENT_DIGITS };

/** @returns undefined for a field that this page does not know: it is then shown in the units of the file */
export function amountUnit(field: string, minorDigits: number): Unit | undefined {
  const kind = Object.hasOwn(unitOf, field) ? unitOf[field] : undefined;
  return kind === undefined ? undefined : { kind, digits: kind === 'points' ? POINT_DIGITS : minorDigits };
}

/** The whole number of small units as somebody types it: 10000 hundredths of a point are `100`. */
export function shownIn(unit: Unit | undefined, value: string, locale: Locale): string {
  if (unit === undefined || !/^\d+$/.test(value)) return value;
  if (unit.kind === 'percent') {
    const percent = ratePercent(Number(value));
    return locale === 'ru' ? percent.replace('.', ',') : percent;
  }
  const text = toDecimalText(BigInt(value), unit.digits);
  const short = unit.digits === 0 ? text : text.replace(/\.?0+$/, '');
  return locale === 'ru' ? short.replace('.', ',') : short;
}

/** What was typed in small units, as plain digits; undefined when it is no amount of this unit. Both decimal marks are taken. */
export function readIn(unit: Unit | undefined, typed: string): string | undefined {
  const text = typed.trim().replace(',', '.');
  try {
    return String(parseMoney(text, unit?.digits ?? 0));
  } catch (error) {
    if (error instanceof UplineError) return undefined;
    throw error;
  }
}

/** For a table: a rate, an amount or a word of a plan as people read it. */
export function readable(field: string, value: unknown, minorDigits: number, locale: Locale): string {
  if (typeof value === 'number' && /Ppm$|^multiplier|^ratesByRank$/.test(field))
    return `${shownIn(percentUnit, String(value), locale)}\u00a0%`;
  const unit = amountUnit(field, minorDigits);
  if (typeof value === 'string' && unit !== undefined && /^\d+$/.test(value)) {
    return formatDecimal(locale, BigInt(value), unit.digits, 0);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
