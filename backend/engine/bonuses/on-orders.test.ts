import { describe, expect, it } from 'vitest';
import { periodLines, replayOutcomes, type Plan, type VolumeEntry } from '../index.ts';
import { directBonus, fastStartBonus, ranksOf, retailBonus } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase, sale, type Month } from '../testing/world.ts';

/** Of each month: bonus, member, amount. In a chain of members 2, 3, 4. */
function linesOf(months: readonly Month[], plans: ReadonlyMap<number, Plan>): unknown[] {
  const facts = chainOf([0, 1, 2, 3], months, plans);
  expectTwinsAgree(facts, plans);
  return Array.from(replayOutcomes(facts, plans), ({ input }) =>
    Array.from(periodLines(input), ({ bonusId, memberId, amount }) => [bonusId, memberId, amount]),
  );
}

const plansOf = (...bonuses: readonly object[]): Map<number, Plan> =>
  new Map([[1, planOf({ active: '0', capPpm: 1_000_000, plan: { ranks: ranksOf('silver'), bonuses } })]]);

describe('a rate of 0', () => {
  const ratesByRank = { silver: 0 };
  it.each<[string, object, VolumeEntry]>([
    ['a retail bonus', { ...retailBonus, ratePpm: 0 }, sale(3, 2, 1_000)],
    ['a retail bonus by rank', { ...retailBonus, ratesByRank }, sale(2, 2, 1_000)],
    ['a direct bonus', { ...directBonus, ratePpm: 0 }, purchase(4, 2, 1_000)],
    ['a direct bonus by rank', { ...directBonus, ratesByRank }, purchase(3, 2, 1_000)],
    ['a direct bonus of the company, which is never paid,', directBonus, purchase(2, 2, 1_000)],
    ['a fast start', { ...fastStartBonus, levels: [{ ratePpm: 0 }] }, purchase(4, 2, 1_000)],
    ['a fast start by rank', { ...fastStartBonus, levels: [{ ratePpm: 1, ratesByRank }] }, purchase(3, 2, 1_000)],
  ])('of %s gives no line, not even of nothing', (_about, bonus, entry) => {
    // Member 2 is silver.
    expect(linesOf([{ entries: [purchase(2, 1, 0, 1), entry] }], plansOf(bonus))).toEqual([[]]);
  });
});

describe('a fast start', () => {
  const team = planOf().bonuses[0];

  it('knows nobody for new who was there before a plan asked when members join', () => {
    const plans = plansOf(fastStartBonus);
    plans.set(1, planOf({ active: '0', plan: { bonuses: [] } }));
    plans.set(2, planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [{ ...fastStartBonus, window: 60 }] } }));
    const months = [
      { entries: [], memberCount: 3 },
      { entries: [purchase(3, 1, 1_000), purchase(4, 2, 1_000)], planVersion: 2 },
    ];
    // 20% of the order of member 4, who joined in period 2; when member 3 joined nobody wrote down.
    expect(linesOf(months, plans)).toEqual([[], [['start', 3, 200n]]]);
  });

  it('replaces a bonus for as long as any of several windows is open', () => {
    const first = { ...fastStartBonus, id: 'first', replaces: ['team'] };
    const longer = { ...fastStartBonus, id: 'longer', window: 2, replaces: ['team'], levels: [{ ratePpm: 300_000 }] };
    const months = [1, 2, 3].map((orderRef) => ({ entries: [purchase(3, orderRef, 1_000)] }));
    // 20% and 30% of 1000, then 30% alone, then the 10% of the team bonus.
    expect(linesOf(months, plansOf(team as object, first, longer))).toEqual([
      [
        ['first', 2, 200n],
        ['longer', 2, 300n],
      ],
      [['longer', 2, 300n]],
      [['team', 2, 100n]],
    ]);
  });
});
