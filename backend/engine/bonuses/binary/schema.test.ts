import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../index.ts';
import { faultOf } from '../../plan/faults.ts';
import { binaryBonus } from '../../testing/bonuses.ts';
import { planOf } from '../../testing/world.ts';

const { ratePpm: _rate, rounding: _rounding, ...bare } = binaryBonus;
const steps = (...amounts: string[]): object => ({
  ...bare,
  by: 'steps',
  steps: amounts.map((amount, index) => ({ volume: String(index + 1), amount })),
});
const faultsOf = (bonus: object) => checkPlan({ ...planOf(), bonuses: [bonus] }).faults;

describe('a binary bonus is refused and told why', () => {
  it.each<[string, object, ...Parameters<typeof faultOf>[]]>([
    ['units are left out', { ...bare, by: 'units' }, ['unit', 'missing'], ['ratios', 'missing']],
    ['a unit is not read', { ...binaryBonus, unit: '5' }, ['unit', 'strayField']],
    ['a decision about a cap is made without one', { ...binaryBonus, overCap: 'used' }, ['overCap', 'strayField']],
    [
      'steps stand out of order',
      {
        ...bare,
        by: 'steps',
        steps: [
          { volume: '5', amount: '3' },
          { volume: '5', amount: '2' },
        ],
      },
      ['steps.1.volume', 'thresholdOrder'],
      ['steps.1.amount', 'thresholdOrder'],
    ],
    ['a rate is of no rank', { ...binaryBonus, ratesByRank: { iron: 1 } }, ['ratesByRank.iron', 'unknownRank']],
    [
      'a side is by no condition',
      { ...binaryBonus, eachSide: { count: 1, meets: 'keen' } },
      ['eachSide.meets', 'unknownCondition'],
    ],
  ])('when %s', (_about, bonus, ...expected) => {
    expect(faultsOf(bonus)).toEqual(expected.map(([path, code]) => faultOf(`bonuses.0.${path}`, code)));
  });

  it('when a cap leaves open what becomes of the volume above it', () => {
    const [fault, ...others] = faultsOf({ ...binaryBonus, most: { amount: '5' } });
    expect([fault?.path, others]).toEqual(['bonuses.0.overCap', []]);
    expect(fault?.reason.en).toMatch(/^is undecided: /);
  });

  it('but not when a higher step pays no more', () => {
    expect(faultsOf(steps('3', '3'))).toEqual([]);
  });
});
