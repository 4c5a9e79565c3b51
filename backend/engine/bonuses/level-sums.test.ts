import { describe, expect, it } from 'vitest';
import { replayOutcomes, type VolumeEntry } from '../index.ts';
import { openRun } from '../run/open.ts';
import { chainOf, planOf, purchase, sale } from '../testing/world.ts';
import { type Gains } from './gains.ts';
import { holderTables, wordOf, type Level } from './level-holders.ts';

/** What the level bonus of a month sums itself up to. */
function gainsOf(
  bonus: Record<string, unknown>,
  sponsors: readonly number[],
  entries: readonly VolumeEntry[],
): Gains | undefined {
  const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, bonus })]]);
  const [month] = replayOutcomes(chainOf(sponsors, [{ entries }], plans), plans);
  if (month === undefined) throw new Error('no month');
  const run = openRun(month.input);
  const [team] = run.own.bonuses;
  return team && run.gainsOf(team);
}

describe('a level bonus that sums itself up', () => {
  it('has one sum for every member, and counts lines, where the order of the tree is not that of numbers', () => {
    // 10 % and 5 % of 6's order for 4 and 2; of 5's customer for the seller 5 and for 3.
    const entries = [purchase(6, 1, 1_000), sale(5, 2, 1_000)];
    expect(gainsOf({ customerSaleLevelOne: 'seller' }, [0, 1, 1, 2, 3, 4], entries)).toEqual({
      bonusId: 'team',
      amounts: BigInt64Array.of(0n, 0n, 50n, 50n, 100n, 100n, 0n),
      touched: Uint8Array.of(0, 0, 1, 1, 1, 1, 0),
      lines: 4,
      total: 300n,
    });
  });

  it.each(['none', 'standard', 'dynamic'])('has no line for a level of nothing, with compression %s', (compression) => {
    const levels = [{ ratePpm: 100_000 }, { ratePpm: 0 }, { ratePpm: 30_000 }];
    expect(gainsOf({ compression, levels }, [0, 1, 2, 3, 4], [purchase(5, 1, 1_000)])).toEqual({
      bonusId: 'team',
      amounts: BigInt64Array.of(0n, 0n, 30n, 0n, 100n, 0n),
      touched: Uint8Array.of(0, 0, 1, 0, 1, 0),
      lines: 2,
      total: 130n,
    });
  });
});

describe('who holds a level', () => {
  it('is found for each level by what it asks for, also where the same digits make another', () => {
    const level = (rankAtLeast: number, activeLegsAtLeast: number): Level => ({
      threshold: 0,
      rankAtLeast,
      activeLegsAtLeast,
      rates: [],
    });
    // Rank 1 with 10 legs, or rank 11 without: member 3 has the first, member 2 above the second.
    const facts = {
      above: Uint32Array.of(0, 0, 1, 2),
      words: Uint32Array.of(0, 0, wordOf(0, 11, true), wordOf(0, 1, true)),
      legs: Uint32Array.of(0, 0, 0, 10),
    };
    const tables = holderTables([level(1, 10), level(11, 0)], { compression: 'dynamic', lowest: 0 }, facts);
    expect(tables.map((table) => [...table])).toEqual([
      [0, 0, 0, 3],
      [0, 0, 2, 2],
    ]);
  });
});
