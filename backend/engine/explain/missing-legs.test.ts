import { describe, expect, it } from 'vitest';
import { binaryBonus, bonusName } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase, refund, type Month } from '../testing/world.ts';
import { type Need } from './needs.ts';

/** Member 2 has 3 on the left with 6 below, 4 on the right, and 5 in a third leg; all are sponsored by 2. */
const sponsors = [0, 1, 2, 2, 2, 2];
const places = [
  [0, 0],
  [1, 0],
  [2, 0],
  [2, 1],
  [2, 2],
  [3, 0],
] as const;
const left = (orderRef: number, cv: number) => purchase(3, orderRef, cv);
const right = (orderRef: number, cv: number) => purchase(4, orderRef, cv);

function needs(bonus: object, months: readonly Month[], active = '0'): readonly Need[] | undefined {
  const plan = planOf({ active, plan: { bonuses: [bonus] } });
  return explainerOf(plan, { sponsors, months, places }).missing(2)[0]?.needs;
}

const { ratePpm: _rate, rounding: _rounding, ...open } = binaryBonus;
const units = { ...open, by: 'units', unit: '100' };
const weaker = (required: bigint, actual: bigint): Need => ({ what: 'weakerLeg', required, actual });
const stronger = (required: bigint, actual: bigint): Need => ({ what: 'strongerLeg', required, actual });

