import { describe, expect, it } from 'vitest';
import { purchase } from '../../testing/world.ts';
import { binaryMonths } from '../../testing/two-legs.ts';

/** What legs of so much come to in one period: amount and base, and what is carried. */
function earned(terms: object, left: number, right: number): unknown {
  const [month] = binaryMonths(terms, [[purchase(2, 1, 0, 1), purchase(3, 2, left), purchase(4, 3, right)]]);
  return month && [month.paid, month.left, month.right];
}

const noRate = { ratePpm: undefined, rounding: undefined };
type Row = [about: string, terms: object, left: number, right: number, paid: bigint[][], restLeft: bigint, restRight: bigint];

describe('a binary bonus by the weaker leg', () => {
  const capped = { after: 'netOff', most: { amount: '33' }, overCap: 'kept' };
  it.each<Row>([
    // 1005 earn 100, of which 33 are paid: 1005 × 33 / 100 are 331.65.
    ['uses up a fraction that is paid as a whole unit', capped, 1_500, 1_005, [[33n, 332n]], 1_168n, 673n],
    ['uses no more than what is paid', capped, 1_500, 1_000, [[33n, 330n]], 1_170n, 670n],
    ['uses all where the cap is just reached', capped, 1_500, 330, [[33n, 330n]], 1_170n, 0n],
    ['uses nothing where nothing may be paid', { ...capped, most: { amount: '0' } }, 1_500, 1_000, [], 1_500n, 1_000n],
    ['uses all above a cap that keeps nothing', { ...capped, overCap: 'used' }, 1_500, 1_000, [[33n, 1_000n]], 500n, 0n],
  ])('%s', (_about, terms, left, right, paid, restLeft, restRight) => {
    expect(earned(terms, left, right)).toEqual([paid, [restLeft], [restRight]]);
  });
});

describe('a binary bonus by units', () => {
  const units = { ...noRate, by: 'units', unit: '100', ratios: [{ stronger: 2, weaker: 1, amount: '10' }] };
  it.each<Row>([
    // Twice 200 of the left one, which is the stronger of equals, and 100 of the right one.
    ['takes the left one of equal legs for the stronger', units, 500, 500, [[20n, 200n]], 100n, 0n],
    ['is on what is used of the weaker leg, the left one', units, 230, 650, [[20n, 200n]], 0n, 250n],
    ['is on what is used of the weaker leg, the right one', units, 650, 230, [[20n, 200n]], 250n, 0n],
  ])('%s', (_about, terms, left, right, paid, restLeft, restRight) => {
    expect(earned(terms, left, right)).toEqual([paid, [restLeft], [restRight]]);
  });

  it.each<[string, bigint, bigint[][]]>([
    // Legs of 300 and 200: the opening pair uses 200 and 100, one pair of 1:1 the rest.
    ['keep', 0n, [[60n, 200n]]],
    // 100 and 100 are not enough for the opening pair.
    ['flush', 0n, []],
    // The opening pair was made in the first period, unpaid.
    ['use', 1n, [[10n, 100n]]],
  ])('with the legs of the ineligible to %s has an opening pair made or not', (ineligible, opened, paid) => {
    const opening = { stronger: 2, weaker: 1, amount: '50' };
    const terms = { ...units, ratios: [{ stronger: 1, weaker: 1, amount: '10' }], opening, after: 'netOff', ineligible };
    const months = binaryMonths(terms, [
      [purchase(3, 1, 200), purchase(4, 2, 100)],
      [purchase(2, 3, 0, 1), purchase(3, 4, 100), purchase(4, 5, 100)],
    ]);
    expect(months.map((month) => month.paid)).toEqual([[], paid]);
    expect(months[0]?.opened).toEqual([opened]);
  });
});

describe('a binary bonus by steps', () => {
  const steps = {
    ...noRate,
    by: 'steps',
    after: 'netOff',
    steps: [
      { volume: '250', amount: '20' },
      { volume: '500', amount: '50' },
    ],
  };
  const capped = (amount: string, overCap: string): object => ({ ...steps, most: { amount }, overCap });
  it.each<Row>([
    ['pays the last step reached', steps, 600, 500, [[50n, 500n]], 100n, 0n],
    ['pays nothing below the first', steps, 600, 249, [], 600n, 249n],
    ['is cut by a cap, and uses the volume of the step', capped('30', 'used'), 600, 500, [[30n, 500n]], 100n, 0n],
    ['is not raised to a cap', capped('60', 'used'), 600, 500, [[50n, 500n]], 100n, 0n],
    ['pays nothing below the first whatever the cap', capped('30', 'used'), 600, 249, [], 600n, 249n],
    ['takes a step that the cap allows, where the rest is kept', capped('30', 'kept'), 600, 500, [[20n, 250n]], 350n, 250n],
    ['takes a step that is all the cap allows', capped('20', 'kept'), 600, 500, [[20n, 250n]], 350n, 250n],
    ['takes no step that the cap does not allow', capped('19', 'kept'), 600, 500, [], 600n, 500n],
  ])('%s', (_about, terms, left, right, paid, restLeft, restRight) => {
    expect(earned(terms, left, right)).toEqual([paid, [restLeft], [restRight]]);
  });
});
