import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../testing/cases.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { fullWorldArbitrary } from '../testing/random-world.ts';

/** `npm run test:deep` asks for thousands of cases; the gate for hundreds. */
const deep = process.env['UPLINE_DEEP'] === '1';
const CASES = cases(240, 6_000);

/** Compares over random worlds, and sees to it that there was something to compare; in many worlds, of each kind. */
function agreeOn(share: number, kinds: readonly string[]): void {
  const numRuns = Math.ceil(CASES * share);
  const lines = new Map<string, number>();
  fc.assert(
    fc.property(fullWorldArbitrary({ members: 16, months: 12, entries: 14 }, planArbitrary(kinds)), (world) => {
      for (const [id, count] of expectTwinsAgree(world.facts, world.plans)) lines.set(id, (lines.get(id) ?? 0) + count);
    }),
    { numRuns },
  );
  if (deep) process.stdout.write(`${JSON.stringify(Object.fromEntries(lines))}\n`);
  expect([...lines.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(numRuns);
  if (deep) for (const id of kinds) expect([id, (lines.get(id) ?? 0) > numRuns / 20]).toEqual([id, true]);
}

const onOrders = ['level', 'retail', 'direct', 'fastStart', 'passUp', 'generation'];
const onPeriod = ['pool', 'differential', 'volume', 'binary', 'rankReward'];

describe(
  'P02 two engines, one specification: random forests, plans, placement, leavers, twelve months',
  {
    timeout: deep ? 3_600_000 : 240_000,
  },
  () => {
    it('agree on bonuses on orders', () => agreeOn(0.25, onOrders));
    it('agree on bonuses on the whole period', () => agreeOn(0.25, onPeriod));
    it('agree on binary bonuses', () => agreeOn(0.2, ['binary']));
    it('agree on all of them together', () => agreeOn(0.3, [...onOrders, ...onPeriod, 'matching']));
  },
);
