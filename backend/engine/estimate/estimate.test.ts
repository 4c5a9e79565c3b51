import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculatePeriod, openEstimate, replayOutcomes, type RunInput } from '../index.ts';
import { cases } from '../testing/cases.ts';
import { said } from '../testing/followed.ts';
import { planArbitrary } from '../testing/random-plan.ts';
import { fullWorldArbitrary } from '../testing/random-world.ts';
import { chainOf, planOf, purchase, sale } from '../testing/world.ts';

const CASES = cases(80, 2_000);

/** The period as it was when so many of its entries and so many of its new members were there, in thousandths. */
function upTo(input: RunInput, entries: number, members: number): RunInput {
  const known = input.carryIn.memberCount;
  const share = Math.floor(((input.memberCount - known) * members) / 1_000);
  return {
    ...input,
    memberCount: Math.max(2, known + share),
    entries: input.entries.slice(0, Math.floor((input.entries.length * entries) / 1_000)),
  };
}

describe('an estimate of the open period', { timeout: 240_000 }, () => {
  it('is the full run after every order, joining, refund and block taken back, whatever the plan', () => {
    const steps = fc.array(
      fc.record({ entries: fc.nat(1_000), members: fc.nat(1_000), takesBack: fc.constantFrom(false, false, false, true) }),
      { minLength: 2, maxLength: 6 },
    );
    fc.assert(
      fc.property(fullWorldArbitrary({ members: 16, months: 5, entries: 24 }, planArbitrary()), steps, (world, cuts) => {
        const estimate = openEstimate();
        for (const { input } of replayOutcomes(world.facts, world.plans)) {
          // Mostly forward, as a ledger grows; what takes back goes back and tells another story from there.
          let [entries, members] = [0, 0];
          let story = input;
          for (const cut of cuts) {
            entries = cut.takesBack ? cut.entries : Math.max(entries, cut.entries);
            members = cut.takesBack ? cut.members : Math.max(members, cut.members);
            if (cut.takesBack) {
              const told = [...input.entries].toReversed().map((entry) => ({ ...entry }));
              story = { ...input, entries: [...story.entries.slice(0, Math.floor(entries / 100)), ...told] };
            }
            const now = upTo(story, entries, members);
            expect(said(estimate.of(now))).toEqual(said(calculatePeriod(now)));
          }
          expect(said(estimate.of(input))).toEqual(said(calculatePeriod(input)));
        }
      }),
      { numRuns: CASES },
    );
  });

  it('pays on an order that came before its member was known, once the member is', () => {
    const plans = new Map([[1, planOf({ active: '0' })]]);
    const facts = chainOf([0, 1, 2, 3], [{ entries: [purchase(4, 1, 1_000_000, 1)] }], plans);
    const [replayed] = replayOutcomes(facts, plans);
    if (replayed === undefined) throw new Error('no period');
    const estimate = openEstimate();
    const early = estimate.of({ ...replayed.input, memberCount: 3 });
    expect([early.anomalies.length, early.credited]).toEqual([1, 0n]);
    expect(estimate.of(replayed.input).credited).toBe(150_000n);
  });

  it('knows the earlier customers of entries that were added, who were not known when it began', () => {
    const name = { en: 'Retail', ru: 'Розница' };
    const bonus = {
      id: 'team',
      kind: 'retail',
      name,
      base: 'cv',
      payTo: 'active',
      ratePpm: 100_000,
      customers: 'new',
      rounding: 'down',
    };
    const plans = new Map([[1, planOf({ active: '0', plan: { bonuses: [bonus] } })]]);
    const [again, other] = [sale(2, 2, 1_000_000, 0, 7), sale(2, 3, 1_000_000, 0, 8)];
    const facts = chainOf([0, 1], [{ entries: [sale(2, 1, 1_000_000, 0, 7)] }, { entries: [other, again] }], plans);
    const [, replayed] = replayOutcomes(facts, plans);
    if (replayed === undefined) throw new Error('no period');
    const { input } = replayed;
    const estimate = openEstimate();
    estimate.of({ ...input, entries: [other], earlierOrders: new Map() });
    const added = estimate.of({ ...input, entries: [other, again] });
    // Only the customer who is new, and only at a tenth.
    expect([added.credited, added.linesByBonus]).toEqual([100_000n, { team: 1 }]);
  });

  it('reads nothing twice, and after a failure everything', () => {
    const plans = new Map([[1, planOf({ active: '0' })]]);
    const facts = chainOf([0, 1, 2], [{ entries: [purchase(3, 1, 1_000_000, 1), purchase(3, 2, 1_000_000, 1)] }], plans);
    const [replayed] = replayOutcomes(facts, plans);
    if (replayed === undefined) throw new Error('no period');
    const { input } = replayed;
    const estimate = openEstimate();
    const { touchedOrders: read } = estimate.of({ ...input, entries: input.entries.slice(0, 1) });
    // What was read goes on; read anew, it is another.
    const grown = estimate.of(input);
    expect([grown.credited, grown.touchedOrders]).toEqual([200_000n, read]);
    expect(grown.touchedOrders).toBe(read);
    expect(() => estimate.of({ ...input, memberCount: -1 })).toThrow();
    const anew = estimate.of(input);
    expect(anew.credited).toBe(200_000n);
    expect(anew.touchedOrders).not.toBe(read);
  });
});
