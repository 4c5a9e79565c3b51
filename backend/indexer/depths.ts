import type { Depths } from './handlers/index.ts';

/** Depths of members by number, four bytes each. */
export interface KnownDepths extends Depths {
  /** Members can be others after blocks were replaced. */
  forget(): void;
}

export function createKnownDepths(): KnownDepths {
  /** One more than the depth; 0 is not known. */
  let stored = new Int32Array(1_024);
  return {
    get: (memberId) => {
      const value = stored[memberId] ?? 0;
      return value === 0 ? undefined : value - 1;
    },
    set: (memberId, depth) => {
      if (memberId >= stored.length) {
        const longer = new Int32Array(2 ** Math.ceil(Math.log2(memberId + 1)));
        longer.set(stored);
        stored = longer;
      }
      stored[memberId] = depth + 1;
    },
    forget: () => void (stored = new Int32Array(1_024)),
  };
}
