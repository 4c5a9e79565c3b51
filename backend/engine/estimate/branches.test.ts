import { describe, expect, it } from 'vitest';
import { type Plan } from '../index.ts';
import { binaryBonus, bonusName, onVolume, volumeBonus } from '../testing/bonuses.ts';
import { expectFollowed } from '../testing/followed.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';

/** Members with 100 points are active, with 500 they are gold, and their groups break away. */
function plansOf(bonuses: readonly object[], ranked = true): ReadonlyMap<number, Plan> {
  const steps = [{ id: 'gold', name: bonusName, requires: { ppvAtLeast: '500' }, breaksAway: true }];
  const ranks = ranked ? { ranks: { advance: 'direct', steps } } : {};
  return new Map([[1, planOf({ active: '100', capPpm: 1_000_000, plan: { bonuses, ...ranks } })]]);
}

const differential = {
  ...onVolume,
  id: 'steps',
  kind: 'differential',
  tree: 'sponsor',
  bracketBy: 'gv',
  brackets: [
    { from: '0', ratePpm: 50_000 },
    { from: '300', ratePpm: 100_000 },
  ],
  ineligible: 'lost',
};

describe('a followed binary', () => {
  const sponsors = [0, 1, 2, 2, 3, 3, 2];
  // 3 and 4 under 2, where 7 has a third leg; 5 and 6 under 3.
  const places = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
    [2, 2],
  ] as [number, number][];

  it('settles whoever stands above an order, and whoever becomes active or ceases to be', () => {
    const plans = plansOf([{ ...binaryBonus, ownVolume: 'weakerLeg' }], false);
    const entries = [
      purchase(7, 2, 400, 100),
      purchase(5, 3, 1_000),
      purchase(4, 4, 600),
      purchase(2, 5, 0, 100),
      refund(4, 4, 600),
      purchase(6, 6, 500),
      purchase(3, 7, 100, 100),
      refund(7, 2, 400, 100),
      purchase(4, 8, 200),
    ];
    const facts = chainOf(sponsors, [{ entries: [purchase(7, 1, 1_000)] }, { entries }], plans, places);
    const last = expectFollowed(facts, plans);
    // 3: 10 % of 500 + 100; 2: of 200. 7 had 10 % of 400, with 1000 from the month before, until that came back.
    expect([2, 3, 7].map((member) => last.earnings.of(member)?.credited)).toEqual([20n, 60n, undefined]);
  });

  it('keeps what the last member has in store, earns with it, and lets go of it', () => {
    const plans = plansOf([{ ...binaryBonus, ownVolume: 'weakerLeg' }], false);
    const facts = (entries: ReturnType<typeof purchase>[]) =>
      chainOf(sponsors, [{ entries: [purchase(7, 1, 1_000)] }, { entries }], plans, places);
    expect(expectFollowed(facts([purchase(7, 2, 400, 100), purchase(7, 3, 100)]), plans).credited).toBe(50n);
    // 300 of the 500 are left.
    const less = expectFollowed(facts([purchase(7, 2, 400, 100), purchase(7, 3, 100), refund(7, 2, 200)]), plans);
    expect(less.credited).toBe(30n);
    const store =
      expectFollowed(facts([purchase(4, 2, 400)]), plans).carryOut.columns?.values ?? new Map<string, BigInt64Array>();
    expect([...store.values()].map((column) => column[7])).toContain(1_000n);
  });

  it('pays the last but one on the leg of the last', () => {
    const plans = plansOf([{ ...binaryBonus, ownVolume: 'weakerLeg' }], false);
    const chain = [
      [0, 0],
      [1, 0],
      [2, 0],
    ] as [number, number][];
    const entries = [purchase(3, 1, 1_000), purchase(2, 2, 500, 100), purchase(3, 3, 10), purchase(2, 4, 100)];
    const last = expectFollowed(chainOf([0, 1, 2], [{ entries }], plans, chain), plans);
    expect(last.earnings.of(2)?.credited).toBe(60n);
  });

  it('pays by the rank of the period', () => {
    const plans = plansOf([{ ...binaryBonus, ratesByRank: { gold: 200_000 } }]);
    const entries = [
      purchase(5, 1, 1_000),
      purchase(6, 2, 800),
      purchase(3, 3, 0, 100),
      purchase(3, 4, 0, 400),
      refund(3, 4, 0, 1),
    ];
    const last = expectFollowed(chainOf(sponsors, [{ entries }], plans, places), plans);
    // Gold until the last refund.
    expect(last.earnings.of(3)?.credited).toBe(80n);
  });
});

