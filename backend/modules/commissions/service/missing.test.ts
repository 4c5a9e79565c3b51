import { describe, expect, it } from 'vitest';
import type { EarningNeed } from '#api/earnings.ts';
import type { Need } from '#engine/index.ts';
import { poolBonus, retailBonus } from '#engine/testing/bonuses.ts';
import { explainerOf } from '#engine/testing/explained.ts';
import { planOf, purchase } from '#engine/testing/world.ts';
import { flatNeeds, missingOf } from './missing.ts';

const silver = { en: 'Silver', ru: 'Серебро' };
const gold = { en: 'Gold', ru: 'Золото' };
// A condition and a rank have the same id: what a test is of must not be guessed by the name.
const plan = planOf({
  plan: {
    activity: { active: { ppvAtLeast: '10000' }, silver: { ppvAtLeast: '5000', anyOf: [{ customersAtLeast: 2 }] } },
    ranks: {
      advance: 'eachStep',
      steps: [
        { id: 'silver', name: silver, requires: { ppvAtLeast: '20000' } },
        { id: 'gold', name: gold, requires: { legs: [{ count: 2, rank: 'silver', rankIn: 'leg' }] } },
      ],
    },
    bonuses: [
      { ...retailBonus, payTo: 'silver' },
      { ...poolBonus, payTo: 'active', sharesByRank: { silver: 1 } },
    ],
  },
});

const need = (what: EarningNeed['what'], required: string, actual: string, rest: Partial<EarningNeed> = {}): EarningNeed => {
  return {
    what,
    required,
    actual,
    unit: 'count',
    level: null,
    rank: null,
    condition: null,
    depth: 0,
    alternative: null,
    ...rest,
  };
};
const none = { required: 1n, actual: 0n };

describe('what was missing, as a list', () => {
  it('has what a rank and what alternatives lack behind them, one deeper, in reading order', () => {
    const one: Need = { what: 'ppv', required: 200n, actual: 50n };
    const two: Need[] = [
      { what: 'customers', required: 3n, actual: 1n },
      { what: 'customerPv', required: 70n, actual: 4n },
    ];
    const oneOf: Need = { what: 'oneOf', ...none, of: 'silver', alternatives: [[one], two] };
    const rank: Need = { what: 'rank', required: 2n, actual: 0n, level: 3, of: 'gold', lacks: [oneOf] };
    expect(flatNeeds([rank, { what: 'orders', ...none }], plan)).toEqual([
      need('rank', '2', '0', { level: 3, rank: gold }),
      need('oneOf', '1', '0', { depth: 1, condition: 'silver' }),
      need('ppv', '200', '50', { depth: 2, alternative: 1, unit: 'points' }),
      need('customers', '3', '1', { depth: 2, alternative: 2 }),
      need('customerPv', '70', '4', { depth: 2, alternative: 2, unit: 'points' }),
      need('orders', '1', '0'),
    ]);
  });

  it.each<[Need['what'], EarningNeed['unit'], 'rank' | 'condition']>([
    ['ppv', 'points', 'condition'],
    ['customerPv', 'points', 'condition'],
    ['volume', 'points', 'condition'],
    ['bracket', 'points', 'condition'],
    ['weakerLeg', 'money', 'condition'],
    ['strongerLeg', 'money', 'condition'],
    ['matrix', 'count', 'condition'],
    ['consecutive', 'count', 'condition'],
    ['sponsoredLeft', 'count', 'condition'],
    ['rank', 'count', 'rank'],
    ['legs', 'count', 'rank'],
    ['held', 'count', 'rank'],
  ])('%s is counted in %s, and what it is of is a %s', (what, unit, of) => {
    expect(flatNeeds([{ what, ...none, of: 'silver' }], plan)).toEqual([
      need(what, '1', '0', { unit, ...(of === 'rank' ? { rank: silver } : { condition: 'silver' }) }),
    ]);
  });

  it('holds bonuses by name and the next rank; nothing of a rank above the highest', () => {
    const months = [{ entries: [purchase(2, 1, 1_000, 9_000), purchase(3, 2, 1_000, 20_000)] }];
    const explainer = explainerOf(plan, { sponsors: [0, 1, 1], months });
    const ppv = need('ppv', '20000', '9000', { unit: 'points' });
    expect(missingOf(explainer, { plan, memberCount: 3 }, 2)).toEqual({
      missing: [
        {
          bonusId: 'shop',
          bonusName: retailBonus.name,
          kind: 'retail',
          needs: [need('oneOf', '1', '0', { condition: 'silver' }), need('customers', '2', '0', { depth: 1, alternative: 1 })],
        },
        {
          bonusId: poolBonus.id,
          bonusName: poolBonus.name,
          kind: 'pool',
          needs: [
            need('ppv', '10000', '9000', { unit: 'points', condition: 'active' }),
            need('rank', '1', '0', { rank: silver }),
            { ...ppv, depth: 1 },
          ],
        },
      ],
      nextRank: { id: 'silver', name: silver, needs: [ppv] },
    });
    expect(missingOf(explainer, { plan, memberCount: 3 }, 3).nextRank).toEqual({
      id: 'gold',
      name: gold,
      needs: [need('legs', '2', '0', { rank: silver })],
    });
  });

  it('is nothing for who joined after the period', () => {
    const months = [{ memberCount: 2, entries: [] }];
    const explainer = explainerOf(plan, { sponsors: [0, 1, 1], months });
    expect(missingOf(explainer, { plan, memberCount: 2 }, 3)).toEqual({ missing: [], nextRank: null });
  });
});
