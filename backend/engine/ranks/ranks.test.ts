import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { canonicalPlan, checkPlan, replayOutcomes, runPeriod, type RunInput } from '../index.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

describe('ranks and what reads them', { timeout: 120_000 }, () => {
  it('P05 come to an end in a chain of 20,000 and under one head with 20,000 legs', () => {
    const legs = [{ count: 1, rank: 'leader', rankIn: 'leg' }];
    const volume = { of: 'gv', atLeast: '10000', mostPerLegPpm: 500_000, ownCounts: 'whole' };
    const name = { en: 'x', ru: 'x' };
    const steps = [
      { id: 'leader', name, requires: { volume } },
      { id: 'top', name, requires: { legs }, breaksAway: true },
    ];
    const plans = new Map([[1, planOf({ active: '0', plan: { ranks: { advance: 'direct', steps } } })]]);
    const length = 20_000;
    for (const sponsorOf of [(index: number) => index, (index: number) => Math.min(index, 2)]) {
      const sponsors = Array.from({ length }, (_, index) => sponsorOf(index));
      const entries = Array.from({ length: 500 }, (_, index) => purchase(length - index, index + 1, 1_000_000, 20_000));
      const [month] = replayOutcomes(chainOf(sponsors, [{ entries }], plans), plans);
      expect(month?.result.rank.length).toBe(length + 1);
    }
  });
});

type Json = Record<string, unknown>;
const step = (id: string, requires: Json = {}, more: Json = {}): Json => ({ id, name: { en: 'x', ru: 'x' }, requires, ...more });
const plan = (change: Json, bonus: Json = {}): unknown => {
  const base = JSON.parse(canonicalPlan(planOf())) as Json & { bonuses: Json[] };
  return { ...base, bonuses: [{ ...base.bonuses[0], ...bonus }], ...change };
};
const ranks = (...steps: Json[]): Json => ({ ranks: { advance: 'direct', steps } });

describe('a plan with ranks', () => {
  it.each([
    [
      'no such rank',
      plan(ranks(step('a', { legs: [{ count: 1, rank: 'b', rankIn: 'leg' }] }))),
      'ranks.steps.0.requires.legs.0.rank',
    ],
    ['a leg that is asked nothing', plan(ranks(step('a', { legs: [{ count: 1 }] }))), 'ranks.steps.0.requires.legs.0'],
    [
      'where the rank must be',
      plan(ranks(step('a', { legs: [{ count: 1, rank: 'a' }] }))),
      'ranks.steps.0.requires.legs.0.rankIn',
    ],
    ['a rank twice', plan(ranks(step('a'), step('a'))), 'ranks.steps.1.id'],
    ['no such condition', plan(ranks(step('a', { meets: 'keen' }))), 'ranks.steps.0.requires.meets'],
    ['a breakaway that ends', plan(ranks(step('a', {}, { breaksAway: true }), step('b'))), 'ranks.steps.1.breaksAway'],
    ['whether a step may be skipped', plan({ ranks: { steps: [step('a')] } }), 'ranks.advance'],
    [
      'the limit of a leg',
      plan(ranks(step('a', { volume: { of: 'gv', atLeast: '1', ownCounts: 'whole' } }))),
      'ranks.steps.0.requires.volume.mostPerLegPpm',
    ],
    ['a level of no rank', plan({}, { levels: [{ ratePpm: 1, rankAtLeast: 'a' }] }), 'bonuses.0.levels.0.rankAtLeast'],
    ['a rate of no rank', plan({}, { levels: [{ ratePpm: 1, ratesByRank: { a: 5 } }] }), 'bonuses.0.levels.0.ratesByRank.a'],
    [
      'a rate above one',
      plan(ranks(step('a')), { levels: [{ ratePpm: 1, ratesByRank: { a: 1_000_001 } }] }),
      'bonuses.0.levels.0.ratesByRank.a',
    ],
    ['what makes a leg active', plan({}, { levels: [{ ratePpm: 1, activeLegsAtLeast: 1 }] }), 'bonuses.0.legActiveBy'],
    ['who is skipped', plan({}, { compression: 'skipBelowRank' }), 'bonuses.0.skipBelow'],
    ['a rank that nothing reads', plan(ranks(step('a')), { skipBelow: 'a' }), 'bonuses.0.skipBelow'],
  ])('is refused for %s', (_name, data, path) => {
    const { faults } = checkPlan(data);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    for (const { reason, cure } of faults) {
      expect(reason.ru + cure.ru).toMatch(/[а-я]/);
      expect(reason.en + cure.en).not.toMatch(/[а-я]/);
    }
  });

  it('names a decision that stands open as a question', () => {
    expect(checkPlan(plan({ ranks: { steps: [step('a')] } })).faults[0]?.reason.en).toBe('is undecided: may a rank be skipped?');
  });
});

describe('the placement tree', () => {
  const onPlacement = planOf({ active: '0', bonus: { tree: 'placement' } });
  const inputOf = (): RunInput => {
    const plans = new Map([[1, planOf()]]);
    const [first] = replayOutcomes(chainOf([0, 1, 2, 2, 2], [{ entries: [purchase(5, 1, 1_000)] }], plans), plans);
    return { ...first?.input, plan: onPlacement } as RunInput;
  };

  it('is walked instead of the sponsor tree: 5 was placed under 4, 4 under 3; 3 has no place', () => {
    const placement = { parentOf: Uint32Array.from([0, 0, 1, 0, 3, 4]), legOf: new Uint8Array(6) };
    expect([...runPeriod({ ...inputOf(), placement }).earnings].map(({ memberId, net }) => [memberId, net])).toEqual([
      [3, 50n],
      [4, 100n],
    ]);
  });

  it('is asked for by name when the facts do not hold it', () => {
    const input = inputOf();
    expect(() => runPeriod(input)).toThrow(new UplineError('ENGINE.NO_PLACEMENT', { period: 1 }));
  });
});
