import { describe, expect, it } from 'vitest';
import { replayOutcomes, type VolumeEntry } from '../index.ts';
import { chainOf, planOf, purchase, sale } from '../testing/world.ts';
import { countedVolume, structureOf } from './structure.ts';

const name = { en: 'x', ru: 'икс' };
type Step = Record<string, unknown>;
const step = (id: string, requires: Step, more: Step = {}): Step => ({ id, name, requires, ...more });
const volume = (of: 'gv' | 'ov', atLeast: number, mostPerLegPpm: number, ownCounts: 'whole' | 'limited'): Step => ({
  volume: { of, atLeast: String(atLeast), mostPerLegPpm, ownCounts },
});

interface World {
  readonly sponsors: readonly number[];
  /** Points by member: [member, points]. */
  readonly points?: readonly (readonly [number, number])[];
  readonly entries?: readonly VolumeEntry[];
  readonly places?: readonly (readonly [number, number])[];
  readonly advance?: 'direct' | 'eachStep';
}

/** Ranks of members 2, 3, 4 … */
function ranksOf(steps: readonly Step[], { sponsors, points = [], entries = [], places, advance = 'direct' }: World): number[] {
  const plans = new Map([[1, planOf({ active: '10', plan: { ranks: { advance, steps } } })]]);
  const bought = points.map(([member, pv], index) => purchase(member, index + 1, 100, pv));
  const [month] = replayOutcomes(chainOf(sponsors, [{ entries: [...bought, ...entries] }], plans, places), plans);
  return [...(month?.result.rank ?? [])].slice(2);
}

describe('the volume that a rank asks for', () => {
  // 3 and 4 stand under 2; a leg, and own volume if the plan says so, count up to half of 100.
  const below = (own: number, left: number, right: number) => ({
    sponsors: [0, 1, 2, 2],
    points: [
      [2, own],
      [3, left],
      [4, right],
    ] as [number, number][],
  });
  it.each<[string, 'whole' | 'limited', number, number, number, number]>([
    ['is reached by legs and own volume together', 'whole', 20, 40, 40, 1],
    ['is missed by one point', 'whole', 20, 40, 39, 0],
    ['counts no more of a leg than its share', 'whole', 20, 79, 29, 0],
    ['counts all own volume when the plan says so', 'whole', 60, 40, 0, 1],
    ['counts no more of own volume when the plan says so', 'limited', 60, 49, 0, 0],
    ['counts own volume up to its share', 'limited', 60, 50, 0, 1],
    ['counts no more own volume than there is', 'limited', 20, 70, 29, 0],
  ])('%s', (_what, ownCounts, own, left, right, rank) => {
    expect(ranksOf([step('one', volume('gv', 100, 500_000, ownCounts))], below(own, left, right))[0]).toBe(rank);
  });

  it('is without groups that have broken away, unless it is that of the organisation', () => {
    const away = step('away', { ppvAtLeast: '500' }, { breaksAway: true });
    // 3 has broken away from 2; 4 has not.
    const world = below(0, 500, 60);
    const ask = (of: 'gv' | 'ov', atLeast: number): number =>
      ranksOf([step('one', volume(of, atLeast, 1_000_000, 'whole')), away], world)[0] ?? 0;
    expect([ask('gv', 60), ask('gv', 61), ask('ov', 560), ask('ov', 561)]).toEqual([1, 0, 1, 0]);
  });

  it('of a group is counted leg by leg without those that have broken away', () => {
    const away = step('away', { ppvAtLeast: '500' }, { breaksAway: true });
    // Group volume is 60 of 4 and 50 of 2; the 500 of 3 are not in it, though a leg may count up to 90 of 150.
    const world = { ...below(50, 500, 60) };
    expect(ranksOf([step('one', volume('gv', 110, 600_000, 'whole')), away], world)[0]).toBe(1);
    // Of 4 only 55 count, and nothing of 3.
    expect(ranksOf([step('one', volume('gv', 110, 500_000, 'whole')), away], world)[0]).toBe(0);
  });
});

