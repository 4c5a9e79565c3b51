/** All moments of the story are minutes before or after the moment at which the world ends, which is the present. */
export const DAY = 24 * 60;

export const FOUNDING = 0;
export const CLAIMED = 1;
export const IN_REVIEW = 2;
export const READY = 3;
export const OPEN = 4;

/** The minute at which each period opens; the last one is still open at minute 0. */
export const opensAt = [-97 * DAY, -93 * DAY, -63 * DAY, -33 * DAY, -3 * DAY] as const;

/** Chain and company begin a little before the first period. */
export const WORLD_BEGINS = -99 * DAY;

export function periodSpan(period: number): { from: number; until: number } {
  const from = opensAt[period];
  if (from === undefined) throw new RangeError(`The story has no period ${period}.`);
  return { from, until: opensAt[period + 1] ?? 0 };
}
