import { describe, expect, it } from 'vitest';
import { periodLines, replayOutcomes, type VolumeEntry } from '../index.ts';
import { ranksOf, rankReward, volumeBonus } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

/** Member, level and amount of each line of a month. Members 3 and 4 stand under 2. */
function linesOf(bonus: object, entries: readonly VolumeEntry[], plan: object = {}): unknown[] {
  const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, plan: { ...plan, bonuses: [bonus] } })]]);
  const facts = chainOf([0, 1, 2, 2], [{ entries }], plans);
  expectTwinsAgree(facts, plans);
  const [month] = [...replayOutcomes(facts, plans)];
  if (month === undefined) throw new Error('no month');
  return Array.from(periodLines(month.input), ({ memberId, level, amount }) => [memberId, level, amount]);
}

describe('a rank reward', () => {
  const ranks = ranksOf('silver', 'gold');
  const goldFirst = [
    { rank: 'gold', amount: '500' },
    { rank: 'silver', amount: '300' },
  ];
  const gold = [purchase(2, 1, 10_000, 2)];

  it.each<[string, object, unknown[]]>([
    [
      'that pays skipped ranks gives them from the lowest',
      { skipped: 'paid' },
      [
        [2, 1, 300n],
        [2, 2, 500n],
      ],
    ],
    ['that loses skipped ranks gives the highest', { skipped: 'lost' }, [[2, 2, 500n]]],
    ['of every time gives the highest', { when: 'everyTime', skipped: undefined }, [[2, 2, 500n]]],
  ])('%s, in whichever order the plan lists them', (_about, terms, lines) => {
    expect(linesOf({ ...rankReward, rewards: goldFirst, ...terms }, gold, { ranks })).toEqual(lines);
  });

  it('of nothing has no line', () => {
    const rewards = [
      { rank: 'silver', amount: '0' },
      { rank: 'gold', amount: '500' },
    ];
    expect(linesOf({ ...rankReward, rewards }, gold, { ranks })).toEqual([[2, 2, 500n]]);
  });
});

describe('a volume bonus that looks at legs', () => {
  it.each(['gv', 'ov'])('counts no more from one leg than its share of a bracket by %s', (bracketBy) => {
    const bonus = {
      ...volumeBonus,
      bracketBy,
      brackets: [
        { from: '20000', ratePpm: 50_000 },
        { from: '40000', ratePpm: 100_000 },
      ],
      legShare: { mostPerLegPpm: 500_000, ownCounts: 'whole' },
    };
    // For 200.00 count 100.00 own, 100.00 of 300.00 and 20.00; for 400.00 only 100.00, 200.00 and 20.00. The company has nothing of its own 1000.
    const entries = [
      purchase(2, 1, 1_000, 10_000),
      purchase(3, 2, 0, 30_000),
      purchase(4, 3, 0, 2_000),
      purchase(1, 4, 1_000, 0),
    ];
    expect(linesOf(bonus, entries)).toEqual([[2, 0, 50n]]);
  });
});
