import { describe, expect, it } from 'vitest';
import type { TrialSide } from '#api/trials.ts';
import { simulatePlan } from '#api/trials.ts';
import { figureIds, figureRows, tenthShares } from './figures.ts';
import { readTyped, typedOf } from './scenario-form.tsx';
import { readField, scenarioBounds, scenarioFields, showField, usualScenario } from './scenario.ts';
import { sortRows } from '../../ui/table/local-rows.ts';

const side = (bonuses: Record<string, string>, payoutPpm?: number): TrialSide => ({
  planHash: `0x${'0'.repeat(64)}`,
  periods: [],
  totals: {
    netCv: '100',
    earned: '30',
    debt: '0',
    scaledDownPeriods: 0,
    bonuses,
    ...(payoutPpm === undefined ? {} : { payoutPpm }),
  },
  distribution: {
    members: 1,
    earnedNothing: 0,
    earnedNothingPpm: 0,
    mean: '30',
    median: '30',
    tenths: [],
    ahead: 1,
    even: 0,
    behind: 0,
  },
});

describe('the figures of a trial', () => {
  it('stand side by side, with every bonus of either plan', () => {
    const rows = figureRows(side({ team: '30' }, 300_000), side({ old: '-1' }));
    expect(rows.slice(0, figureIds.length).map(({ id }) => id)).toEqual(figureIds);
    expect(rows.slice(figureIds.length)).toEqual([
      { id: 'bonus.team', kind: 'money', draft: 30n, current: undefined },
      { id: 'bonus.old', kind: 'money', draft: undefined, current: -1n },
    ]);
    expect(rows.find(({ id }) => id === 'payout')).toEqual({ id: 'payout', kind: 'rate', draft: 300_000n, current: undefined });
    expect(figureRows(side({}), null).every(({ current }) => current === undefined)).toBe(true);
  });

  it('share out to tenths what was earned, and nothing of nothing', () => {
    expect(tenthShares(['0', '25', '75'])).toEqual([0, 250_000, 750_000]);
    expect(tenthShares(['-5', '5'])).toEqual([0, 0]);
    expect(tenthShares(['0', '0'])).toEqual([0, 0]);
  });
});

describe('assumptions', () => {
  it('are taken as typed, in percent with either mark, within the bounds of the server', () => {
    expect([readField('bringsPpm', '13'), readField('bringsPpm', '0,5'), readField('bringsPpm', '100')]).toEqual([
      130_000, 5_000, 1_000_000,
    ]);
    for (const wrong of ['', '101', '-1', '1e1', '1.23456', 'x']) expect(readField('bringsPpm', wrong)).toBeUndefined();
    expect([readField('months', '24'), readField('months', '1.0'), readField('months', '37'), readField('months', '0')]).toEqual([
      24,
      undefined,
      undefined,
      undefined,
    ]);
    expect(readTyped(typedOf(usualScenario))).toEqual(usualScenario);
    expect(readTyped({ ...typedOf(usualScenario), seed: '' })).toBeUndefined();
  });

  it('have the bounds that the contract of the route has', () => {
    const { scenario } = simulatePlan.body.shape;
    for (const field of scenarioFields) {
      const { least, most } = scenarioBounds[field];
      for (const [value, fine] of [
        [least, true],
        [most, true],
        [least - 1, false],
        [most + 1, false],
      ] as const) {
        expect(scenario.safeParse({ ...usualScenario, [field]: value }).success, `${field} ${value}`).toBe(fine);
      }
      expect(readField(field, showField(field, most))).toBe(most);
    }
  });
});

describe('rows that are at hand', () => {
  const rows = [
    { name: 'b', sum: 2n },
    { name: 'a', sum: 10n },
    { name: 'c', sum: -1n },
  ];
  const values = { name: (row: (typeof rows)[number]) => row.name, sum: (row: (typeof rows)[number]) => row.sum };
  it('are sorted by text and by exact numbers, either way, and left alone otherwise', () => {
    const order = (sort: string | undefined) =>
      sortRows(rows, sort, values)
        .map(({ name }) => name)
        .join('');
    expect([order('name'), order('-name'), order('sum'), order('-sum'), order(undefined), order('other')]).toEqual([
      'abc',
      'cba',
      'cba',
      'abc',
      'bac',
      'bac',
    ]);
  });
});
