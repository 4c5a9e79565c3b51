/** What a bare loop is given: columns, nothing else. Rates in ppm, points in hundredths, amounts as floating point below 2^53. */
export interface Columns {
  readonly sponsorOf: Uint32Array;
  readonly memberOf: Uint32Array;
  readonly cvOf: Float64Array;
  readonly pvOf: Float64Array;
  readonly rates: readonly number[];
  readonly thresholds: readonly number[];
  /** Places and the rate of the weaker leg; without them there is no binary part. */
  readonly binary?: {
    readonly parentOf: Uint32Array;
    readonly legOf: Uint8Array;
    readonly ratePpm: number;
    readonly least: number;
  };
}

/** What a leg carries on, by member number. */
export interface Legs {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * The arithmetic of a level bonus with dynamic compression, and of a binary with carry if there are places, and nothing beside it: no plan,
 * no checks, no refunds, no explanation, no amounts beyond 2^53. It is what the engine is measured against, and it must come to the same
 * sums.
 */
export function bareLoop(columns: Columns): { readonly earned: Float64Array; readonly legs?: Legs } {
  const { sponsorOf, memberOf, cvOf, pvOf, rates, thresholds, binary } = columns;
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
  return binary === undefined ? { earned } : { earned, legs: bareLegs(columns, binary, ppv, earned) };
}

/** The weaker leg is paid and used up, what is left of the stronger one is carried; who is not active loses both. */
function bareLegs(
  { memberOf, cvOf }: Columns,
  { parentOf, legOf, ratePpm, least }: NonNullable<Columns['binary']>,
  ppv: Float64Array,
  earned: Float64Array,
): Legs {
  const below = new Float64Array(parentOf.length);
  const left = new Float64Array(parentOf.length);
  const right = new Float64Array(parentOf.length);
  for (let order = 0; order < memberOf.length; order += 1) {
    const memberId = memberOf[order] as number;
    below[memberId] = (below[memberId] as number) + (cvOf[order] as number);
  }
  for (let member = parentOf.length - 1; member > 1; member -= 1) {
    const parent = parentOf[member] as number;
    if (parent === 0) continue;
    const volume = below[member] as number;
    below[parent] = (below[parent] as number) + volume;
    const leg = legOf[member] === 0 ? left : right;
    leg[parent] = (leg[parent] as number) + volume;
  }
  for (let member = 2; member < parentOf.length; member += 1) {
    const weaker = Math.min(left[member] as number, right[member] as number);
    const active = (ppv[member] as number) >= least;
    if (active) earned[member] = (earned[member] as number) + Math.floor((weaker * ratePpm) / 1_000_000);
    left[member] = active ? (left[member] as number) - weaker : 0;
    right[member] = active ? (right[member] as number) - weaker : 0;
  }
  // The company carries nothing.
  left[1] = 0;
  right[1] = 0;
  return { left, right };
}