it('counted volume is told leg by leg, up to what one may count', () => {
  const known = {
    gv: BigUint64Array.of(0n, 0n, 0n, 80n, 30n, 10n),
    ov: BigUint64Array.of(0n, 0n, 0n, 90n, 40n, 10n),
    apart: Uint8Array.of(0, 0, 0, 0, 1, 0),
  };
  const count = (of: 'gv' | 'ov', own: bigint, ownCounts: 'whole' | 'limited'): bigint =>
    countedVolume({ of, atLeast: '100', mostPerLegPpm: 500_000, ownCounts }, own, Uint32Array.of(3, 4, 5), known);
  // Of the group 50 of 80, nothing of 4 and 10; of the organisation 50 of 90, 40 and 10.
  expect([count('gv', 70n, 'whole'), count('gv', 70n, 'limited'), count('gv', 20n, 'limited')]).toEqual([130n, 110n, 80n]);
  expect([count('ov', 70n, 'whole'), count('ov', 70n, 'limited')]).toEqual([170n, 150n]);
});

describe('the legs that a rank asks for', () => {
  const low = step('low', { ppvAtLeast: '10' });
  const asks = (rankIn: 'head' | 'leg', more: Step = {}): Step =>
    step('top', { legs: [{ count: 2, rank: 'low', rankIn, ...more }] });
  // 2 → 3 → 5, 2 → 4: in the one leg not 3 but 5 has the rank.
  const world = {
    sponsors: [0, 1, 2, 2, 3],
    points: [
      [5, 10],
      [4, 10],
    ] as [number, number][],
  };
  it('have the rank anywhere in them, or at their head, as the plan says', () => {
    expect(ranksOf([low, asks('leg')], world)[0]).toBe(2);
    expect(ranksOf([low, asks('head')], world)[0]).toBe(0);
    expect(ranksOf([low, asks('head')], { ...world, points: [...world.points, [3, 10]] })[0]).toBe(2);
  });

  it('have whoever has the highest rank in them, whoever else stands beside or above', () => {
    // 3 leads the leg of 2 with silver, 4 and 5 stand under 3 with gold and silver.
    const steps = [
      step('silver', { ppvAtLeast: '100' }),
      step('gold', { ppvAtLeast: '200' }),
      step('head', { ppvAtLeast: '300', legs: [{ count: 1, rank: 'gold', rankIn: 'leg' }] }),
    ];
    const ranks = (four: number, five: number): number[] =>
      ranksOf(steps, {
        sponsors: [0, 1, 2, 3, 3],
        points: [
          [2, 300],
          [3, 100],
          [4, four],
          [5, five],
        ],
      });
    expect([ranks(200, 100), ranks(100, 200), ranks(100, 100)]).toEqual([
      [3, 1, 2, 1],
      [3, 1, 1, 2],
      [2, 1, 1, 1],
    ]);
  });

  it('are not enough when one of them has nobody with the rank', () => {
    expect(
      ranksOf([low, asks('leg')], {
        ...world,
        points: [
          [5, 10],
          [4, 9],
        ],
      })[0],
    ).toBe(0);
  });

  it('have the volume of the organisation that the plan asks for', () => {
    expect(ranksOf([low, asks('leg', { ovAtLeast: '10' })], world)[0]).toBe(2);
    expect(ranksOf([low, asks('leg', { ovAtLeast: '11' })], world)[0]).toBe(0);
    // Volume alone, whatever the rank.
    expect(
      ranksOf([step('one', { legs: [{ count: 2, ovAtLeast: '9' }] })], {
        ...world,
        points: [
          [5, 9],
          [4, 9],
        ],
      })[0],
    ).toBe(1);
  });

  it('may have a higher rank', () => {
    const mid = step('mid', { ppvAtLeast: '20' });
    const above = {
      ...world,
      points: [
        [5, 30],
        [4, 20],
      ] as [number, number][],
    };
    expect(ranksOf([low, mid, asks('leg')], above)).toEqual([3, 0, 2, 2]);
  });
});

