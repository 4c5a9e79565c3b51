import { describe, expect, it } from 'vitest';
import { calculatePeriod, openEstimate, replayOutcomes, type VolumeEntry } from '../index.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

/** Lines and sum of the level bonus after every entry of a month, by an estimate that goes on and by a full run. */
function estimated(bonus: Record<string, unknown>, sponsors: readonly number[], entries: readonly VolumeEntry[]): unknown[] {
  const plans = new Map([[1, planOf({ active: '100', capPpm: 1_000_000, bonus })]]);
  const [month] = replayOutcomes(chainOf(sponsors, [{ entries }], plans), plans);
  if (month === undefined) throw new Error('no month');
  const estimate = openEstimate();
  return entries.map((_, index) => {
    const now = { ...month.input, entries: month.input.entries.slice(0, index + 1) };
    const { linesByBonus, totalsByBonus } = estimate.of(now);
    const full = calculatePeriod(now);
    expect([linesByBonus, totalsByBonus]).toEqual([full.linesByBonus, full.totalsByBonus]);
    return [linesByBonus['team'], totalsByBonus['team']];
  });
}

describe('an estimate of levels', () => {
  it('leaves a level to who is not active where nobody is passed over, when somebody above becomes active', () => {
    const orders = [1, 2, 3].map((orderRef) => purchase(5, orderRef, 1_000));
    const levels = [{ ratePpm: 100_000 }, { ratePpm: 50_000 }];
    // Members 4 and 3 hold the two levels; 2, above them, is active from the fourth entry.
    const found = estimated({ compression: 'none', levels }, [0, 1, 2, 3, 4], [...orders, purchase(2, 4, 0, 100)]);
    expect(found).toEqual([
      [0, 0n],
      [0, 0n],
      [0, 0n],
      [0, 0n],
    ]);
  });

  it('opens a level when a leg becomes active', () => {
    const orders = [purchase(2, 1, 0, 100), purchase(4, 2, 1_000), purchase(4, 3, 1_000)];
    const bonus = { compression: 'dynamic', legActiveBy: 'head', levels: [{ ratePpm: 100_000, activeLegsAtLeast: 1 }] };
    // The leg of member 2 is 3, who is active from the fourth entry.
    const found = estimated(bonus, [0, 1, 2, 3], [...orders, purchase(3, 4, 0, 100)]);
    expect(found).toEqual([
      [0, 0n],
      [0, 0n],
      [0, 0n],
      [2, 200n],
    ]);
  });
});
