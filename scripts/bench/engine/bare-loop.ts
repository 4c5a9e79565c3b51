/** What a bare loop is given: columns, nothing else. Rates in ppm, points in hundredths, amounts as floating point below 2^53. */
export interface Columns {
  readonly sponsorOf: Uint32Array;
  readonly memberOf: Uint32Array;
  readonly cvOf: Float64Array;
  readonly pvOf: Float64Array;
  readonly rates: readonly number[];
  readonly thresholds: readonly number[];
}

/**
 * The arithmetic of a level bonus with dynamic compression and nothing beside it: no plan, no checks, no refunds, no explanation, no amounts
 * beyond 2^53. It is what the engine is measured against, and it must come to the same sums.
 */
export function bareLoop({ sponsorOf, memberOf, cvOf, pvOf, rates, thresholds }: Columns): Float64Array {
  const ppv = new Float64Array(sponsorOf.length);
  const earned = new Float64Array(sponsorOf.length);
  for (let order = 0; order < memberOf.length; order += 1) {
    const memberId = memberOf[order] as number;
    ppv[memberId] = (ppv[memberId] as number) + (pvOf[order] as number);
  }
  // The company earns nothing.
  ppv[1] = -1;
  for (let order = 0; order < memberOf.length; order += 1) {
    const cv = cvOf[order] as number;
    let above = sponsorOf[memberOf[order] as number] as number;
    for (let level = 0; level < rates.length && above > 1; level += 1) {
      const least = thresholds[level] as number;
      while (above > 1 && (ppv[above] as number) < least) above = sponsorOf[above] as number;
      if (above <= 1) break;
      earned[above] = (earned[above] as number) + Math.floor((cv * (rates[level] as number)) / 1_000_000);
      above = sponsorOf[above] as number;
    }
  }
  return earned;
}
