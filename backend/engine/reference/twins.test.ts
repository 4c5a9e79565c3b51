import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Plan } from '../plan/schema.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { hybridPlanArbitrary, rankedPlanArbitrary, worldArbitrary } from '../testing/random-world.ts';

/** `npm run test:deep` asks for thousands of cases; the gate for hundreds. */
const deep = process.env['UPLINE_DEEP'] === '1';
const CASES = deep ? 5_000 : 240;

/** Compares over random worlds, and sees to it that every bonus named gave lines in at least a twentieth of as many worlds. */
function agreeOn(share: number, bonuses: readonly string[], plans?: fc.Arbitrary<Plan>): void {
  const numRuns = Math.ceil(CASES * share);
  const lines = new Map<string, number>();
  fc.assert(
    fc.property(worldArbitrary({ members: 20, months: 12, entries: 20 }, plans), (world) => {
      for (const [id, count] of expectTwinsAgree(world.facts, world.plans)) lines.set(id, (lines.get(id) ?? 0) + count);
    }),
    { numRuns },
  );
  for (const id of bonuses) expect([id, (lines.get(id) ?? 0) > numRuns / 20]).toEqual([id, true]);
}

describe('P02 two engines, one specification', { timeout: deep ? 3_600_000 : 120_000 }, () => {
  it('agree on level bonuses', () => agreeOn(0.2, ['team']));
  it('agree on ranks and what reads them', () => agreeOn(0.3, ['team'], rankedPlanArbitrary));
  it('agree on bonuses on the whole period', () => agreeOn(0.5, ['match', 'fund', 'steps', 'team', 'own'], hybridPlanArbitrary));
});
