import { type RankMatrix } from '../plan/conditions.ts';
/** Member above in the placement tree, 0 for who has no place, and the leg under it. */
export interface Places {
  readonly parentOf: Uint32Array;
  readonly legOf: Uint8Array;
}

interface Facts {
  readonly memberCount: number;
  readonly flags: ReadonlyMap<string, Uint8Array>;
  readonly places: () => Places;
}

/** Places of a matrix: width + width² + … + width to the power of height. */
export function matrixSize({ width, height }: RankMatrix): number {
  let level = 1;
  let places = 0;
  for (let depth = 1; depth <= height; depth += 1) {
    level *= width;
    places += level;
  }
  return places;
}

/**
 * How many places of everybody's matrix are taken by members who meet the condition, by member number. One pass for each level, so no
 * chain is too deep. docs/plans.md section 11
 */
export function filledPlaces({ width, height, meets }: RankMatrix, { memberCount, flags, places }: Facts): Float64Array {
  const { parentOf, legOf } = places();
  const filled = new Float64Array(memberCount + 1);
  // Who stands so many levels below, on a way that leaves no leg beyond the width.
  let above = Float64Array.from({ length: memberCount + 1 }, (_, member) => flags.get(meets)?.[member] ?? 0);
  for (let depth = 1; depth <= height; depth += 1) {
    const next = new Float64Array(memberCount + 1);
    for (let member = 2; member <= memberCount; member += 1) {
      const parent = parentOf[member] ?? 0;
      if (parent === 0 || (legOf[member] ?? 0) >= width) continue;
      next[parent] = (next[parent] ?? 0) + (above[member] ?? 0);
      filled[parent] = (filled[parent] ?? 0) + (above[member] ?? 0);
    }
    above = next;
  }
  return filled;
}
