import { describe, expect, it } from 'vitest';
import { eachAmount, explain, periodLines, replayOutcomes, type Plan, type VolumeEntry } from '../index.ts';
import { matchingBonus, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { chainOf, planOf, purchase, refund, sale, type Month } from '../testing/world.ts';
import { takeAmounts } from './lines.ts';
import { openRun } from './open.ts';

const team = planOf().bonuses[0];

function monthsOf(sponsors: readonly number[], months: readonly Month[], plan: Plan): ReturnType<typeof replayOutcomes> {
  const plans = new Map([[1, plan]]);
  return replayOutcomes(chainOf(sponsors, months, plans), plans);
}

describe('lines in full', () => {
  const levels = [{ ratePpm: 100_000 }, { ratePpm: 50_000 }];
  const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [{ ...team, levels }, volumeBonus] } });
  const credit = (memberId: number, level: number, cv: number): VolumeEntry => ({
    kind: 'instantSettled',
    memberId,
    orderRef: 1,
    cv: BigInt(cv),
    pv: BigInt(level),
  });
  const sold = [purchase(4, 1, 3_000), credit(3, 1, 300), credit(2, 2, 100)];
  const months = [{ entries: sold }, { entries: [refund(4, 1, 400), refund(4, 1, 200)] }];
  const linesOfMonths = (): unknown[][] =>
    Array.from(monthsOf([0, 1, 2, 3], months, plan), ({ input }) => [...periodLines(input)]);
  const line = { sourceMemberId: 4, passedOver: [] as number[] };
  const level = { ...line, bonusId: 'team', kind: 'level', orderRef: 1 };
  const volume = { ...line, memberId: 4, bonusId: 'own', kind: 'volume', orderRef: 0, level: 0, ratePpm: 100_000 };

  it('of an order name it, and nothing that is taken back', () => {
    expect(linesOfMonths()[0]).toStrictEqual([
      { ...level, memberId: 3, entry: 0, level: 1, ratePpm: 100_000, base: 3_000n, amount: 300n },
      { ...level, memberId: 2, entry: 0, level: 2, ratePpm: 50_000, base: 3_000n, amount: 150n },
      // The last entry of the period, because the bonus is on all of it.
      { ...volume, entry: 2, base: 3_000n, amount: 300n },
    ]);
  });

  it('of a refund name it, the CV that it takes back and the order; a credit goes back by the rate that checkout used', () => {
    const reversalOf = { period: 1, entry: 0 };
    const credited = { ...line, bonusId: '@checkout', kind: 'instant', orderRef: 1, reversalOf };
    // 300 of 3000 are 10 %; 100 of 3000 were given for a rate that is rounded up to 3.3334 %.
    const back = (entry: number, cv: bigint, [three, two, creditOfThree, creditOfTwo]: bigint[]): unknown[] => [
      { ...level, memberId: 3, entry, level: 1, ratePpm: 100_000, base: -cv, amount: three, reversalOf },
      { ...level, memberId: 2, entry, level: 2, ratePpm: 50_000, base: -cv, amount: two, reversalOf },
      { ...credited, memberId: 3, entry, level: 1, ratePpm: 100_000, base: -cv, amount: creditOfThree },
      { ...credited, memberId: 2, entry, level: 2, ratePpm: 33_334, base: -cv, amount: creditOfTwo },
    ];
    // What stands of a credit is rounded down: of 3000, 2600 and 2400 these are 100, 86 and 80.
    expect(linesOfMonths()[1]).toStrictEqual([
      ...back(3, 400n, [-40n, -20n, -40n, -14n]),
      ...back(4, 200n, [-20n, -10n, -20n, -6n]),
      { ...volume, entry: 4, base: -600n, amount: -60n, reversalOf },
    ]);
  });
});

it('of bonuses on orders are none on an order without CV', () => {
  const plan = planOf({ active: '0', plan: { bonuses: [retailBonus] } });
  const [month] = monthsOf([0, 1, 2], [{ entries: [sale(3, 1, 0, 5)] }], plan);
  if (month === undefined) throw new Error('the month is missing');
  expect([month.result.linesByBonus, [...periodLines(month.input)]]).toEqual([{ shop: 0 }, []]);
  expect([...eachAmount(month.input, () => undefined)]).toEqual([0]);
});

it('of matching stand also on an order without CV, and are nothing, as an explanation says', () => {
  const matching = { ...matchingBonus, levels: [{ ratePpm: 1_000 }] };
  const plan = planOf({ active: '0', plan: { bonuses: [team, matching] } });
  const [month] = monthsOf([0, 1, 2, 3], [{ entries: [purchase(4, 1, 0, 5)] }], plan);
  if (month === undefined) throw new Error('the month is missing');
  expect(month.result.linesByBonus).toEqual({ team: 0, match: 1 });
  const lines = [...periodLines(month.input)];
  expect(lines.map(({ memberId, sourceMemberId, base, amount }) => [memberId, sourceMemberId, base, amount])).toEqual([
    [2, 3, 0n, 0n],
  ]);
  expect(explain(month.input, 2).lines).toEqual(lines);
});

it('amounts pause after so many lines, of orders and of refunds, and not within an order', () => {
  // Two levels, so an order has two lines. All six orders come back, line by line.
  const refs = [1, 2, 3, 4, 5, 6];
  const entries = [...refs.map((ref) => purchase(4, ref, 1_000)), ...refs.map((ref) => refund(4, ref, 1_000))];
  const levels = [{ ratePpm: 100_000 }, { ratePpm: 50_000 }];
  const [month] = monthsOf([0, 1, 2, 3], [{ entries }], planOf({ active: '0', capPpm: 1_000_000, bonus: { levels } }));
  if (month === undefined) throw new Error('the month is missing');
  const pauses = (piece: number): number[] => [...takeAmounts(openRun(month.input), () => undefined, piece)];
  expect(pauses(4)).toEqual([4, 4, 4, 4, 4, 4, 0]);
  expect(pauses(3)).toEqual([4, 4, 4, 3, 3, 3, 3, 0]);
  expect(pauses(5)).toEqual([6, 6, 5, 5, 2]);
  expect([...eachAmount(month.input, () => undefined)]).toEqual([24]);
});
