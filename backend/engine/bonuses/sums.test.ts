import { describe, expect, it } from 'vitest';
import { replayOutcomes, type ChainFacts, type Plan, type VolumeEntry } from '../index.ts';
import { inHaste } from '../testing/cases.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';
import { bySource, columnsOf, MOST_SUMMED, sumsFit } from './gains.ts';

/** One period with entries that need not fit the ledger's bytes: members 2 → 1, 3 → 2, 4 → 3 …, and a budget without end. */
function periodOf(entries: readonly VolumeEntry[], plan: Plan): { facts: ChainFacts; plans: Map<number, Plan> } {
  const plans = new Map([[1, plan]]);
  const facts = chainOf([0, 1, 2, 3], [{ entries: [] }], plans);
  return { facts: { ...facts, periods: facts.periods.map((period) => ({ ...period, entries, budget: 2n ** 80n })) }, plans };
}

const roundings = ['down', 'halfUp', 'halfEven'] as const;
const level = { kind: 'level', name: { en: 'x', ru: 'x' }, tree: 'sponsor', base: 'cv', payTo: 'all', compression: 'none' };
const whole = { ...level, customerSaleLevelOne: 'sponsor', levels: [{ ratePpm: 1_000_000 }], rounding: 'down' };

describe('64-bit sums of a level bonus', () => {
  const rates = [999_999, 500_000, 3];
  const atBound = MOST_SUMMED / 999_999n;
  const figures: readonly (readonly [string, bigint])[] = [
    ['past what a double holds', 2n ** 53n + 1n],
    ['whose product is the last that fits', atBound],
    ['whose product is the first that does not fit', atBound + 1n],
    ['that itself is the last that fits', MOST_SUMMED],
    ['that itself does not fit', MOST_SUMMED + 1n],
  ];

  it.each(figures.flatMap(([about, cv]) => roundings.map((rounding) => [about, rounding, cv] as const)))(
    'P02 of an order %s, rounding %s, come to what the other engine says',
    (_about, rounding, cv) => {
      for (const ratePpm of rates) {
        const plan = planOf({
          active: '0',
          capPpm: 1_000_000,
          bonus: { levels: [{ ratePpm }, { ratePpm: 1 }], compression: 'dynamic', rounding },
        });
        const { facts, plans } = periodOf([purchase(4, 1, cv, 5), purchase(4, 2, 7, 5), purchase(3, 3, 500_000, 5)], plan);
        expect(expectTwinsAgree(facts, plans).get('team')).toBeGreaterThan(2);
      }
    },
  );

  it('are taken only where every product and every sum fits', () => {
    expect([MOST_SUMMED, MOST_SUMMED + 1n].map((sum) => BigInt64Array.of(sum)[0])).toEqual([MOST_SUMMED, -MOST_SUMMED - 1n]);
    const lines = new Uint32Array(2);
    const largest = MOST_SUMMED / 1_000_000n;
    const product = (most: bigint, rates: number[]): boolean => sumsFit({ cv: most, largest: most, memberOf: lines }, rates);
    expect(product(largest, [1_000_000, 1])).toBe(true);
    expect(product(largest + 1n, [1, 1_000_000])).toBe(false);
    expect(product(MOST_SUMMED, [1])).toBe(true);
    // Two orders of two levels are four lines, each of which may be rounded up.
    const sum = (cv: bigint): boolean => sumsFit({ cv, largest, memberOf: lines }, [400_000, 600_000]);
    expect(sum(MOST_SUMMED - 4n)).toBe(true);
    expect(sum(MOST_SUMMED - 3n)).toBe(false);
    expect(sumsFit({ cv: 0n, largest: 0n, memberOf: new Uint32Array() }, [])).toBe(true);
  });

  it('are left where only the rate of a rank makes a product too great', () => {
    const steps = [{ id: 'leader', name: { en: 'x', ru: 'x' }, requires: { ppvAtLeast: '5' } }];
    const levels = [{ ratePpm: 1, ratesByRank: { leader: 1_000_000 } }];
    const plan = planOf({
      active: '0',
      capPpm: 1_000_000,
      bonus: { levels },
      plan: { ranks: { advance: 'direct', steps } },
    });
    const cv = MOST_SUMMED / 1_000_000n + 1n;
    const { facts, plans } = periodOf([purchase(3, 1, 0, 5), purchase(4, 2, cv)], plan);
    expect(expectTwinsAgree(facts, plans)).toEqual(new Map([['team', 1]]));
    const [month] = [...replayOutcomes(facts, plans)];
    expect(month?.result.totalsByBonus).toEqual({ team: cv });
  });

  it('know the largest CV and the sum of all, whatever their size', () => {
    const order = { entry: 0, period: 1, orderRef: 1, sale: 'own', memberId: 2, pv: 0n, refundedPv: 0n, refundedCv: 0n } as const;
    const most = 2n ** 64n - 1n;
    const orders = [5n, most, 0n, most].map((cv) => ({ ...order, cv }));
    const { cv, largest, memberOf } = columnsOf(orders, 'placed');
    expect([cv, largest, memberOf.length]).toEqual([2n * most + 5n, most, 3]);
  });

  it.skipIf(inHaste).each([
    ['one bonus gives', 1, 1_010_000],
    ['two bonuses give', 2, 505_000],
  ])('stay exact when %s one member more than 63 bits', { timeout: 120_000 }, (_about, bonusCount, count) => {
    const plan = planOf({
      active: '0',
      capPpm: 1_000_000,
      plan: {
        bonuses: Array.from({ length: bonusCount }, (_, index) => ({ ...whole, payTo: 'active', id: `team${index}` })),
      },
    });
    const cv = MOST_SUMMED / 1_000_000n;
    const bought = Array.from({ length: count }, (_, index) => purchase(3, index + 1, cv));
    // An order that comes twice pays nothing, but raises what the period may give.
    const { facts, plans } = periodOf([...bought, purchase(3, 1, MOST_SUMMED)], plan);
    const [month] = [...replayOutcomes(facts, plans)];
    const due = cv * BigInt(count * bonusCount);
    expect(due).toBeGreaterThan(MOST_SUMMED);
    expect([...(month?.result.earnings ?? [])]).toEqual([{ memberId: 2, net: due, credited: due, cumulative: due, debt: 0n }]);
    expect(month?.result.scale.gross).toBe(due);
  });
});

