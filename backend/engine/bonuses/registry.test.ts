import { describe, expect, it } from 'vitest';
import { checkPlan } from '../index.ts';
import { faultOf } from '../plan/faults.ts';
import { fastStartBonus, poolBonus, ranksOf, rankReward, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';
import { asksForNewCustomers, needsAllOrders, type Bonus } from './registry.ts';

const bonus = (terms: object): Bonus => terms as Bonus;

describe('the bonuses of a plan', () => {
  it.each<[object, boolean]>([
    [{ kind: 'level' }, false],
    [{ kind: 'retail' }, false],
    [{ kind: 'fastStart' }, false],
    [{ kind: 'direct', orders: 'first' }, true],
    [{ kind: 'direct', orders: 'all' }, false],
    [{ kind: 'generation', emptyGroup: 'passedOver' }, true],
    [{ kind: 'generation', emptyGroup: 'endsGeneration' }, false],
    [{ kind: 'passUp' }, true],
    [{ kind: 'pool' }, true],
    [{ kind: 'matching' }, true],
  ])('%j need all orders of a period for a refund of one: %s', (terms, needed) => {
    expect(needsAllOrders(bonus(terms))).toBe(needed);
  });

  it.each<[object[], boolean]>([
    [[], false],
    [[{ kind: 'level' }, { kind: 'retail' }], false],
    [[{ kind: 'level' }, { kind: 'retail', customers: 'new' }], true],
  ])('%j ask who is a new customer: %s', (bonuses, asked) => {
    expect(asksForNewCustomers({ bonuses: bonuses.map(bonus) })).toBe(asked);
  });
});

describe('a plan is told why', () => {
  const brackets = [
    { from: '5', ratePpm: 2 },
    { from: '5', ratePpm: 1 },
  ];
  const reward = (rank: string, amount = '1') => ({ rank, amount });
  it.each<[string, object, ...Parameters<typeof faultOf>[]]>([
    ['a fast start replaces itself', { ...fastStartBonus, replaces: ['start'] }, ['replaces.0', 'cannotReplace']],
    [
      'a fast start replaces what is not on orders',
      { ...fastStartBonus, replaces: ['team', 'fund'] },
      ['replaces.1', 'cannotReplace'],
    ],
    [
      'a fast start has a rate of no rank',
      { ...fastStartBonus, levels: [{ ratePpm: 1 }, { ratePpm: 1, ratesByRank: { iron: 1 } }] },
      ['levels.1.ratesByRank.iron', 'unknownRank'],
    ],
    ['a retail bonus has a rate of no rank', { ...retailBonus, ratesByRank: { iron: 1 } }, ['ratesByRank.iron', 'unknownRank']],
    ['a reward of every time has skipped ranks', { ...rankReward, when: 'everyTime' }, ['skipped', 'strayField']],
    ['a reward is for no rank', { ...rankReward, rewards: [reward('iron')] }, ['rewards.0.rank', 'unknownRank']],
    [
      'two rewards are for one rank',
      { ...rankReward, rewards: [reward('silver'), reward('silver', '2')] },
      ['rewards.1.rank', 'repeatedRank'],
    ],
    ['a reward would be pay for joining', { ...rankReward, rewards: [reward('free')] }, ['rewards.0.rank', 'paysForJoining']],
    [
      'a share of legs is of what has none',
      { ...volumeBonus, legShare: { mostPerLegPpm: 1, ownCounts: 'whole' } },
      ['legShare', 'strayField'],
    ],
    [
      'brackets of volume stand out of order',
      { ...volumeBonus, brackets },
      ['brackets.1.from', 'bracketOrder'],
      ['brackets.1.ratePpm', 'bracketOrder'],
    ],
  ])('%s', (_about, refused, ...expected) => {
    expect(faultsOf(refused)).toEqual(expected.map(([path, code]) => faultOf(`bonuses.2.${path}`, code)));
  });

  it('nothing when a rank that asks for nothing is rewarded with nothing', () => {
    expect(faultsOf({ ...rankReward, rewards: [reward('free', '0'), reward('silver')] })).toEqual([]);
  });

  function faultsOf(one: object) {
    const { advance, steps } = ranksOf('silver') as { advance: string; steps: object[] };
    const ranks = { advance, steps: [{ id: 'free', name: poolBonus.name, requires: {} }, ...steps] };
    return checkPlan({ ...planOf(), ranks, bonuses: [...planOf().bonuses, poolBonus, one] }).faults;
  }
});