describe('a followed differential', () => {
  const sponsors = [0, 1, 2, 3, 3, 2];
  const entries = [
    purchase(4, 1, 1_000, 100),
    purchase(5, 2, 2_000),
    purchase(3, 3, 1_000, 100),
    purchase(2, 4, 3_000, 100),
    purchase(3, 5, 0, 400),
    purchase(6, 6, 500, 500),
    refund(3, 5, 0, 400),
    purchase(6, 7, 500),
    refund(6, 6, 300, 500),
    refund(4, 1, 1_000, 100),
  ];

  it.each([
    ['what is lost', {}],
    ['what rolls up', { ineligible: 'rollsUp' }],
    ['a group that has broken away', { override: { ratePpm: 40_000 } }],
    ['a guarantee for it', { override: { ratePpm: 1, minimum: { amount: '70', sideGvAtLeast: '100' } } }],
    ['volume of the whole organisation', { bracketBy: 'ov' }],
  ])('settles everybody above an order, with %s', (_with, change) => {
    const plans = plansOf([{ ...differential, ...change }]);
    expect(expectFollowed(chainOf(sponsors, [{ entries }], plans), plans).credited).toBeGreaterThan(0n);
  });

  it('gives an override for the group of the last member as long as that is apart', () => {
    const plans = plansOf([{ ...differential, override: { ratePpm: 40_000 } }]);
    const apart = [purchase(2, 1, 0, 100), purchase(6, 2, 1_000, 500), purchase(6, 3, 500)];
    const paid = expectFollowed(chainOf(sponsors, [{ entries: apart }], plans), plans);
    // 10 % of 1500 by 500 points, and 4 % of it for 2.
    expect([2, 6].map((member) => paid.earnings.of(member)?.credited)).toEqual([60n, 150n]);
    const back = expectFollowed(chainOf(sponsors, [{ entries: [...apart, refund(6, 2, 0, 400)] }], plans), plans);
    // 5 % by 100 points, and for 2 no more by 200.
    expect([2, 6].map((member) => back.earnings.of(member)?.credited)).toEqual([undefined, 75n]);
  });

  it('never counts a group for less than what stands below it, whatever rounding does', () => {
    const brackets = [{ from: '0', ratePpm: 100_000 }];
    const plans = plansOf([{ ...differential, brackets, rounding: 'halfUp' }], false);
    const tiny = [purchase(4, 1, 5, 100), purchase(5, 2, 5, 100), purchase(3, 3, 0, 100), purchase(2, 4, 5, 100)];
    const last = expectFollowed(chainOf(sponsors, [{ entries: tiny }], plans), plans);
    // 4 and 5: half a unit, rounded up to one each. 3 is entitled to 1 of 10, and 2 to 2 of 15: those are taken.
    expect([5, 4, 3, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([1n, 1n, undefined, undefined]);
  });

  it.each([
    ['alone', []],
    ['beside a level bonus', planOf().bonuses],
    ['beside a bonus on own volume', [volumeBonus]],
  ])('reads groups that are kept up, in a plan without ranks, %s', (_beside, others) => {
    const plans = plansOf([...others, differential], false);
    const raising = [purchase(4, 1, 1_000, 100), purchase(3, 2, 1_000, 100), purchase(5, 3, 1_000, 100), refund(5, 3, 0, 1)];
    const last = expectFollowed(chainOf(sponsors, [{ entries: raising }], plans), plans);
    // The group of 3 has 299 points: 5 % of 3000, of which 50 and 0 went to 4 and to 5, who has 99.
    expect(last.totalsByBonus['steps']).toBe(50n + (150n - 50n - 50n));
  });
});

describe('a followed volume bonus', () => {
  const sponsors = [0, 1, 2, 3, 3, 2];
  const brackets = [
    { from: '0', ratePpm: 10_000 },
    { from: '300', ratePpm: 100_000 },
  ];
  const entries = [
    purchase(6, 1, 1_000, 100),
    purchase(4, 2, 1_000, 200),
    purchase(3, 3, 2_000, 500),
    purchase(2, 4, 0, 100),
    purchase(6, 5, 1_000, 200),
    refund(3, 3, 2_000, 300),
    refund(6, 5, 500, 200),
    refund(4, 2, 1_000, 200),
  ];

  it.each([
    ['own volume by own points', { of: 'own', bracketBy: 'ppv' }],
    ['own volume by the group', { of: 'own', bracketBy: 'gv' }],
    ['the group by the group', { of: 'group', bracketBy: 'gv' }],
    ['the group by the organisation', { of: 'group', bracketBy: 'ov' }],
  ])('pays on %s, with and without ranks', (_on, change) => {
    for (const ranked of [true, false]) {
      const bonus = { ...volumeBonus, ...change, brackets };
      const more = ranked ? { multiplierByRank: { gold: 1_500_000 } } : {};
      const plans = plansOf([{ ...bonus, ...more }], ranked);
      expect(expectFollowed(chainOf(sponsors, [{ entries }], plans), plans).credited).toBeGreaterThan(0n);
      const besideLevels = plansOf([...planOf().bonuses, bonus], ranked);
      expectFollowed(chainOf(sponsors, [{ entries }], besideLevels), besideLevels);
    }
  });

  it('pays the last member once, and nobody who bought nothing', () => {
    const plans = plansOf([{ ...volumeBonus, brackets }], false);
    const last = expectFollowed(chainOf(sponsors, [{ entries: entries.slice(0, 5) }], plans), plans);
    // 6: 10 % of 2000 from 300 points; 3: of 2000; 4: 1 % of 1000; 2 has points and no volume.
    expect([6, 3, 4, 2].map((member) => last.earnings.of(member)?.credited)).toEqual([200n, 200n, 10n, undefined]);
  });
});

describe('a followed reward for a rank', () => {
  const reward = {
    id: 'prize',
    kind: 'rankReward',
    name: bonusName,
    payTo: 'active',
    when: 'everyTime',
    rewards: [{ rank: 'gold', amount: '70' }],
  };

  it.each([
    ['every time', {}],
    ['the first time', { when: 'firstTime', skipped: 'lost' }],
  ])('comes and goes with the rank, %s', (_when, change) => {
    const plans = plansOf([{ ...reward, ...change }]);
    const entries = [
      purchase(3, 1, 1_000, 500),
      purchase(3, 2, 0, 100),
      refund(3, 1, 0, 200),
      purchase(3, 3, 0, 10),
      purchase(2, 4, 0, 10),
      purchase(3, 5, 0, 90),
      purchase(2, 6, 1_000, 500),
    ];
    const last = expectFollowed(chainOf([0, 1, 2], [{ entries }], plans), plans);
    expect([2, 3].map((member) => last.earnings.of(member)?.credited)).toEqual([70n, 70n]);
  });
});
