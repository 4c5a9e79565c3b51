import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculatePeriod, checkPlan, replayOutcomes, type Plan, type PeriodOutcome, type RunInput } from '../index.ts';
import { openLedger } from '../ledger/orders.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { fullWorldArbitrary } from '../testing/random-world.ts';
import { openFollowing, type Following } from './follow.ts';

const CASES = process.env['UPLINE_DEEP'] === '1' ? 5_000 : 150;
const kinds = ['level', 'binary', 'differential', 'volume', 'pool', 'rankReward', 'matching'];
/** Switches that hang on more than what an order changes above it. */
const strays = [
  'activeLegsAtLeast',
  'eachSide',
  'legShare',
  'matrix',
  'customersAtLeast',
  'anyOf',
  'caps',
  'matched',
  'legActiveBy',
];

/** The same plan without what cannot be followed. */
function withoutStrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutStrays(item));
  if (value === 'accumulatedOv') return 'ov';
  if (value === 'accumulatedPpv') return 'gv';
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !strays.includes(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutStrays(item)]));
}

const followedPlan: fc.Arbitrary<Plan> = planArbitrary(kinds)
  .map((plan) => checkPlan({ ...(withoutStrays(plan) as object), cap: { ratePpm: 1_000_000, onExcess: 'scaleDown' } }).plan)
  .filter((plan) => plan !== undefined);

/** Everything that an outcome says. */
function said({ touchedOrders, ...rest }: PeriodOutcome): unknown {
  return { ...rest, touchedOrders: new Map(touchedOrders) };
}

describe('a followed estimate', { timeout: 600_000 }, () => {
  it('is the full run after every few orders and refunds, and is not a full run', () => {
    const told = { followed: 0, full: 0 };
    const steps = fc.array(fc.nat(3), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fullWorldArbitrary({ members: 16, months: 4, entries: 24 }, followedPlan), steps, (world, sizes) => {
        for (const { input } of replayOutcomes(world.facts, world.plans)) {
          const ledger = openLedger(input);
          let following: Following | undefined;
          let known = 0;
          for (const size of sizes) {
            const added = input.entries.slice(known, known + size);
            known += added.length;
            ledger.add(added, input.memberCount, input.earlierOrders);
            const now: RunInput = { ...input, entries: input.entries.slice(0, known) };
            following ??= openFollowing(now, ledger);
            const outcome = following?.follow(now);
            if (following?.lost === true) following = undefined;
            told[outcome === undefined ? 'full' : 'followed'] += 1;
            if (outcome !== undefined) expect(said(outcome)).toEqual(said(calculatePeriod(now)));
          }
        }
      }),
      { numRuns: CASES },
    );
    expect(told.followed).toBeGreaterThan(told.full);
  });
});
