import { describe, expect, it } from 'vitest';
import { checkPlan, planFault } from '../index.ts';
import { bonusName } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

const names = ['bronze', 'silver', 'gold'];

/** Faults of a plan that rewards the rank, when bronze, silver and gold ask for this. */
function rewarding(
  rank: string,
  requires: readonly object[],
  { advance = 'direct', activity = {} }: { advance?: string; activity?: object } = {},
): unknown {
  return checkPlan({
    ...planOf(),
    activity: { active: { ppvAtLeast: '0' }, ...activity },
    ranks: { advance, steps: requires.map((each, index) => ({ id: names[index], name: bonusName, requires: each })) },
    bonuses: [
      {
        id: 'prize',
        kind: 'rankReward',
        name: bonusName,
        payTo: 'active',
        when: 'everyTime',
        rewards: [{ rank, amount: '1' }],
      },
    ],
  }).faults;
}

const refused = (): unknown => [planFault('bonuses.0.rewards.0.rank', 'paysForJoining')];
const byVolume = { ppvAtLeast: '1' };
const legsOf = (rank: string): object => ({ legs: [{ count: 1, rank, rankIn: 'head' }] });

describe('pay for joining', () => {
  it('is a reward for a rank when only a higher one asks for volume, step by step or not', () => {
    for (const advance of ['eachStep', 'direct']) expect(rewarding('silver', [{}, {}, byVolume], { advance })).toEqual(refused());
  });

  it('is none where a step below asks, and that one by the step below it', () => {
    expect(rewarding('gold', [byVolume, {}, {}], { advance: 'eachStep' })).toEqual([]);
    expect(rewarding('gold', [byVolume, {}, {}], { advance: 'direct' })).toEqual(refused());
  });

  it('is none where legs ask for a rank that asks for legs of a rank that asks, in whatever order they stand', () => {
    expect(rewarding('bronze', [legsOf('silver'), legsOf('gold'), byVolume])).toEqual([]);
    expect(rewarding('gold', [byVolume, legsOf('bronze'), legsOf('silver')])).toEqual([]);
    expect(rewarding('bronze', [legsOf('silver'), legsOf('gold'), legsOf('bronze')])).toEqual(refused());
  });

  it('is none where one of several legs asks', () => {
    const free = { count: 1, rank: 'gold', rankIn: 'leg' };
    expect(rewarding('silver', [{}, { legs: [free, { count: 2, ovAtLeast: '1' }] }, {}])).toEqual([]);
    expect(rewarding('silver', [{}, { legs: [free, { count: 2, ovAtLeast: '0' }] }, {}])).toEqual(refused());
  });

  it('is none where a condition asks for points of customers', () => {
    const activity = { seller: { ppvAtLeast: '0', customerPvAtLeast: '1' }, open: { ppvAtLeast: '0', customerPvAtLeast: '0' } };
    expect(rewarding('bronze', [{ meets: 'seller' }], { activity })).toEqual([]);
    expect(rewarding('bronze', [{ meets: 'open' }], { activity })).toEqual(refused());
  });

  it('is a reward for a rank that names no condition, whatever a condition is called', () => {
    expect(rewarding('bronze', [{}], { activity: { undefined: byVolume } })).toEqual(refused());
  });
});
