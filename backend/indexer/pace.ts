/** How long to wait for the next block: quick looks when one is due, rare ones while none can be there. */
export interface Pace {
  /** The newest block, as of now. */
  saw(block: number): void;
  /** Milliseconds until the next look. */
  pause(): number;
}

/** Arrivals from which the time between blocks is estimated. */
const remembered = 8;
/** So many blocks at once were waiting already and say nothing about how fast they come. */
const many = 10;
/** Milliseconds; a node is not asked more often. */
const shortest = 25;

/** @param longest milliseconds; also the pause while nothing is known */
export function createPace(longest: number, now: () => number = () => performance.now()): Pace {
  let arrivals: { readonly block: number; readonly at: number }[] = [];
  return {
    saw: (block) => {
      const last = arrivals.at(-1);
      if (last?.block === block) return;
      const goesOn = last !== undefined && block > last.block && block - last.block < many;
      arrivals = [...(goesOn ? arrivals.slice(1 - remembered) : []), { block, at: now() }];
    },
    pause: () => {
      const last = arrivals.at(-1);
      const each = usualGap(arrivals);
      if (last === undefined || each === undefined) return longest;
      // The earliest of what each arrival promises: a block that was seen late must not make the next ones late too.
      const next = Math.min(...arrivals.map(({ block, at }) => at + each * (last.block + 1 - block)));
      const due = next - each * 0.1 - now();
      if (due > 0) return Math.min(longest, Math.max(due, Math.min(shortest, longest)));
      // When it should have come long ago, the blocks do not come by the clock.
      return due < -each ? longest : Math.min(longest, Math.max(shortest, each / 20));
    },
  };
}

/** Milliseconds between blocks, without those that came late once. */
function usualGap(arrivals: readonly { readonly block: number; readonly at: number }[]): number | undefined {
  const gaps = arrivals.slice(1).map(({ block, at }, place) => {
    const before = arrivals[place] ?? { block, at };
    return (at - before.at) / (block - before.block);
  });
  return gaps.sort((left, right) => left - right)[Math.floor(gaps.length / 2)];
}
