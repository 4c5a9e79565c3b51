import { UplineError } from './errors/index.ts';

/** A rate of 1, in parts per million. All rates are integers of this unit. */
export const WHOLE_PPM = 1_000_000;

/** Where a fraction of a minor unit goes. `down` is toward zero; ties of `halfUp` go away from zero, those of `halfEven` to the even unit. */
export type Rounding = 'down' | 'halfUp' | 'halfEven';

const WHOLE = BigInt(WHOLE_PPM);

/**
 * base × ppm / 1,000,000, rounded once. A negative base gives exactly the negative of what its opposite gives, so that a reversal
 * takes back what was given.
 */
export function applyRate(base: bigint, ppm: number, rounding: Rounding): bigint {
  if (!Number.isSafeInteger(ppm) || ppm < 0) throw new UplineError('MONEY.BAD_RATE', { ppm });
  return divideRounded(base * BigInt(ppm), WHOLE, rounding);
}

/** A quotient rounded once; `divisor` is above zero. The negative of a dividend gives exactly the negative of the quotient. */
export function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  if (dividend < 0n) return -divideRounded(-dividend, divisor, rounding);
  const down = dividend / divisor;
  if (rounding === 'down') return down;
  const twiceRest = (dividend % divisor) * 2n;
  if (twiceRest === divisor) return rounding === 'halfUp' || down % 2n === 1n ? down + 1n : down;
  return twiceRest > divisor ? down + 1n : down;
}

/** base × ppm / 1,000,000 rounded toward minus infinity: the budget of a period, which falls by at least the share of a refund. */
export function floorRate(base: bigint, ppm: number): bigint {
  if (!Number.isSafeInteger(ppm) || ppm < 0) throw new UplineError('MONEY.BAD_RATE', { ppm });
  const product = base * BigInt(ppm);
  const towardZero = product / WHOLE;
  return product < 0n && product % WHOLE !== 0n ? towardZero - 1n : towardZero;
}

/** A rate as a percentage without floats: 125000 → `12.5`. */
export function ratePercent(ppm: number): string {
  const whole = Math.trunc(ppm / 10_000);
  const rest = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
