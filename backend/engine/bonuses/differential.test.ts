import { describe, expect, it } from 'vitest';
import { checkPlan, periodLines, replayOutcomes, type Plan } from '../index.ts';
import { bonusName, onVolume } from '../testing/bonuses.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';
import { differentialKind, readOverride } from './differential.ts';

const steps = {
  ...onVolume,
  id: 'steps',
  kind: 'differential',
  tree: 'sponsor',
  bracketBy: 'gv',
  brackets: [{ from: '10000', ratePpm: 50_000 }],
  ineligible: 'lost',
};

describe('a differential bonus', () => {
  const second = (from: string, ratePpm: number): string[][] => {
    const brackets = [...steps.brackets, { from, ratePpm }];
    const { faults } = checkPlan({ ...planOf(), bonuses: [{ ...steps, brackets }] });
    return faults.map(({ path, reason }) => [path, reason.en]);
  };

  it('is refused with brackets out of order, and may have the same rate twice', () => {
    expect(second('10000', 60_000)).toEqual([['bonuses.0.brackets.1.from', 'is out of order']]);
    expect(second('20000', 49_999)).toEqual([['bonuses.0.brackets.1.ratePpm', 'is out of order']]);
    expect(second('10001', 50_000)).toEqual([]);
  });

  it('names the rate of the override and the CV of the group in its line, also where the guarantee is paid', () => {
    const director = { id: 'director', name: bonusName, requires: { ppvAtLeast: '20000' }, breaksAway: true };
    const override = { ratePpm: 30_000, minimum: { amount: '80', sideGvAtLeast: '10000' } };
    const plan = planOf({
      active: '0',
      capPpm: 1_000_000,
      plan: { ranks: { advance: 'direct', steps: [director] }, bonuses: [{ ...steps, override }] },
    });
    const plans = new Map<number, Plan>([[1, plan]]);
    // 3 % of 2000 are 60, the guarantee is 80.
    const entries = [purchase(2, 1, 1_000, 10_000), purchase(3, 2, 2_000, 20_000)];
    const [month] = replayOutcomes(chainOf([0, 1, 2], [{ entries }], plans), plans);
    const lines = month === undefined ? [] : [...periodLines(month.input)];
    const told = lines.map(({ memberId, level, ratePpm, base, amount }) => [memberId, level, ratePpm, base, amount]);
    expect(told).toEqual([
      [2, 0, 50_000, 1_000n, 50n],
      [2, 1, 30_000, 2_000n, 80n],
      [3, 0, 50_000, 2_000n, 100n],
    ]);
  });

  it('gives nothing for a group that has broken away where there is no override', () => {
    expect(readOverride(differentialKind.schema.parse(steps))(1_000n, 50_000n)).toBe(0n);
  });
});
