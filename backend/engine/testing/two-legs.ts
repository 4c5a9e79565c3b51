import { periodLines, replayOutcomes, type ChainFacts, type Plan, type VolumeEntry } from '../index.ts';
import { binaryBonus } from './bonuses.ts';
import { expectTwinsAgree } from './compare.ts';
import { chainOf, planOf } from './world.ts';

/** Who sponsors member 1, 2, 3 …, and parent and leg of each. */
export interface Placed {
  readonly sponsors: readonly number[];
  readonly places: readonly (readonly [parent: number, leg: number])[];
}

/** Member 2 has member 3 on the left and member 4 on the right. */
export const twoLegs: Placed = {
  sponsors: [0, 1, 2, 2],
  places: [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ],
};

export function binaryWorld(
  terms: object,
  months: readonly (readonly VolumeEntry[])[],
  { sponsors, places }: Placed = twoLegs,
): { readonly facts: ChainFacts; readonly plans: ReadonlyMap<number, Plan> } {
  const bonuses = [{ ...binaryBonus, ...terms }];
  const plans = new Map([[1, planOf({ active: '1', capPpm: 1_000_000, plan: { bonuses } })]]);
  const facts = chainOf(
    sponsors,
    months.map((entries) => ({ entries })),
    plans,
    places,
  );
  return { facts, plans };
}

/** Of each month: amount and base of member 2's lines, and what member 2 carries out on both sides, by age. Who has PV is active. */
export function binaryMonths(terms: object, months: readonly (readonly VolumeEntry[])[], placed: Placed = twoLegs) {
  const { facts, plans } = binaryWorld(terms, months, placed);
  expectTwinsAgree(facts, plans);
  return Array.from(replayOutcomes(facts, plans), ({ input, result }) => {
    const columns = [...(result.carryOut.columns?.values ?? [])];
    const carried = (family: string): bigint[] =>
      columns.filter(([name]) => name.startsWith(`binary.legs.${family}`)).map(([, column]) => column[2] ?? 0n);
    return {
      paid: [...periodLines(input)].filter(({ memberId }) => memberId === 2).map(({ amount, base }) => [amount, base]),
      left: carried('left'),
      right: carried('right'),
      opened: carried('opened'),
    };
  });
}
