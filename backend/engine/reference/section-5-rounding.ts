/** Section 5: base × ppm / 1,000,000, rounded once. "A negative base gives exactly the negative of its opposite." */
export function section5Rounding(base: bigint, ppm: number, rounding: 'down' | 'halfUp' | 'halfEven'): bigint {
  if (base < 0n) return -section5Rounding(-base, ppm, rounding);
  const millionths = base * BigInt(ppm);
  const whole = millionths / 1_000_000n;
  const fraction = millionths - whole * 1_000_000n;
  if (rounding === 'down' || fraction < 500_000n) return whole;
  if (fraction > 500_000n || rounding === 'halfUp') return whole + 1n;
  return whole % 2n === 0n ? whole : whole + 1n;
}

/** Section 6: cv × ppm / 1,000,000 "rounded toward minus infinity". */
export function section6Share(cv: bigint, ppm: number): bigint {
  const millionths = cv * BigInt(ppm);
  const whole = millionths / 1_000_000n;
  return whole * 1_000_000n > millionths ? whole - 1n : whole;
}
