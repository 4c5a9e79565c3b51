import { describe, expect, it } from 'vitest';
import { calculatePeriod, periodLines, replayOutcomes, type Line, type RunInput } from '../index.ts';
import { binaryBonus, matchingBonus, onVolume, retailBonus } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase, refund, sale, type Month } from '../testing/world.ts';

const match = { ...matchingBonus, of: ['shop'], levels: [{ ratePpm: 500_000 }] };

const plansOf = (plan: object) => new Map([[1, planOf({ active: '0', capPpm: 1_000_000, plan })]]);
const brief = (lines: Iterable<Line>, id: string): unknown[] =>
  [...lines]
    .filter(({ bonusId }) => bonusId === id)
    .map(({ memberId, sourceMemberId, amount }) => [memberId, sourceMemberId, amount]);

describe('refunds of earlier periods', () => {
  const places: [number, number][] = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ];
  // Under 2 stand 3 on the left and 4 on the right.
  const worldOf = (months: readonly Month[], plans: ReturnType<typeof plansOf>) => chainOf([0, 1, 2, 2], months, plans, places);

  it('cancel out where one adds to what was carried as much as the other takes', () => {
    const plans = plansOf({ bonuses: [binaryBonus] });
    const facts = worldOf(
      [
        { entries: [purchase(3, 1, 1_000), purchase(4, 2, 600)] },
        { entries: [purchase(3, 3, 500)] },
        // Of the first period 100 more were left on the left, of the second 100 less.
        { entries: [refund(4, 2, 100), refund(3, 3, 100), purchase(4, 4, 5_000)] },
      ],
      plans,
    );
    const months = [...replayOutcomes(facts, plans)];
    const third = months[2];
    if (third === undefined) throw new Error('the third period is missing');
    // 600 paid 60; then 900 wait on the left, and 900 of 5000 are paid: 90. Of the first period 10 go back.
    expect(brief(periodLines(third.input), 'legs')).toEqual([
      [2, 2, 90n],
      [2, 2, -10n],
    ]);
    expect(expectTwinsAgree(facts, plans).get('legs')).toBe(3);
  });

  it('leave nothing to remember when nothing that was carried changes', () => {
    const plans = plansOf({ bonuses: [binaryBonus] });
    const months = [
      ...replayOutcomes(
        worldOf([{ entries: [purchase(2, 1, 100), purchase(3, 2, 100)] }, { entries: [refund(2, 1, 100)] }], plans),
        plans,
      ),
    ];
    expect(months.map(({ result }) => Object.keys(result.memory).toSorted())).toEqual([
      ['columns', 'memberCount', 'orderCount', 'period', 'plan', 'ppv', 'scale'],
      ['columns', 'memberCount', 'orderCount', 'period', 'plan', 'ppv', 'scale'],
    ]);
  });

  it('leave no more than terms, points and scale to remember under a plan that asks for nothing else', () => {
    const plans = new Map([[1, planOf({ active: '0' })]]);
    const [month] = replayOutcomes(worldOf([{ entries: [purchase(3, 1, 100)] }], plans), plans);
    expect(Object.keys(month?.result.memory ?? {}).toSorted()).toEqual(['memberCount', 'period', 'plan', 'ppv', 'scale']);
  });

  it('take from each what each had, whatever digits their numbers share', () => {
    const plans = plansOf({ bonuses: [retailBonus, match] });
    // Member 2 has level 1 of 123, member 21 level 1 of 23.
    const sponsors = Array.from({ length: 123 }, (_, index) =>
      index === 0 ? 0 : index + 1 === 23 ? 21 : index + 1 === 123 ? 2 : 1,
    );
    const sold = [sale(123, 1, 1_000), sale(23, 2, 3_000)];
    const returned = sold.map((entry) => ({ ...entry, kind: 'customerRefund' }) as typeof entry);
    const months = [...replayOutcomes(chainOf(sponsors, [{ entries: sold }, { entries: returned }], plans), plans)];
    expect(months.map(({ input }) => brief(periodLines(input), 'match'))).toEqual([
      [
        [21, 23, 300n],
        [2, 123, 100n],
      ],
      [
        [21, 23, -300n],
        [2, 123, -100n],
      ],
    ]);
  });

  it('are worth the same in whatever order the earlier orders are handed over', () => {
    const first = {
      ...onVolume,
      id: 'first',
      kind: 'direct',
      tree: 'sponsor',
      orders: 'first',
      ratePpm: 100_000,
      unqualified: 'lost',
    };
    const plans = plansOf({ bonuses: [first] });
    const bought = [purchase(3, 1, 1_000), purchase(3, 2, 500), purchase(4, 3, 700)];
    const months = [
      ...replayOutcomes(
        worldOf([{ entries: bought }, { entries: [refund(3, 2, 500), refund(3, 1, 400), refund(4, 3, 700)] }], plans),
        plans,
      ),
    ];
    const input = months[1]?.input as RunInput;
    const orders = [...input.earlierOrders];
    for (const earlierOrders of [new Map(orders), new Map(orders.toReversed())]) {
      // Only the first order of 3 was paid on, and only it is taken back.
      expect(brief(periodLines({ ...input, earlierOrders }), 'first')).toEqual([
        [2, 3, -40n],
        [2, 4, -70n],
      ]);
      expect(calculatePeriod({ ...input, earlierOrders }).earnings).toEqual(months[1]?.result.earnings);
    }
  });
});
