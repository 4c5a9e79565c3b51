import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachAmount, openExplainer, periodLines, replayOutcomes, type Explainer, type Line } from '../index.ts';
import { cases, inHaste } from '../testing/cases.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { placedWorldArbitrary } from '../testing/random-world.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';

const size = { members: 14, months: 5, entries: 16 };

describe('an explanation', { timeout: 120_000 }, () => {
  it('P14 holds every line of the member, and they add up to what was credited, in every kind of bonus', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(placedWorldArbitrary(size, planArbitrary()), ({ facts, plans }) => {
        for (const { input, result } of replayOutcomes(facts, plans)) {
          const explainer = openExplainer(input);
          const lines = [...periodLines(input)];
          for (const { kind } of lines) seen.add(kind);
          const sums: unknown[] = [];
          const made = [...eachAmount(input, (...line) => sums.push(line))];
          expect(sums).toEqual(lines.map(({ memberId, bonusId, amount }) => [memberId, bonusId, amount]));
          expect(made).toEqual([lines.length]);
          for (let memberId = 1; memberId <= input.memberCount; memberId += 1) {
            const why = explainer.explain(memberId);
            expect(why.lines).toEqual(lines.filter((line) => line.memberId === memberId));
            const earning = result.earnings.of(memberId);
            expect([why.net, why.credited]).toEqual([earning?.net ?? 0n, earning?.credited ?? 0n]);
            expect([why.cumulative, why.debt]).toEqual([result.carryOut.cumulative[memberId], result.carryOut.debt[memberId]]);
          }
        }
      }),
      { numRuns: cases(120) },
    );
    // Some are too rare for a few cases.
    if (inHaste) return;
    expect([...seen].sort()).toEqual(
      [
        'binary',
        'differential',
        'direct',
        'fastStart',
        'generation',
        'instant',
        'level',
        'matching',
        'passUp',
        'pool',
        'rankReward',
        'retail',
        'volume',
      ].sort(),
    );
  });

  it('leads from a line to the orders that its base is made of', () => {
    fc.assert(
      fc.property(placedWorldArbitrary(size, fc.oneof(planArbitrary(), planArbitrary(['binary']))), ({ facts, plans }) => {
        for (const { input } of replayOutcomes(facts, plans)) {
          const explainer = openExplainer(input);
          for (const line of periodLines(input)) {
            if (line.reversalOf === undefined)
              expect([line.bonusId, explained(line, explainer.groundsOf(line))]).toEqual([line.bonusId, true]);
            else expect(explainer.groundsOf(line).orders.every(({ cv }) => cv <= 0n)).toBe(true);
          }
        }
      }),
      { numRuns: cases(120) },
    );
  });

  it('names for every bonus that gave nothing what it lacked', () => {
    fc.assert(
      fc.property(placedWorldArbitrary(size, planArbitrary()), ({ facts, plans }) => {
        for (const { input } of replayOutcomes(facts, plans)) {
          const explainer = openExplainer(input);
          for (let memberId = 2; memberId <= input.memberCount; memberId += 1) {
            const earned = new Set(explainer.explain(memberId).lines.map(({ bonusId }) => bonusId));
            const missing = explainer.missing(memberId);
            expect(missing.map(({ bonusId }) => bonusId).sort()).toEqual(
              input.plan.bonuses.flatMap(({ id }) => (earned.has(id) ? [] : [id])).sort(),
            );
            for (const need of missing.flatMap(({ needs }) => needs)) expect(need.actual < need.required).toBe(true);
            expect(missing.every(({ needs }) => needs.length > 0)).toBe(true);
          }
        }
      }),
      { numRuns: cases(40) },
    );
  });
});

/** Whether the orders behind a line come to its base. */
function explained(line: Line, grounds: ReturnType<Explainer['groundsOf']>): boolean {
  const sum = (leg?: string): bigint =>
    grounds.orders.filter((part) => leg === undefined || part.leg === leg).reduce((total, { cv }) => total + cv, 0n);
  if (line.kind === 'matching') return grounds.matched?.reduce((total, { amount }) => total + amount, 0n) === line.base;
  if (line.kind === 'rankReward') return grounds.orders.length === 0;
  if (line.kind !== 'binary') return line.orderRef !== 0 || sum() === line.base;
  const { left = 0n, right = 0n } = grounds.carried ?? {};
  // What is used of the weaker leg is there, own volume included.
  const legs = [left + sum('left'), right + sum('right')].toSorted((one, other) => (one < other ? -1 : 1));
  return line.base <= (legs[0] ?? 0n) + sum('own');
}