describe('a rank', () => {
  it('is reached past ranks that are missed, or step by step, as the plan says', () => {
    const steps = [step('one', { ppvAtLeast: '10', customersAtLeast: 1 }), step('two', { ppvAtLeast: '20' })];
    const world = { sponsors: [0, 1, 1], points: [[2, 20]] as [number, number][], entries: [sale(3, 9, 100, 20, 7)] };
    expect(ranksOf(steps, { ...world, advance: 'direct' })).toEqual([2, 2]);
    expect(ranksOf(steps, { ...world, advance: 'eachStep' })).toEqual([0, 2]);
  });

  it('asks for a condition, for own points and for customers, each to the last one', () => {
    const world = {
      sponsors: [0, 1, 1, 1],
      points: [
        [2, 10],
        [3, 9],
      ] as [number, number][],
    };
    expect(ranksOf([step('one', { meets: 'active' })], world)).toEqual([1, 0, 0]);
    expect(ranksOf([step('one', { ppvAtLeast: '10' })], world)).toEqual([1, 0, 0]);
    const sold = [sale(2, 7, 100, 1, 1), sale(2, 8, 100, 1, 2), sale(3, 9, 100, 1, 1), sale(3, 10, 100, 1, 1)];
    expect(ranksOf([step('one', { customersAtLeast: 2 })], { ...world, entries: sold })).toEqual([1, 0, 0]);
  });

  it('asks for a matrix that is full to the last place, of whoever stands within its width', () => {
    const full = step('full', { matrix: { width: 2, height: 2, meets: 'active' } });
    // Under 2 stand 3 and 4, and 8 on a third leg; under 3 stand 5 and 6, under 4 stand 7 and 9.
    const places: [number, number][] = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
      [4, 0],
      [2, 2],
      [4, 1],
    ];
    const sponsors = [0, ...Array.from({ length: 8 }, () => 1)];
    const active = (...members: number[]) => members.map((member): [number, number] => [member, 10]);
    expect(ranksOf([full], { sponsors, places, points: active(3, 4, 5, 6, 7, 9) })[0]).toBe(1);
    expect(ranksOf([full], { sponsors, places, points: active(3, 4, 5, 6, 7, 8, 9) })[0]).toBe(1);
    expect(ranksOf([full], { sponsors, places, points: active(3, 4, 5, 6, 7, 8) })[0]).toBe(0);
    expect(ranksOf([full], { sponsors, places, points: active(4, 5, 6, 7, 8, 9) })[0]).toBe(0);
  });

  it('asks for a matrix of the last members, too', () => {
    const matrix = (height: number): Step => ({ matrix: { width: 1, height, meets: 'active' } });
    const sponsors = [0, 1, 2, 3];
    const places = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ] as const;
    const points = [2, 3, 4].map((member) => [member, 10] as const);
    // 3 and 4 fill two levels of 2, and 4 one of 3.
    expect(ranksOf([step('one', matrix(1)), step('two', matrix(2))], { sponsors, places, points })).toEqual([2, 1, 0]);
  });
});