describe('personal volume', () => {
  it.each([2n ** 53n, 2n ** 62n])('P02 is compared with a threshold around %s to the last hundredth', (threshold) => {
    for (const pv of [threshold - 1n, threshold]) {
      const levels = [
        { ratePpm: 100_000, ppvAtLeast: String(threshold) },
        { ratePpm: 50_000, ppvAtLeast: String(threshold + 1n) },
      ];
      const plan = planOf({ active: '0', capPpm: 1_000_000, bonus: { compression: 'dynamic', levels } });
      // Two purchases, so that the sum is what must be exact.
      const own = [purchase(3, 1, 0, 1), purchase(3, 2, 0, pv - 1n)];
      const { facts, plans } = periodOf([...own, purchase(4, 3, 1_000_000)], plan);
      const paid = expectTwinsAgree(facts, plans).get('team') ?? 0;
      expect(paid).toBe(pv < threshold ? 0 : 1);
    }
  });
});

describe('orders by source', () => {
  it('lie side by side in the order of the ledger, however far apart the places of sources are', () => {
    const count = 40_000;
    // 7 has no divisor in common with the number of places, so each is taken once.
    const place = Uint32Array.from({ length: count + 1 }, (_, member) => (member === 0 ? 0 : ((member * 7) % count) + 1));
    const memberOf = Uint32Array.from({ length: 6_000 }, (_, order) => 1 + ((order * 7_919) % count));
    memberOf.set([1, 40_000, 1, 20_000, 40_000], 3_000);
    const cvOf = BigInt64Array.from(memberOf, (_, order) => BigInt(order));
    const columns = { memberOf, cvOf, fromCustomer: new Uint8Array(memberOf.length), cv: 0n, largest: 0n };
    for (const wanted of [() => true, (order: number) => order % 3 !== 0]) {
      const sorted = bySource(columns, place, wanted);
      const found = Array.from({ length: count }, (_, at) => [
        ...sorted.cvOf.subarray(sorted.start[at + 1], sorted.start[at + 2]),
      ]);
      const asked: bigint[][] = Array.from({ length: count }, () => []);
      for (const [order, member] of memberOf.entries()) if (wanted(order)) asked[(place[member] ?? 0) - 1]?.push(BigInt(order));
      expect(found).toEqual(asked);
      expect(sorted.cvOf).toHaveLength(asked.flat().length);
    }
  });
});
