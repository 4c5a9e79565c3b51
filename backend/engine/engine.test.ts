import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildPayoutFile,
  explain,
  openExplainer,
  periodLines,
  replay,
  replayOutcomes,
  runPeriod,
  type Plan,
  type RunInput,
} from './index.ts';
import { cases, inHaste } from './testing/cases.ts';
import { planArbitrary } from './testing/random-plan.ts';
import { fullWorldArbitrary, worldArbitrary } from './testing/random-world.ts';
import { chainOf, planOf, purchase } from './testing/world.ts';

const small = worldArbitrary({ members: 40, months: 5, entries: 25 });

// Generous, because the machine may be busy with other things; alone these take two seconds.
describe('the engine on random networks', { timeout: 60_000 }, () => {
  it('P03 the cap holds in every period and since the beginning; the leaves add up to the total', () => {
    fc.assert(
      fc.property(small, ({ facts, plans }) => {
        let owed = 0n;
        for (const { input, result } of replay(facts, plans)) {
          const ofPeriod = (result.netCv * BigInt(input.plan.cap.ratePpm)) / 1_000_000n;
          expect(result.credited <= (ofPeriod > 0n ? ofPeriod : 0n)).toBe(true);
          expect(result.total <= input.budget || result.total === owed).toBe(true);
          expect(result.total).toBe(owed + result.credited);
          expect(result.tree.leaves.reduce((sum, leaf) => sum + leaf.cumulative, 0n)).toBe(result.total);
          expect(result.tree.total).toBe(result.total);
          owed = result.total;
        }
      }),
      { numRuns: cases(200) },
    );
  });

  it('M3 what was earned never falls, and debt exists only where refunds exceeded earnings', () => {
    fc.assert(
      fc.property(small, ({ facts, plans }) => {
        for (const { input, result } of replayOutcomes(facts, plans)) {
          for (const { memberId, cumulative, credited, debt } of result.earnings) {
            expect(cumulative - credited).toBe(input.carryIn.cumulative[memberId] ?? 0n);
            expect(credited >= 0n && (credited === 0n || debt === 0n)).toBe(true);
          }
        }
      }),
      { numRuns: cases(100) },
    );
  });

  it("P14 a member's lines are found among the orders below, whatever kinds of bonuses the plan has", () => {
    const worlds = fullWorldArbitrary({ members: 14, months: 4, entries: 14 }, planArbitrary());
    fc.assert(
      fc.property(worlds, ({ facts, plans }) => {
        for (const { input, result } of replayOutcomes(facts, plans)) {
          const lines = [...periodLines(input)];
          const explainer = openExplainer(input);
          for (let memberId = 1; memberId <= input.memberCount; memberId += 1) {
            const why = explainer.explain(memberId);
            expect(why.lines).toEqual(lines.filter((line) => line.memberId === memberId));
            expect(why.net).toBe(result.earnings.of(memberId)?.net ?? 0n);
          }
        }
      }),
      { numRuns: cases(100) },
    );
  });

  it('P14 every amount is explained: the lines of every member add up, and lead to orders', () => {
    fc.assert(
      fc.property(worldArbitrary({ members: 20, months: 4, entries: 15 }), ({ facts, plans }) => {
        for (const { input, result } of replayOutcomes(facts, plans)) {
          const lines = [...periodLines(input)];
          const explainer = openExplainer(input);
          for (let memberId = 1; memberId <= input.memberCount; memberId += 1) {
            const why = explainer.explain(memberId);
            if (memberId === 2) expect(explain(input, 2)).toEqual(why);
            const earning = result.earnings.of(memberId);
            expect(why.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(earning?.net ?? 0n);
            expect(why.lines).toEqual(lines.filter((line) => line.memberId === memberId));
            expect([why.cumulative, why.debt, why.credited]).toEqual([
              result.carryOut.cumulative[memberId],
              result.carryOut.debt[memberId],
              earning?.credited ?? 0n,
            ]);
          }
          for (const line of lines) {
            const entry = input.entries.at(line.entry - input.firstEntry);
            expect(entry).toMatchObject({ orderRef: line.orderRef, memberId: line.sourceMemberId });
            expect(line.passedOver).not.toContain(line.memberId);
            expect(line.passedOver).not.toContain(1);
          }
          expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(
            Object.values(result.totalsByBonus).reduce((sum, amount) => sum + amount, 0n),
          );
        }
      }),
      { numRuns: cases(60) },
    );
  });

  it('P01 the order in which facts were put together does not change a byte', () => {
    fc.assert(
      fc.property(small, fc.infiniteStream(fc.nat(1000)), ({ facts, plans }, stream) => {
        for (const { input, result } of replay(facts, plans)) {
          const again = runPeriod(shuffled(input, () => stream.next().value ?? 0));
          expect(buildPayoutFile(again)).toEqual(buildPayoutFile(result));
          expect(again.stateRoot).toBe(result.stateRoot);
        }
      }),
      { numRuns: cases(50) },
    );
  });

  // Its processes would run the engine without a mutant.
  it.skipIf(inHaste)('P01 time zone and language of the machine do not change a byte', () => {
    const script = fileURLToPath(new URL('testing/print-file-hash.ts', import.meta.url));
    const environments = [
      { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
      { TZ: 'Pacific/Kiritimati', LANG: 'ru_RU.UTF-8', LC_ALL: 'ru_RU.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    ];
    const printed = environments.map((env) =>
      execFileSync(process.execPath, [script], { encoding: 'utf8', env: { PATH: '', ...env } }),
    );
    expect(printed[0]).toMatch(/^0x[0-9a-f]{64}\n$/);
    expect(new Set(printed).size).toBe(1);
  });

  it('P08 a thousand joins and no order pay nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1_000, maxLength: 1_000 }), (seeds) => {
        const sponsors = [0, ...seeds.map((seed, index) => 1 + (seed % (index + 1)))];
        const plans = new Map([[1, planOf({ active: '0' })]]);
        const [month] = replay(chainOf(sponsors, [{ entries: [] }], plans), plans);
        expect(month?.result).toMatchObject({ total: 0n, leafCount: 0, root: `0x${'0'.repeat(64)}` });
        expect(month?.result.earnings).toHaveLength(0);
      }),
      { numRuns: cases(20) },
    );
  });

  it('P05 a chain of 20,000 in which nobody is active, and a star, come to an end', () => {
    const plans = new Map([[1, planOf()]]);
    const length = 20_000;
    const entries = Array.from({ length: 2_000 }, (_, index) => purchase(length - index, index + 1, 1_000_000));
    for (const sponsorOf of [(index: number) => index, (index: number) => Math.min(index, 1)]) {
      const sponsors = Array.from({ length }, (_, index) => sponsorOf(index));
      const [month] = replayOutcomes(chainOf(sponsors, [{ entries }], plans), plans);
      expect(month?.result.total).toBe(0n);
    }
  });
});

/** The same input with every collection filled in another order, and the plan's fields written in another order. */
function shuffled(input: RunInput, next: () => number): RunInput {
  const shuffle = <Item>(items: Iterable<Item>): Item[] =>
    [...items]
      .map((item) => ({ item, key: next() }))
      .sort((left, right) => left.key - right.key)
      .map(({ item }) => item);
  const reorder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reorder);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(shuffle(Object.entries(value)).map(([key, inner]) => [key, reorder(inner)]));
  };
  return {
    ...input,
    plan: reorder(input.plan) as Plan,
    earlierOrders: new Map(shuffle(input.earlierOrders)),
    memories: new Map(shuffle(input.memories)),
  };
}
