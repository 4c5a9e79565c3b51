import { describe, expect, it } from 'vitest';
import { checkPlan, planFault } from '../index.ts';
import { binaryBonus, bonusName, matchingBonus, onVolume, poolBonus, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

const ranks = {
  advance: 'direct',
  steps: ['silver', 'gold'].map((id, index) => ({ id, name: bonusName, requires: { ppvAtLeast: String(100 * (index + 1)) } })),
};
const level = (ratePpm: number): object => ({
  ...onVolume,
  id: 'team',
  kind: 'level',
  tree: 'sponsor',
  compression: 'standard',
  customerSaleLevelOne: 'sponsor',
  levels: [{ ratePpm }],
});
const generation = {
  ...onVolume,
  id: 'leaders',
  kind: 'generation',
  tree: 'sponsor',
  boundary: 'sameRank',
  leaderRank: 'gold',
  leaderBy: 'rank',
  ineligibleLeader: 'passedOver',
  emptyGroup: 'passedOver',
  sourceLeader: 'passedOver',
  ownGroup: 'notPaid',
  generations: [{ ratePpm: 10 }, { ratePpm: 20 }],
};
const fastStart = {
  ...onVolume,
  id: 'start',
  kind: 'fastStart',
  tree: 'sponsor',
  compression: 'none',
  sales: 'all',
  window: 2,
  replaces: [],
  levels: [{ ratePpm: 100, ratesByRank: { silver: 150, gold: 120 } }, { ratePpm: 20 }],
};
const direct = { ...onVolume, id: 'friends', kind: 'direct', tree: 'sponsor', orders: 'all', unqualified: 'lost' };
const brackets = [
  { from: '1', ratePpm: 30 },
  { from: '5', ratePpm: 70 },
];
const differential = {
  ...onVolume,
  id: 'stairs',
  kind: 'differential',
  tree: 'sponsor',
  bracketBy: 'gv',
  ineligible: 'lost',
  brackets,
};
const matching = { ...matchingBonus, levels: [{ ratePpm: 300_000 }, { ratePpm: 200_000 }] };
const reward = {
  id: 'prize',
  kind: 'rankReward',
  name: bonusName,
  payTo: 'active',
  when: 'everyTime',
  rewards: [{ rank: 'gold', amount: '1' }],
};

function refusals(bonuses: readonly object[], ratePpm: number, change: object = {}): unknown {
  return checkPlan({ ...planOf(), ranks, bonuses, cap: { ratePpm, onExcess: 'withinCap' }, ...change }).faults;
}

describe('the worst case of a plan that stays within its cap', () => {
  it.each<[string, object[], number]>([
    // 150 and 20.
    ['the levels of a fast start by their highest rates', [fastStart], 170],
    ['the highest rate of a direct bonus', [{ ...direct, ratePpm: 40, ratesByRank: { silver: 60, gold: 50 } }], 60],
    // Only gold is a rank from gold on: 30 once.
    ['generations of the same rank from the highest rank', [generation], 30],
    ['the highest bracket of a differential without override', [differential], 70],
    ['the highest bracket of own volume', [{ ...volumeBonus, brackets }], 70],
    // 100 + 40, and half of the 100.
    ['matching on what it names, and on nothing beside it', [level(100), { ...retailBonus, ratePpm: 40 }, matching], 190],
    ['a pool, which rounds nothing', [{ ...poolBonus, ratePpm: 33 }], 33],
  ])('is %s', (_name, bonuses, most) => {
    expect(refusals(bonuses, most)).toEqual([]);
    expect(refusals(bonuses, most - 1)).toEqual([planFault('cap.ratePpm', 'worstCaseAboveCap')]);
  });

  it.each<[string, object]>([
    ['binary', binaryBonus],
    ['rank rewards', reward],
    ['group volume', { ...volumeBonus, of: 'group' }],
    ['a pool that is carried', { ...poolBonus, nobodyQualified: 'carry' }],
  ])('has no bound with %s, and none with what is matched on it', (_name, bonus) => {
    expect(refusals([level(1), bonus], 1_000_000)).toEqual([planFault('bonuses.1', 'noBound')]);
    const matched = { ...matching, of: ['team', (bonus as { id: string }).id] };
    expect(refusals([level(1), bonus, matched], 1_000_000)).toEqual([
      planFault('bonuses.1', 'noBound'),
      planFault('bonuses.2', 'noBound'),
    ]);
  });

  it.each(['halfUp', 'halfEven'])('does not hold where a bonus rounds by %s', (rounding) => {
    expect(refusals([level(1), { ...retailBonus, rounding }], 1_000_000)).toEqual([planFault('bonuses.1.rounding', 'roundsUp')]);
  });

  it('is not asked of matching that goes round in a circle, or of leaders of a rank that there is not', () => {
    const other = { ...matching, id: 'other', of: ['match'] };
    expect(refusals([{ ...matching, of: ['other'] }, other], 1)).toEqual([
      planFault('bonuses.0.of.0', 'matchingOnMatching'),
      planFault('bonuses.1.of.0', 'matchingOnMatching'),
    ]);
    expect(refusals([generation], 30, { ranks: undefined })).toEqual([planFault('bonuses.0.leaderRank', 'unknownRank')]);
  });
});
