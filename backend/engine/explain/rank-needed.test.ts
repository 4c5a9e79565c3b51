import { describe, expect, it } from 'vitest';
import { bonusName, directBonus, fastStartBonus, generationBonus, onVolume, poolBonus, retailBonus } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase } from '../testing/world.ts';
import { type Need } from './needs.ts';

const steps = ['100', '200', '300'].map((ppvAtLeast, index) => ({
  id: ['bronze', 'silver', 'gold'][index],
  name: bonusName,
  requires: { ppvAtLeast },
}));

/** What member 2, who has 150 points of its own, lacks for the bonus. */
function needsOf(bonus: object, { advance = 'direct', points = 150 }: { advance?: string; points?: number } = {}): unknown {
  const plan = planOf({ active: '0', plan: { ranks: { advance, steps }, bonuses: [bonus] } });
  const months = [{ entries: [purchase(2, 1, 0, points)] }];
  return explainerOf(plan, { sponsors: [0, 1, 2], months }).missing(2)[0]?.needs;
}

const ppv = (required: bigint, actual = 150n): Need => ({ what: 'ppv', required, actual });
const silver: Need = { what: 'rank', required: 2n, actual: 1n, of: 'silver', lacks: [ppv(200n)] };
const orders: Need = { what: 'orders', required: 1n, actual: 0n };

describe('a bonus that pays nothing below a rank', () => {
  const byRank = { ratePpm: 0, ratesByRank: { silver: 50_000 } };
  const level = { ...onVolume, id: 'one', tree: 'sponsor' };
  it.each<[string, object, Need[]]>([
    ['retail', { ...retailBonus, ...byRank }, [silver]],
    ['direct', { ...directBonus, ...byRank }, [silver]],
    ['a pool', { ...poolBonus, sharesByRank: { bronze: 0, silver: 1, gold: 2 } }, [silver]],
    [
      'a level',
      { ...level, kind: 'level', compression: 'none', customerSaleLevelOne: 'sponsor', levels: [{ ratePpm: 1 }, byRank] },
      [{ ...silver, level: 2 }],
    ],
    [
      'a generation',
      { ...generationBonus, leaderRank: 'bronze', generations: [{ ratePpm: 1 }, byRank] },
      [{ ...silver, level: 2 }],
    ],
    ['fast start', { ...fastStartBonus, levels: [{ ratePpm: 1 }, byRank] }, [{ ...silver, level: 2 }]],
    [
      'what is paid below and above the own rank only',
      { ...retailBonus, ratePpm: 1, ratesByRank: { bronze: 0, gold: 2 } },
      [{ what: 'rank', required: 3n, actual: 1n, of: 'gold', lacks: [ppv(300n)] }],
    ],
    ['what is paid at the own rank', { ...retailBonus, ratePpm: 0, ratesByRank: { bronze: 1, silver: 2 } }, [orders]],
    ['what is paid at no rank', { ...retailBonus, ratePpm: 0 }, [orders]],
  ])('asks for it: %s', (_what, bonus, expected) => {
    expect(needsOf(bonus)).toStrictEqual(expected);
  });

  it('asks for the higher of two ranks, that of a level and the lowest that has a rate', () => {
    const levels = (one: object): object => ({
      ...level,
      kind: 'level',
      compression: 'none',
      customerSaleLevelOne: 'sponsor',
      levels: [one],
    });
    const rank = (number: bigint, of: string, required: bigint): Need => {
      return { what: 'rank', required: number, actual: 1n, of, lacks: [ppv(required)], level: 1 };
    };
    expect(needsOf(levels({ ...byRank, rankAtLeast: 'gold' }))).toStrictEqual([rank(3n, 'gold', 300n)]);
    expect(needsOf(levels({ ...byRank, rankAtLeast: 'bronze' }))).toStrictEqual([rank(2n, 'silver', 200n)]);
    expect(needsOf(levels({ ratePpm: 1, rankAtLeast: 'silver' }))).toStrictEqual([rank(2n, 'silver', 200n)]);
  });
});

it('a rank that is reached step by step lacks the ranks below it, too', () => {
  const fund = { ...poolBonus, sharesByRank: { gold: 1 } };
  const below = { what: 'rank', required: 1n, actual: 0n, of: 'bronze', lacks: [ppv(100n, 50n)] };
  const middle = { what: 'rank', required: 2n, actual: 0n, of: 'silver', lacks: [below, ppv(200n, 50n)] };
  expect(needsOf(fund, { advance: 'eachStep', points: 50 })).toStrictEqual([
    { what: 'rank', required: 3n, actual: 0n, of: 'gold', lacks: [middle, ppv(300n, 50n)] },
  ]);
  expect(needsOf(fund, { points: 50 })).toStrictEqual([
    { what: 'rank', required: 3n, actual: 0n, of: 'gold', lacks: [ppv(300n, 50n)] },
  ]);
});

it('whoever has left and the company lack membership for a rank, and nothing else', () => {
  const plan = planOf({
    active: '0',
    plan: { ranks: { advance: 'direct', steps }, bonuses: [{ ...poolBonus, sharesByRank: { gold: 1 } }] },
  });
  const explainer = explainerOf(plan, { sponsors: [0, 1, 2], months: [{ entries: [purchase(2, 1, 0, 500)] }], left: [2] });
  const membership = (of: string): Need => ({ what: 'membership', required: 1n, actual: 0n, of });
  expect(explainer.nextRank(2)).toStrictEqual({ rank: 'bronze', needs: [membership('bronze')] });
  for (const memberId of [1, 2])
    expect(explainer.missing(memberId)[0]?.needs).toStrictEqual([
      membership('active'),
      { what: 'rank', required: 3n, actual: 0n, of: 'gold', lacks: [membership('gold')] },
    ]);
  expect(explainer.nextRank(1)).toBeUndefined();
});