describe('ranks over several periods', () => {
  const months = (steps: readonly Step[], ranks: Step, points: readonly number[]): number[] => {
    const plans = new Map([[1, planOf({ active: '10', plan: { ranks: { advance: 'direct', steps, ...ranks } } })]]);
    const facts = chainOf(
      [0, 1],
      points.map((pv, index) => ({ entries: [purchase(2, index + 1, 100, pv)] })),
      plans,
    );
    return Array.from(replayOutcomes(facts, plans), ({ result }) => result.rank[2] ?? 0);
  };

  it('ask for periods since joining, the first included', () => {
    expect(months([step('one', { tenureAtLeast: 3 })], {}, [0, 0, 0, 0])).toEqual([0, 0, 1, 1]);
  });

  it('ask for a condition in so many periods in a row, this one included', () => {
    const loyal = step('one', { consecutive: { meets: 'active', periods: 2 } });
    expect(months([loyal], {}, [10, 10, 10, 9, 10, 10])).toEqual([0, 1, 1, 0, 0, 1]);
  });

  it('ask for a rank that was held in so many periods before', () => {
    const steps = [step('one', { ppvAtLeast: '10' }), step('two', { ppvAtLeast: '10', held: { rank: 'one', periods: 2 } })];
    expect(months(steps, {}, [10, 10, 10, 0, 10, 10, 10])).toEqual([1, 1, 2, 0, 1, 1, 2]);
  });

  it('keep a rank that is missed for as many periods as there is grace, and count anew when it is earned', () => {
    const one = [step('one', { ppvAtLeast: '10' })];
    expect(months(one, { grace: { periods: 2 } }, [10, 0, 0, 0, 0])).toEqual([1, 1, 1, 0, 0]);
    expect(months(one, { grace: { periods: 2 } }, [10, 0, 10, 0, 0, 0])).toEqual([1, 1, 1, 1, 1, 0]);
    expect(months(one, { grace: 'forever' }, [10, 0, 0, 0])).toEqual([1, 1, 1, 1]);
    expect(months(one, {}, [10, 0])).toEqual([1, 0]);
    // A higher rank that was missed is kept, not the lower one that was earned.
    const two = [...one, step('two', { ppvAtLeast: '20' })];
    expect(months(two, { grace: { periods: 1 } }, [20, 10, 10, 0, 0])).toEqual([2, 2, 1, 1, 0]);
  });
});

describe('a member who is settled anew', () => {
  it('has what a new reckoning gives, and tells whether the rank is another', () => {
    const { ranks } = planOf({
      plan: {
        ranks: {
          advance: 'direct',
          steps: [step('low', { ppvAtLeast: '10' }), step('top', volume('ov', 50, 1_000_000, 'whole'), { breaksAway: true })],
        },
      },
    });
    const none = new BigInt64Array(6);
    const opened = (points: BigUint64Array) =>
      structureOf(ranks, {
        memberCount: 5,
        // 2 → 3 → 5 and 2 → 4.
        sponsorOf: Uint32Array.of(0, 0, 1, 2, 2, 3),
        ppv: points,
        sales: { customers: new Uint32Array(), customerPv: new BigUint64Array() },
        flags: new Map(),
        left: new Set(),
        past: { period: 1, columnBefore: () => none.slice(), joinedIn: () => 0 },
        places: () => ({ parentOf: new Uint32Array(6), legOf: new Uint8Array(6) }),
      });
    const points = BigUint64Array.of(0n, 0n, 0n, 0n, 10n, 5n);
    const structure = opened(points);
    expect([...structure.rank]).toEqual([0, 0, 0, 0, 1, 0]);
    points[5] = 40n;
    expect([5, 3, 2, 1].map((member) => structure.again(member))).toEqual([true, false, true, false]);
    points[5] = 60n;
    points[4] = 0n;
    expect([5, 4, 3, 2, 1].map((member) => structure.again(member))).toEqual([true, true, true, false, false]);
    const { gv, ov, rank, bestRank, apart } = opened(points);
    expect(structure).toMatchObject({ gv, ov, rank, bestRank, apart });
    expect([[...ov], [...gv], [...rank], [...bestRank], [...apart]]).toEqual([
      [0n, 60n, 60n, 60n, 0n, 60n],
      [0n, 0n, 0n, 0n, 0n, 60n],
      [0, 0, 2, 2, 0, 2],
      [0, 2, 2, 2, 0, 2],
      [0, 0, 1, 1, 0, 1],
    ]);
    // What falls away is no longer the best rank of the leg.
    points[5] = 5n;
    expect([5, 3, 2, 1].map((member) => structure.again(member))).toEqual([true, true, true, false]);
    expect([...structure.bestRank]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
