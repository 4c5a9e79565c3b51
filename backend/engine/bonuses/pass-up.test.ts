import { describe, expect, it } from 'vitest';
import { checkPlan, periodLines, replayOutcomes } from '../index.ts';
import { onVolume } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, sale } from '../testing/world.ts';
import { passUpColumns, passUpKind } from './pass-up.ts';

const passUp = {
  ...onVolume,
  id: 'up',
  kind: 'passUp',
  counts: 'orders',
  receiver: 'payTo',
  unqualified: 'compress',
  phases: [{ from: '0', up: 1, ratePpm: 500_000 }],
};

describe('a pass-up bonus', () => {
  it('is refused with phases that do not rise', () => {
    const phases = ['5', '5'].map((from) => ({ from, up: 1, ratePpm: 1 }));
    const { faults } = checkPlan({ ...planOf(), bonuses: [{ ...passUp, phases }] });
    expect(faults.map(({ path, reason }) => [path, reason.en])).toEqual([['bonuses.0.phases.1.from', 'is out of order']]);
  });

  it('remembers for each phase how many numbers were given out, and the numbers of buyers only where buyers are counted', () => {
    const columns = (counts: string): string[] => {
      const phases = ['0', '5'].map((from) => ({ from, up: 1, ratePpm: 1 }));
      return passUpColumns(passUpKind.schema.parse({ ...passUp, counts, phases }));
    };
    expect(columns('orders')).toEqual(['passUp.up.1.count', 'passUp.up.2.count']);
    expect(columns('buyers')).toEqual(['passUp.up.1.count', 'passUp.up.1.number', 'passUp.up.2.count', 'passUp.up.2.number']);
  });

  it.each([
    [
      'whoever has passed up before the order, by an order of the same month as well',
      { receiver: 'passedUp' },
      [
        [2, 2, 2],
        [2, 3, 1],
        [3, 4, 1],
      ],
    ],
    [
      'whoever meets the condition, though passing up later',
      { receiver: 'payTo' },
      [
        [3, 2, 1],
        [2, 3, 1],
        [3, 4, 1],
      ],
    ],
    ['nobody at a rate of nothing', { phases: [{ from: '0', up: 1, ratePpm: 0 }] }, []],
  ])('gives an order that goes up to %s', (_who, change, lines) => {
    const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [{ ...passUp, ...change }] } })]]);
    // Members 4 and 5 stand under 3. The first order of each goes up; that of 3 comes between those of 4 and 5.
    const entries = [sale(2, 1, 1_000), sale(4, 2, 1_000), sale(3, 3, 1_000), sale(5, 4, 1_000)];
    const facts = chainOf([0, 1, 2, 3, 3], [{ entries }], plans);
    expectTwinsAgree(facts, plans);
    const [month] = replayOutcomes(facts, plans);
    const found = month === undefined ? [] : [...periodLines(month.input)];
    expect(found.map(({ memberId, orderRef, level }) => [memberId, orderRef, level])).toEqual(lines);
  });
});
