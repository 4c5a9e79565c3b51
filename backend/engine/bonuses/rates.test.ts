import { describe, expect, it } from 'vitest';
import { checkRankNames, fromRankUpward } from './rates.ts';

describe('a table by rank', () => {
  it('holds from a rank upward, and below all ranks named what holds without one', () => {
    const rankNumber = (rank: string): number => ['bronze', 'silver', 'gold'].indexOf(rank) + 1;
    expect(fromRankUpward(5, { silver: 7 }, { rankCount: 3, rankNumber })).toEqual([5, 5, 7, 7]);
    expect(fromRankUpward(5, undefined, { rankCount: 2, rankNumber })).toEqual([5, 5, 5]);
  });

  it('names each rank that the plan does not define, and where it stands', () => {
    const told: unknown[] = [];
    checkRankNames({ iron: 1, silver: 2, tin: 3 }, ['silver'], ['most', 'byRank'], (...fault) => told.push(fault));
    checkRankNames(undefined, [], ['ratesByRank'], (...fault) => told.push(fault));
    expect(told).toEqual([
      [['most', 'byRank', 'iron'], 'unknownRank'],
      [['most', 'byRank', 'tin'], 'unknownRank'],
    ]);
  });
});
