import { describe, expect, it } from 'vitest';
import { checkPlan } from '../index.ts';
import { matchingBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

describe('a matching bonus', () => {
  it.each<[string, object, string, string]>([
    ['a bonus that is not there', { of: ['team', 'legs'] }, 'of.1', 'names a bonus that the plan does not define'],
    ['itself', { of: ['match'] }, 'of.0', 'matches a matching bonus, which would go round in a circle'],
    [
      'a level from no rank',
      { levels: [{ ratePpm: 1, rankAtLeast: 'iron' }] },
      'levels.0.rankAtLeast',
      'names a rank that the plan does not define',
    ],
  ])('is refused with %s', (_what, change, path, reason) => {
    const { faults } = checkPlan({ ...planOf(), bonuses: [...planOf().bonuses, { ...matchingBonus, ...change }] });
    expect(faults.map((fault) => [fault.path, fault.reason.en])).toEqual([[`bonuses.1.${path}`, reason]]);
  });
});
