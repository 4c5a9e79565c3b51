import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculatePeriod, checkPlan, openEstimate, replayOutcomes, type Plan, type RunInput } from '../index.ts';
import { openLedger } from '../ledger/orders.ts';
import { matchingBonus, volumeBonus } from '../testing/bonuses.ts';
import { cases } from '../testing/cases.ts';
import { said } from '../testing/followed.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';
import { fullWorldArbitrary } from '../testing/random-world.ts';
import { openFollowing, type Following } from './follow.ts';

const CASES = cases(150, 5_000);
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

describe('a followed estimate', { timeout: 600_000 }, () => {
  it('is the full run after every few orders and refunds, and is not a full run', () => {
    const told = { followed: 0, full: 0 };
    const steps = fc.array(fc.nat(3), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fullWorldArbitrary({ members: 16, months: 4, entries: 24 }, followedPlan), steps, (world, sizes) => {
        for (const { input } of replayOutcomes(world.facts, world.plans)) {
          const ledger = openLedger(input);
          const estimate = openEstimate();
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
            const full = said(calculatePeriod(now));
            if (outcome !== undefined) expect(said(outcome)).toEqual(full);
            expect(said(estimate.of(now))).toEqual(full);
          }
        }
      }),
      { numRuns: CASES },
    );
    expect(told.followed).toBeGreaterThan(told.full);
  });

  it('adds a bonus up anew when more than twenty thousand stand below whoever became active', () => {
    const own = { ...volumeBonus, brackets: [{ from: '0', ratePpm: 10_000 }] };
    const match = { ...matchingBonus, of: ['own', 'team'], compression: 'standard' };
    const [team] = planOf().bonuses;
    const plans = new Map([[1, planOf({ active: '100', capPpm: 1_000_000, plan: { bonuses: [team, own, match] } })]]);
    // A chain of three, and under its last one a star.
    const sponsors = [0, 1, 2, 3, ...Array.from({ length: 20_500 }, () => 4)];
    const below = Array.from({ length: 200 }, (_, index) => purchase(1_000 + index * 90, 1 + index, 1_000_000 + index, 100));
    const above = [purchase(2, 301, 5_000_000, 100), purchase(4, 302, 1_000_000, 100), refund(4, 302, 999_999, 100)];
    const [replayed] = replayOutcomes(chainOf(sponsors, [{ entries: [...below, ...above] }], plans), plans);
    if (replayed === undefined) throw new Error('no period');
    const { input } = replayed;
    const ledger = openLedger(input);
    ledger.add(below, input.memberCount, input.earlierOrders);
    const following = openFollowing({ ...input, entries: below }, ledger);
    for (const [index, entry] of above.entries()) {
      ledger.add([entry], input.memberCount, input.earlierOrders);
      const now = { ...input, entries: input.entries.slice(0, below.length + index + 1) };
      const outcome = following?.follow(now);
      expect(outcome && said(outcome)).toEqual(said(calculatePeriod(now)));
    }
  });
});
