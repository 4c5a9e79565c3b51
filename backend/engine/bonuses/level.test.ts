import { describe, expect, it } from 'vitest';
import { checkPlan, replayOutcomes } from '../index.ts';
import { bonusName } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

const ranks = { advance: 'direct', steps: [{ id: 'silver', name: bonusName, requires: { ppvAtLeast: '100' } }] };

describe('a level bonus', () => {
  const stray = 'names a rank that the plan does not define';
  it.each<[string, object, string, string]>([
    ['a level from no rank', { levels: [{ ratePpm: 1, rankAtLeast: 'iron' }] }, 'levels.0.rankAtLeast', stray],
    ['a rate by no rank', { levels: [{ ratePpm: 1, ratesByRank: { iron: 1 } }] }, 'levels.0.ratesByRank.iron', stray],
    ['whom to skip by no rank', { compression: 'skipBelowRank', skipBelow: 'iron' }, 'skipBelow', stray],
    [
      'whom to skip where nobody is skipped',
      { compression: 'standard', skipBelow: 'silver' },
      'skipBelow',
      'stands without the compression that reads it',
    ],
    ['nobody to skip', { compression: 'skipBelowRank' }, 'skipBelow', 'is undecided: below which rank is a member passed over?'],
    [
      'one level that counts legs, and none that says which are active',
      { levels: [{ ratePpm: 1 }, { ratePpm: 1, activeLegsAtLeast: 1 }] },
      'legActiveBy',
      'is undecided: is a leg active by its head, or by anybody in it?',
    ],
  ])('is refused with %s', (_name, change, path, reason) => {
    const plan = { ...planOf(), ranks };
    const { faults } = checkPlan({ ...plan, bonuses: [{ ...plan.bonuses[0], ...change }] });
    expect(faults.map((fault) => [fault.path, fault.reason.en])).toEqual([[`bonuses.0.${path}`, reason]]);
  });

  it.each([
    [
      'all have it',
      20_000,
      10_000,
      [
        [2, 30n],
        [3, 50n],
        [4, 100n],
      ],
    ],
    [
      'the last lacks a hundredth',
      20_000,
      9_999,
      [
        [3, 50n],
        [4, 100n],
      ],
    ],
    [
      'the first lacks a hundredth',
      19_999,
      10_000,
      [
        [2, 30n],
        [3, 50n],
      ],
    ],
  ])(
    'P02 asks each level for its own volume, the third for less than the first and the second for none: %s',
    (_who, first, third, paid) => {
      const levels = [{ ratePpm: 100_000, ppvAtLeast: '20000' }, { ratePpm: 50_000 }, { ratePpm: 30_000, ppvAtLeast: '10000' }];
      const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, bonus: { levels } })]]);
      const entries = [purchase(4, 1, 0, first), purchase(2, 2, 0, third), purchase(5, 3, 1_000)];
      const facts = chainOf([0, 1, 2, 3, 4], [{ entries }], plans);
      expectTwinsAgree(facts, plans);
      const [month] = replayOutcomes(facts, plans);
      expect([...(month?.result.earnings ?? [])].map(({ memberId, net }) => [memberId, net])).toEqual(paid);
    },
  );

  it.each([
    ['the head is', 'head', 3, 1],
    ['only somebody below the head is', 'head', 4, 0],
    ['the head is', 'anyone', 3, 1],
    ['somebody below the head is', 'anyone', 4, 1],
    ['nobody in it is', 'anyone', 2, 0],
  ])('that counts active legs, where %s active, by %s', (_who, legActiveBy, active, lines) => {
    const levels = [{ ratePpm: 100_000, activeLegsAtLeast: 1 }];
    const plans = new Map([[1, planOf({ active: '100', capPpm: 1_000_000, bonus: { levels, legActiveBy } })]]);
    // Member 2 is paid on the order of 3, if the leg of 3 is active.
    const entries = [purchase(2, 1, 0, 100), purchase(active, 2, 0, 100), purchase(3, 3, 1_000)];
    const facts = chainOf([0, 1, 2, 3], [{ entries }], plans);
    expectTwinsAgree(facts, plans);
    expect([...replayOutcomes(facts, plans)][0]?.result.linesByBonus).toEqual({ team: lines });
  });
});
