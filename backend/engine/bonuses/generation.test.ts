import { describe, expect, it } from 'vitest';
import { checkPlan, periodLines, replayOutcomes, type VolumeEntry } from '../index.ts';
import { bonusName, generationBonus } from '../testing/bonuses.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

const ranks = {
  advance: 'direct',
  steps: [
    { id: 'silver', name: bonusName, requires: { ppvAtLeast: '100' } },
    { id: 'gold', name: bonusName, requires: { ppvAtLeast: '200' } },
  ],
};

/** Bonus, member, generation and amount of the lines of the last of these months, in their order. */
function linesOf(bonuses: readonly object[], sponsors: readonly number[], ...months: readonly VolumeEntry[][]): unknown[] {
  const activity = { active: { ppvAtLeast: '0' }, buyer: { ppvAtLeast: '150' } };
  const plans = new Map([[1, planOf({ capPpm: 1_000_000, plan: { activity, ranks, bonuses } })]]);
  const facts = chainOf(
    sponsors,
    months.map((entries) => ({ entries })),
    plans,
  );
  expectTwinsAgree(facts, plans);
  const last = [...replayOutcomes(facts, plans)].at(-1);
  const lines = last === undefined ? [] : [...periodLines(last.input)];
  return lines.map(({ bonusId, memberId, level, amount }) => [bonusId, memberId, level, amount]);
}

describe('a generation bonus', () => {
  const stray = 'names a rank that the plan does not define';
  it.each<[string, object, string]>([
    ['leaders of no rank', { leaderRank: 'iron' }, 'leaderRank'],
    [
      'a generation from no rank',
      { generations: [{ ratePpm: 1 }, { ratePpm: 1, rankAtLeast: 'iron' }] },
      'generations.1.rankAtLeast',
    ],
  ])('is refused with %s', (_what, change, path) => {
    const { faults } = checkPlan({ ...planOf(), ranks, bonuses: [{ ...generationBonus, ...change }] });
    expect(faults.map((fault) => [fault.path, fault.reason.en])).toEqual([[`bonuses.0.${path}`, stray]]);
  });

  it('by the same rank has its lines in the order of the way up, whichever rank is nearer', () => {
    // Gold member 3 has the first generation of gold; silver member 2 has the second of silver, in which 3 counts.
    const entries = [purchase(2, 1, 0, 100), purchase(3, 2, 0, 200), purchase(4, 3, 1_000)];
    expect(linesOf([{ ...generationBonus, boundary: 'sameRank' }], [0, 1, 2, 3], entries)).toEqual([
      ['gen', 3, 1, 100n],
      ['gen', 2, 2, 50n],
    ]);
  });

  it('counts leaders by title for life where it says so, the last member as well, and beside it another by the rank of the period', () => {
    const life = { ...generationBonus, id: 'life', leaderBy: 'title' };
    const before = [purchase(2, 1, 0, 100), purchase(3, 2, 0, 100)];
    // Nobody has a rank in the second month. By title member 3 is a leader, whose own order takes the first generation up.
    expect(linesOf([generationBonus, life], [0, 1, 2], before, [purchase(3, 3, 1_000)])).toEqual([['life', 2, 2, 50n]]);
  });

  it.each([
    ['passes over', 'passedOver', 1, 100n],
    ['counts', 'endsGeneration', 2, 50n],
  ])('%s a leader who does not meet the condition, with %s', (_does, ineligibleLeader, level, amount) => {
    const entries = [purchase(2, 1, 0, 200), purchase(3, 2, 0, 100), purchase(4, 3, 1_000)];
    expect(linesOf([{ ...generationBonus, payTo: 'buyer', ineligibleLeader }], [0, 1, 2, 3], entries)).toEqual([
      ['gen', 2, level, amount],
    ]);
  });

  it('passes over a leader in whose group nobody brought CV, and no leader in whose group somebody far below did', () => {
    // Leaders 2, 3 and 4 stand in a row. Below 4 stand 5 and 6, of whom 6 buys; below 3 stands 7, who does not.
    const leaders = [purchase(2, 1, 10, 100), purchase(3, 2, 0, 100), purchase(4, 3, 0, 100)];
    const found = linesOf(
      [{ ...generationBonus, emptyGroup: 'passedOver' }],
      [0, 1, 2, 3, 4, 5, 3],
      [...leaders, purchase(6, 4, 1_000)],
    );
    expect(found).toEqual([
      ['gen', 4, 1, 100n],
      ['gen', 2, 2, 50n],
    ]);
  });
});