describe('what the legs of a binary lacked', () => {
  it.each<[string, object, readonly [number, number], Need[]]>([
    // Of 9 a tenth is rounded down to nothing.
    ['enough for one unit, by the weaker leg', binaryBonus, [9, 9], [weaker(10n, 9n), stronger(10n, 9n)]],
    ['enough for half a unit, where halves are rounded up', { ...binaryBonus, rounding: 'halfUp' }, [150, 4], [weaker(5n, 4n)]],
    ['any volume on the right', binaryBonus, [150, 0], [weaker(10n, 0n)]],
    // A tenth of 39 × 39 ÷ 150 is 1.01, of 38 × 38 ÷ 150 it is 0.96.
    ['enough on the left, by the ratio of volumes', { ...binaryBonus, by: 'volumeRatio' }, [0, 150], [weaker(39n, 0n)]],
    [
      'the units of the ratio for which the least is missing, the first of equals',
      {
        ...units,
        ratios: [
          { stronger: 3, weaker: 1, amount: '10' },
          { stronger: 2, weaker: 2, amount: '10' },
        ],
      },
      [150, 90],
      // 10 and 150 are missing for the one, 110 and 50 for the other.
      [weaker(100n, 90n), stronger(300n, 150n)],
    ],
    [
      'the units of one ratio, though another would be content with less of either leg',
      {
        ...units,
        ratios: [
          { stronger: 4, weaker: 1, amount: '10' },
          { stronger: 2, weaker: 2, amount: '10' },
        ],
      },
      [200, 100],
      [weaker(200n, 100n)],
    ],
    [
      'the units of a ratio that pays, after one that only uses volume',
      {
        ...units,
        ratios: [
          { stronger: 1, weaker: 1, amount: '0' },
          { stronger: 2, weaker: 1, amount: '10' },
        ],
        opening: { stronger: 3, weaker: 3, amount: '10' },
      },
      [250, 250],
      [weaker(300n, 250n), stronger(300n, 250n)],
    ],
    [
      'the units for which the least is missing, whatever is left over in the stronger leg',
      {
        ...units,
        unit: '50',
        ratios: [
          { stronger: 4, weaker: 4, amount: '10' },
          { stronger: 18, weaker: 3, amount: '10' },
        ],
      },
      [1_000, 40],
      [weaker(150n, 40n)],
    ],
    [
      'the units for which the least is missing, whatever is left over in the weaker leg',
      {
        ...units,
        unit: '50',
        ratios: [
          { stronger: 8, weaker: 1, amount: '10' },
          { stronger: 7, weaker: 4, amount: '10' },
        ],
      },
      [200, 200],
      [stronger(350n, 200n)],
    ],
    [
      'the units of a ratio that pays, though one that does not is nearer',
      {
        ...units,
        ratios: [
          { stronger: 2, weaker: 1, amount: '10' },
          { stronger: 1, weaker: 1, amount: '0' },
        ],
      },
      [150, 50],
      [weaker(100n, 50n), stronger(200n, 150n)],
    ],
    [
      'of both legs what the weaker one is asked for',
      { ...units, ratios: [{ stronger: 1, weaker: 2, amount: '10' }] },
      [150, 120],
      [weaker(200n, 120n), stronger(200n, 150n)],
    ],
    [
      'the units of a ratio, with more on the right',
      { ...units, ratios: [{ stronger: 2, weaker: 1, amount: '10' }] },
      [99, 199],
      [weaker(100n, 99n), stronger(200n, 199n)],
    ],
    [
      'the units of a leg only, when the other has enough',
      { ...units, ratios: [{ stronger: 2, weaker: 1, amount: '10' }] },
      [100, 199],
      [stronger(200n, 199n)],
    ],
    [
      'the opening pair, as long as nobody made it',
      {
        ...units,
        ratios: [{ stronger: 1, weaker: 1, amount: '10' }],
        opening: { stronger: 3, weaker: 2, amount: '10' },
      },
      [250, 150],
      [weaker(200n, 150n), stronger(300n, 250n)],
    ],
    [
      'the lowest step, in both legs',
      {
        ...open,
        by: 'steps',
        steps: [
          { volume: '250', amount: '10' },
          { volume: '1000', amount: '20' },
        ],
      },
      [249, 240],
      [weaker(250n, 240n), stronger(250n, 249n)],
    ],
  ])('is %s', (_name, bonus, [onLeft, onRight], expected) => {
    // What is in the third leg counts in neither, nor does own volume.
    const entries = [left(1, onLeft), right(2, onRight), purchase(5, 3, 5_000), purchase(2, 4, 70)];
    expect(needs(bonus, [{ entries }])).toStrictEqual(expected);
  });

  const even = { ...units, ratios: [{ stronger: 2, weaker: 2, amount: '10' }] };
  it.each<[string, readonly [number, number], Need[]]>([
    // 90 and 70 of its own are 160: now the other leg is the weaker one.
    ['on the right', [150, 90], [weaker(200n, 150n), stronger(200n, 160n)]],
    ['on the left', [20, 150], [weaker(200n, 90n), stronger(200n, 150n)]],
    ['in one of two equal legs', [50, 50], [weaker(200n, 50n), stronger(200n, 120n)]],
  ])('counts own volume in the weaker leg, %s', (_name, [onLeft, onRight], expected) => {
    const entries = [left(1, onLeft), right(2, onRight), purchase(2, 4, 70)];
    expect(needs({ ...even, ownVolume: 'weakerLeg' }, [{ entries }])).toStrictEqual(expected);
  });

  it('counts what was carried, of every age, and what refunds changed in it', () => {
    const kept = { ...even, after: 'netOff' };
    const before = [{ entries: [left(1, 100), right(2, 60)] }, { entries: [left(3, 30), right(4, 20)] }];
    const fresh = [left(5, 7), right(6, 5)];
    const refunds = [refund(3, 1, 40), refund(4, 2, 9)];
    // 100 + 30 + 7 − 40 on the left, 60 + 20 + 5 − 9 on the right.
    const expected = [weaker(200n, 76n), stronger(200n, 97n)];
    expect(needs(kept, [...before, { entries: [...fresh, ...refunds] }])).toStrictEqual(expected);
    expect(needs({ ...kept, carryExpiresAfter: 3 }, [...before, { entries: [...fresh, ...refunds] }])).toStrictEqual(expected);
    // What is more than one period old has been lost.
    expect(needs({ ...kept, carryExpiresAfter: 1 }, [...before, { entries: fresh }])).toStrictEqual([
      weaker(200n, 25n),
      stronger(200n, 37n),
    ]);
  });

  it('is more than what is required, when a leg is owed', () => {
    // The pair of months 1 and 2 was used without being paid; then the left half of it comes back.
    const pair = { ...units, ratios: [{ stronger: 1, weaker: 1, amount: '10' }], after: 'netOff', ineligible: 'use' };
    const months = [{ entries: [left(1, 100)] }, { entries: [right(2, 100)] }, { entries: [refund(3, 1, 100), right(3, 30)] }];
    expect(needs(pair, months, '10000')).toStrictEqual([
      { what: 'ppv', required: 10_000n, actual: 0n, of: 'active' },
      weaker(100n, -100n),
      stronger(100n, 30n),
    ]);
  });

  it('is a pair of the ratios, once the opening pair was made', () => {
    const bonus = {
      ...units,
      ratios: [{ stronger: 1, weaker: 1, amount: '10' }],
      opening: { stronger: 2, weaker: 1, amount: '10' },
      after: 'flush',
    };
    const opened = { entries: [left(1, 200), right(2, 100)] };
    const small = { entries: [left(3, 90), right(4, 80)] };
    expect(needs(bonus, [opened, small])).toStrictEqual([weaker(100n, 80n), stronger(100n, 90n)]);
    expect(needs(bonus, [small])).toStrictEqual([weaker(100n, 80n), stronger(200n, 90n)]);
  });

  it('is a rank as well, where nothing is paid below it, by rate or by cap', () => {
    const ranks = { advance: 'direct', steps: [{ id: 'silver', name: bonusName, requires: { ppvAtLeast: '500' } }] };
    const rank = { what: 'rank', required: 1n, actual: 0n, of: 'silver', lacks: [{ what: 'ppv', required: 500n, actual: 0n }] };
    const asked = (change: object): unknown => {
      const plan = planOf({ active: '0', plan: { ranks, bonuses: [{ ...binaryBonus, ...change }] } });
      return explainerOf(plan, { sponsors, months: [{ entries: [left(1, 19), right(2, 50)] }], places }).missing(2)[0]?.needs;
    };
    expect(asked({ ratePpm: 0, ratesByRank: { silver: 50_000 } })).toStrictEqual([rank, weaker(20n, 19n)]);
    expect(asked({ most: { amount: '0', byRank: { silver: '9' } }, overCap: 'used' })).toStrictEqual([rank]);
    expect(asked({ ratePpm: 10_000, ratesByRank: { silver: 50_000 } })).toStrictEqual([weaker(100n, 19n), stronger(100n, 50n)]);
    // Nobody is paid at all.
    expect(asked({ ratePpm: 0 })).toStrictEqual([{ what: 'orders', required: 1n, actual: 0n }]);
  });

  it('is volume for the rate of the rank that is held', () => {
    const ranks = { advance: 'direct', steps: [{ id: 'silver', name: bonusName, requires: { ppvAtLeast: '500' } }] };
    const bonus = { ...binaryBonus, ratePpm: 10_000, ratesByRank: { silver: 50_000 } };
    const entries = [left(1, 19), right(2, 50), purchase(2, 3, 0, 500)];
    const explainer = explainerOf(planOf({ active: '0', plan: { ranks, bonuses: [bonus] } }), {
      sponsors,
      months: [{ entries }],
      places,
    });
    expect(explainer.missing(2)[0]?.needs).toStrictEqual([weaker(20n, 19n)]);
  });

  it('is whom a member sponsors in each leg, apart from volume', () => {
    // On the left 3 and 6 are active, on the right 4; 5 in the third leg does not count.
    const points = [3, 4, 5, 6].map((memberId) => purchase(memberId, memberId, memberId === 5 ? 0 : 900, 100));
    const of = 'buyer';
    const activity = { active: { ppvAtLeast: '0' }, buyer: { ppvAtLeast: '100' } };
    const asked = (count: number): readonly Need[] | undefined => {
      const plan = planOf({ plan: { activity, bonuses: [{ ...binaryBonus, eachSide: { count, meets: of } }] } });
      return explainerOf(plan, { sponsors, months: [{ entries: points }], places }).missing(2)[0]?.needs;
    };
    expect(asked(2)).toStrictEqual([{ what: 'sponsoredRight', required: 2n, actual: 1n, of }]);
    expect(asked(3)).toStrictEqual([
      { what: 'sponsoredLeft', required: 3n, actual: 2n, of },
      { what: 'sponsoredRight', required: 3n, actual: 1n, of },
    ]);
    expect(asked(1)).toBeUndefined();
  });
});
