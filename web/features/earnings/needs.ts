import type { EarningNeed } from '#api/earnings.ts';

/** A need as it is read: once, with all levels that ask for it. */
export interface ReadNeed {
  readonly need: EarningNeed;
  /** Empty when it is not a matter of levels. */
  readonly levels: readonly number[];
  /** How it stands to the need before it among alternatives. */
  readonly joined: 'and' | 'or' | null;
  /** What it lacks stands behind it. */
  readonly leads: boolean;
}

/** Folds what several levels ask alike, as they mostly do, into one: ten levels that want the same rank are not ten reasons. */
export function readNeeds(needs: readonly EarningNeed[]): ReadNeed[] {
  const read: (ReadNeed & { levels: number[] })[] = [];
  const levelsOf = new Map<string, number[]>();
  let repeated = false;
  for (const [index, need] of needs.entries()) {
    const levels = need.level === null ? [] : [need.level];
    if (need.depth === 0) {
      const test = JSON.stringify([need.what, need.required, need.rank, need.condition]);
      const known = levelsOf.get(test);
      repeated = known !== undefined;
      // Needed on every level already: then a level adds nothing to it.
      if (known !== undefined && known.length > 0) known.push(...levels);
      levelsOf.set(test, known ?? levels);
    }
    if (!repeated)
      read.push({ need, levels, joined: joinedTo(needs[index - 1], need), leads: (needs[index + 1]?.depth ?? 0) > need.depth });
  }
  return read;
}

function joinedTo(before: EarningNeed | undefined, { alternative, depth }: EarningNeed): ReadNeed['joined'] {
  if (alternative === null || before?.depth !== depth) return null;
  return before.alternative === alternative ? 'and' : 'or';
}
