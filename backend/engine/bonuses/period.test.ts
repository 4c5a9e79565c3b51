import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { canonicalPlan, checkPlan, explain, periodLines, replayOutcomes, runPeriod } from '../index.ts';
import { matchingBonus, onVolume, poolBonus } from '../testing/bonuses.ts';
import { cases } from '../testing/cases.ts';
import { hybridPlanArbitrary, worldArbitrary } from '../testing/random-world.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';

const steps = {
  ...onVolume,
  id: 'steps',
  kind: 'differential',
  tree: 'sponsor',
  bracketBy: 'gv',
  brackets: [{ from: '0', ratePpm: 100_000 }],
  ineligible: 'lost',
};

describe('bonuses on a whole period', { timeout: 120_000 }, () => {
  it('P03 P14 keep the cap, and every member is explained to the last unit', () => {
    fc.assert(
      fc.property(worldArbitrary({ members: 10, months: 3, entries: 14 }, hybridPlanArbitrary), ({ facts, plans }) => {
        for (const { input, result } of replayOutcomes(facts, plans)) {
          const own = [...periodLines(input)].filter(({ reversalOf }) => reversalOf === undefined);
          const given = own.reduce((sum, { amount }) => sum + amount, 0n);
          const within =
            result.scale.gross <= result.scale.limit || [...input.entries].some(({ kind }) => kind.endsWith('Refund'));
          expect(within || given <= result.scale.limit).toBe(true);
          for (const { memberId, net } of result.earnings) {
            expect(explain(input, memberId).lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(net);
          }
        }
      }),
      { numRuns: cases(60) },
    );
  });

  it('are refused a refund without all orders of its period', () => {
    const plans = new Map([[1, planOf({ active: '0', plan: { bonuses: [steps] } })]]);
    const months = [{ entries: [purchase(3, 1, 1_000), purchase(3, 2, 1_000)] }, { entries: [refund(3, 1, 1_000)] }];
    const [, second] = [...replayOutcomes(chainOf([0, 1, 2], months, plans), plans)];
    if (second === undefined) throw new Error('no month');
    expect([...second.result.earnings].map(({ memberId, net }) => [memberId, net])).toEqual([[3, -100n]]);
    const earlierOrders = new Map([...second.input.earlierOrders].slice(0, 1));
    expect(() => runPeriod({ ...second.input, earlierOrders })).toThrow(
      new UplineError('ENGINE.ORDERS_MISSING', { period: 1, expected: 2, actual: 1 }),
    );
  });

  it('P05 come to an end in a chain of 20,000', () => {
    const plans = new Map([
      [1, planOf({ active: '0', plan: { bonuses: [...planOf().bonuses, steps, poolBonus, matchingBonus] } })],
    ]);
    const sponsors = Array.from({ length: 20_000 }, (_, index) => index);
    const entries = Array.from({ length: 500 }, (_, index) => purchase(20_000 - index, index + 1, 1_000_000, 20_000));
    const [month] = replayOutcomes(chainOf(sponsors, [{ entries }], plans), plans);
    expect(month?.result.total).toBeGreaterThan(0n);
  });
});

describe('a plan with bonuses on a whole period', () => {
  const base = JSON.parse(canonicalPlan(planOf())) as { bonuses: object[] };
  it.each([
    ['matches matching', { ...matchingBonus, of: ['match'] }, 'bonuses.1.of.0'],
    ['matches nothing', { ...matchingBonus, of: ['nothing'] }, 'bonuses.1.of.0'],
    ['matches by no rank', { ...matchingBonus, levels: [{ ratePpm: 1, rankAtLeast: 'a' }] }, 'bonuses.1.levels.0.rankAtLeast'],
    ['shares by no rank', { ...poolBonus, sharesByRank: { a: 1 } }, 'bonuses.1.sharesByRank.a'],
    ['leaves open who has an unshared pool', { ...poolBonus, nobodyQualified: undefined }, 'bonuses.1.nobodyQualified'],
    ['leaves open who has a lost share', { ...steps, ineligible: undefined }, 'bonuses.1.ineligible'],
    [
      'has falling thresholds',
      {
        ...steps,
        brackets: [
          { from: '5', ratePpm: 1 },
          { from: '5', ratePpm: 2 },
        ],
      },
      'bonuses.1.brackets.1.from',
    ],
    [
      'has falling rates',
      {
        ...steps,
        brackets: [
          { from: '5', ratePpm: 2 },
          { from: '6', ratePpm: 1 },
        ],
      },
      'bonuses.1.brackets.1.ratePpm',
    ],
    ['pays for joining', { ...poolBonus, kind: 'joining' }, 'bonuses.1.kind'],
    ['pays nobody', { ...poolBonus, payTo: 'keen' }, 'bonuses.1.payTo'],
  ])('is refused when it %s', (_name, bonus, path) => {
    const { faults } = checkPlan({ ...base, bonuses: [...base.bonuses, bonus] });
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    for (const { reason, cure } of faults) {
      expect(reason.ru + cure.ru).toMatch(/[а-я]/);
      expect(reason.en + cure.en).not.toMatch(/[а-я]/);
    }
  });
});
