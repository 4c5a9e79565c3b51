import { describe, expect, it } from 'vitest';
import { type Plan } from '../index.ts';
import { planOf } from '../testing/world.ts';
import { diffPlans } from './diff.ts';

const [team] = planOf().bonuses;
const plan = (change: object): Plan => ({ ...planOf(), ...change });

describe('the difference of two plans', () => {
  it('has one side only where the other has nothing there', () => {
    const added = plan({ average: { periods: 3 } });
    expect(diffPlans(planOf(), added)).toEqual([{ path: 'average', after: { periods: 3 } }]);
    expect(diffPlans(added, planOf())).toEqual([{ path: 'average', before: { periods: 3 } }]);
    expect(diffPlans(planOf(), added)[0]).not.toHaveProperty('before');
    expect(diffPlans(added, planOf())[0]).not.toHaveProperty('after');
  });

  it('finds a bonus by its id, wherever it stands, and tells of a new one as a whole', () => {
    const two = plan({ bonuses: [team, { ...team, id: 'other' }] });
    expect(diffPlans(planOf(), two)).toEqual([{ path: 'bonuses.other', after: { ...team, id: 'other' } }]);
    // The one that both have did not move: another came before it.
    const before = plan({ bonuses: [{ ...team, id: 'other' }, team] });
    expect(diffPlans(planOf(), before)).toEqual([{ path: 'bonuses.other', after: { ...team, id: 'other' } }]);
    const moved = plan({ bonuses: [{ ...team, id: 'other', payTo: 'qualified' }, team] });
    expect(diffPlans(two, moved)).toEqual([
      { path: 'bonuses.other.payTo', before: 'active', after: 'qualified' },
      { path: 'bonuses.order', before: ['team', 'other'], after: ['other', 'team'] },
    ]);
  });

  it('compares lists without ids by place, and values with what has parts as a whole', () => {
    const of = (levels: unknown): Plan => plan({ bonuses: [{ ...team, levels }] });
    expect(diffPlans(of([1, 2]), of([2, 1]))).toEqual([
      { path: 'bonuses.team.levels.0', before: 1, after: 2 },
      { path: 'bonuses.team.levels.1', before: 2, after: 1 },
    ]);
    expect(diffPlans(of(null), of([]))).toEqual([{ path: 'bonuses.team.levels', before: null, after: [] }]);
    expect(diffPlans(of(null), of(null))).toEqual([]);
    expect(diffPlans(of([null]), of([{ id: 7 }]))).toEqual([
      { path: 'bonuses.team.levels.0', before: null },
      { path: 'bonuses.team.levels.7', after: { id: 7 } },
    ]);
  });
});
