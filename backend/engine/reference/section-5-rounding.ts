type Rounding = 'down' | 'halfUp' | 'halfEven';

/** Section 5: base × ppm / 1,000,000, rounded once. "A negative base gives exactly the negative of its opposite." */
export function section5Rounding(base: bigint, ppm: number, rounding: Rounding): bigint {
  if (base < 0n) return -section5Rounding(-base, ppm, rounding);
  return section5Quotient(base * BigInt(ppm), 1_000_000n, rounding);
}

/** A fraction that is not negative, rounded once. */
export function section5Quotient(above: bigint, below: bigint, rounding: Rounding): bigint {
  const whole = above / below;
  const twiceTheRest = (above - whole * below) * 2n;
  if (rounding === 'down' || twiceTheRest < below) return whole;
  if (twiceTheRest > below || rounding === 'halfUp') return whole + 1n;
  return whole % 2n === 0n ? whole : whole + 1n;
}

/** Section 6: cv × ppm / 1,000,000 "rounded toward minus infinity". */
export function section6Share(cv: bigint, ppm: number): bigint {
  const millionths = cv * BigInt(ppm);
  const whole = millionths / 1_000_000n;
  return whole * 1_000_000n > millionths ? whole - 1n : whole;
}