describe('what was missing', () => {
  const binary = {
    id: 'legs',
    kind: 'binary',
    name: { en: 'Legs', ru: 'Ноги' },
    tree: 'placement',
    base: 'cv',
    payTo: 'active',
    eachSide: { count: 1, meets: 'active' },
    by: 'units',
    unit: '100',
    ratios: [{ stronger: 2, weaker: 1, amount: '10' }],
    after: 'netOff',
    ineligible: 'keep',
    ownVolume: 'notCounted',
    belowZero: 'owed',
  };
  const ranks = {
    advance: 'direct',
    steps: [
      { id: 'bronze', name: { en: 'Bronze', ru: 'Бронза' }, requires: { ppvAtLeast: '10000' } },
      {
        id: 'silver',
        name: { en: 'Silver', ru: 'Серебро' },
        requires: {
          volume: { of: 'ov', atLeast: '50000', mostPerLegPpm: 500_000, ownCounts: 'whole' },
          legs: [{ count: 2, rank: 'bronze', rankIn: 'head' }],
        },
      },
    ],
  };
  const plans = new Map([[1, planOf({ plan: { bonuses: [...planOf().bonuses, binary], ranks } })]]);
  const sponsors = [0, 1, 2, 2];
  const places = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ] as const;
  const months = [
    { entries: [purchase(2, 1, 0, 9_000), purchase(3, 2, 150, 40_000), purchase(4, 3, 40, 500)] },
    { entries: [purchase(2, 4, 0, 10_000), refund(3, 2, 150)] },
  ];
  const explainers = (): Explainer[] =>
    Array.from(replayOutcomes(chainOf(sponsors, months, plans, places), plans), ({ input }) => openExplainer(input));

  it('is told by condition and by how much', () => {
    const [explainer] = explainers() as [Explainer];
    expect(explainer.missing(2)).toEqual([
      { bonusId: 'team', kind: 'level', needs: [{ what: 'ppv', required: 10_000n, actual: 9_000n, of: 'active' }] },
      {
        bonusId: 'legs',
        kind: 'binary',
        needs: [
          { what: 'ppv', required: 10_000n, actual: 9_000n, of: 'active' },
          { what: 'sponsoredRight', required: 1n, actual: 0n, of: 'active' },
          { what: 'weakerLeg', required: 100n, actual: 40n },
          { what: 'strongerLeg', required: 200n, actual: 150n },
        ],
      },
    ]);
    expect(explainer.nextRank(2)).toEqual({ rank: 'bronze', needs: [{ what: 'ppv', required: 10_000n, actual: 9_000n }] });
    expect(explainer.nextRank(3)).toEqual({
      rank: 'silver',
      needs: [
        { what: 'volume', required: 50_000n, actual: 40_000n },
        { what: 'legs', required: 2n, actual: 0n, of: 'bronze' },
      ],
    });
    expect(explainer.nextRank(1)).toBeUndefined();
  });

  it('counts a leg up to its limit, and what refunds took from legs', () => {
    const [, explainer] = explainers() as [Explainer, Explainer];
    expect(explainer.nextRank(2)?.needs).toContainEqual({ what: 'volume', required: 50_000n, actual: 10_000n });
    expect(explainer.missing(2)[1]?.needs).toContainEqual({ what: 'strongerLeg', required: 200n, actual: 40n });
  });

  it('counts legs up to their share of a bracket of a volume bonus', () => {
    const volume = {
      id: 'wide',
      kind: 'volume',
      name: { en: 'Wide', ru: 'Вширь' },
      base: 'cv',
      payTo: 'active',
      of: 'own',
      bracketBy: 'ov',
      brackets: [
        { from: '10000', ratePpm: 0 },
        { from: '40000', ratePpm: 50_000 },
      ],
      legShare: { mostPerLegPpm: 500_000, ownCounts: 'limited' },
      rounding: 'down',
    };
    const wide = new Map([[1, planOf({ active: '0', plan: { bonuses: [volume] } })]]);
    const entries = [purchase(2, 1, 1_000, 21_000), purchase(3, 2, 0, 90_000), purchase(4, 3, 0, 0)];
    const [month] = [...replayOutcomes(chainOf(sponsors, [{ entries }], wide), wide)];
    // Own 210.00 and a leg of 900.00 count 200.00 each, which is exactly enough for member 2; member 3 has no leg.
    expect([...(month?.result.earnings ?? [])].map(({ memberId, net }) => [memberId, net])).toEqual([[2, 50n]]);
    if (month === undefined) throw new Error('no month');
    const missing = openExplainer(month.input).missing(3);
    expect(missing[0]?.needs).toEqual([{ what: 'bracket', required: 40_000n, actual: 20_000n }]);
  });

  it('counts the places of a matrix, those beyond its width and below its height not', () => {
    const full = {
      id: 'full',
      name: { en: 'Full', ru: 'Полный' },
      requires: { matrix: { width: 2, height: 2, meets: 'active' } },
    };
    const terms = new Map([[1, planOf({ plan: { bonuses: [], ranks: { advance: 'direct', steps: [full] } } })]]);
    // 2 has 3, 4 and, in a third leg, 5; below 3 stand 6 and 7, below 6 is 8, two levels too deep.
    const below = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 2],
      [3, 0],
      [3, 1],
      [6, 0],
    ] as const;
    const entries = [3, 4, 5, 6, 8].map((memberId) => purchase(memberId, memberId, 0, 10_000));
    const [month] = [...replayOutcomes(chainOf([0, 1, 1, 1, 1, 1, 1, 1], [{ entries }], terms, below), terms)];
    if (month === undefined) throw new Error('no month');
    const explainer = openExplainer(month.input);
    expect(explainer.nextRank(2)?.needs).toEqual([{ what: 'matrix', required: 6n, actual: 3n, of: 'active' }]);
    expect(explainer.nextRank(3)?.needs).toEqual([{ what: 'matrix', required: 6n, actual: 2n, of: 'active' }]);
  });
});
