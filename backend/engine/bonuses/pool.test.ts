import { describe, expect, it } from 'vitest';
import { periodLines, replayOutcomes, type ChainFacts, type Plan } from '../index.ts';
import { poolBonus, ranksOf } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';

/** Of each month: member, shares, amount. */
function sharedIn(facts: ChainFacts, plans: ReadonlyMap<number, Plan>): unknown[] {
  expectTwinsAgree(facts, plans);
  return Array.from(replayOutcomes(facts, plans), ({ input }) =>
    Array.from(periodLines(input), ({ memberId, level, amount }) => [memberId, level, amount]),
  );
}

/** A pool of the whole CV, of which members 2, 3, 4 … have these shares. */
function dividedInto(shares: readonly number[], cv: bigint, change: object = {}): unknown {
  const ids = shares.map((_, index) => `rank${index + 1}`);
  const sharesByRank = Object.fromEntries(ids.map((id, index) => [id, shares[index]]));
  const bonuses = [{ ...poolBonus, ratePpm: 1_000_000, sharesByRank, ...change }];
  const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, plan: { ranks: ranksOf(...ids), bonuses } })]]);
  const entries = shares.map((_, index) => purchase(index + 2, index + 1, index === 0 ? cv : 0n, index + 1));
  return sharedIn(chainOf([0, ...shares.map(() => 1)], [{ entries }], plans), plans)[0];
}

describe('a pool', () => {
  it.each<[string, number[], bigint, bigint[]]>([
    // 30 / 7 leaves 2, 20 / 7 leaves 6 twice.
    ['the largest remainders, not the most shares', [3, 2, 2], 10n, [4n, 3n, 3n]],
    // 5 / 4 leaves 1, 15 / 4 leaves 3.
    ['the larger remainder, not the lower number', [1, 3], 5n, [1n, 4n]],
    ['the lower numbers among equal remainders', [2, 2, 2], 5n, [2n, 2n, 1n]],
    ['nobody when nothing is left', [1, 3], 8n, [2n, 6n]],
  ])('gives what is left over to %s', (_about, shares, cv, amounts) => {
    expect(dividedInto(shares, cv)).toEqual(shares.map((share, index) => [index + 2, share, amounts[index]]));
  });

  it('that came to nothing gives whoever has a share a line of nothing', () => {
    // The order is there for the rank of member 3; the lines say how many shares each has.
    expect(dividedInto([1, 2], 0n)).toEqual([
      [2, 1, 0n],
      [3, 2, 0n],
    ]);
  });

  it('is cut for each alone, and what is cut off goes to nobody', () => {
    // 25 and 75, of which 30 may be had.
    expect(dividedInto([1, 3], 100n, { mostPerMember: '30' })).toEqual([
      [2, 1, 25n],
      [3, 3, 30n],
    ]);
  });
});

describe('a pool that waits for somebody with a share', () => {
  const planWith = (nobodyQualified: string): Plan =>
    planOf({
      active: '0',
      capPpm: 1_000_000,
      plan: { ranks: ranksOf('silver'), bonuses: [{ ...poolBonus, sharesByRank: { silver: 1 }, nobodyQualified }] },
    });

  it('is neither divided nor lost while refunds hold it below zero', () => {
    const plans = new Map([[1, planWith('carry')]]);
    const months = [
      { entries: [purchase(3, 1, 1_000)] },
      { entries: [purchase(2, 2, 500, 1)] },
      { entries: [refund(3, 1, 1_000), purchase(2, 3, 300, 1)] },
      { entries: [purchase(2, 4, 1_000, 1)] },
    ];
    const facts = chainOf([0, 1, 2], months, plans);
    // 100 wait; 50 more are divided; 30 less the 100 that had waited; 100 less 70.
    expect(sharedIn(facts, plans)).toEqual([[], [[2, 1, 150n]], [], [[2, 1, 30n]]]);
    const waits = Array.from(replayOutcomes(facts, plans), ({ result }) => result.carryOut.columns?.values.get('pool.fund')?.[1]);
    expect(waits).toEqual([100n, 0n, -70n, 0n]);
  });

  it.each([
    // 10% of 600, the 100 of the first period, less the 40 that came back of them.
    ['carry', 'carry', 120n],
    ['carry', 'release', 60n],
    ['release', 'carry', 60n],
    ['release', 'release', 60n],
  ])('under a plan with %s, then under one with %s, is what both let wait', (first, second, amount) => {
    const plans = new Map([
      [1, planWith(first)],
      [2, planWith(second)],
    ]);
    const months = [
      { entries: [purchase(3, 1, 1_000)] },
      { entries: [refund(3, 1, 400), purchase(2, 2, 600, 1)], planVersion: 2 },
    ];
    expect(sharedIn(chainOf([0, 1, 2], months, plans), plans)).toEqual([[], [[2, 1, amount]]]);
  });
});
