import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import {
  budgetAfter,
  buildPayoutFile,
  explain,
  periodLines,
  replay,
  replayOutcomes,
  runPeriod,
  type ChainFacts,
  type RunInput,
} from './index.ts';
import { chainOf, planOf, purchase, refund } from './testing/world.ts';

const plans = new Map([
  [1, planOf({ active: '0' })],
  [2, planOf({ active: '0', bonus: { levels: [{ ratePpm: 200_000 }] } })],
]);
const months = [
  { memberCount: 4, entries: [purchase(4, 1, 1_000), purchase(3, 2, 500)] },
  { memberCount: 5, entries: [purchase(5, 3, 2_000)], planVersion: 2 },
  { entries: [refund(4, 1, 250), refund(5, 3, 2_000), purchase(5, 4, 9_000)], planVersion: 2 },
];
const facts = chainOf([0, 1, 2, 3, 4, 5], months, plans);

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof UplineError) return [error.code, error.parameters];
  }
  return 'nothing';
}

function firstInput(): RunInput {
  for (const { input } of replay(facts, plans)) return input;
  throw new Error('no period');
}

describe('the chronicle', () => {
  it('folds the periods in order; every refund is taken back in the terms of its own period', () => {
    const all = [...replay(facts, plans)];
    expect(all.map(({ result }) => result.period)).toEqual([1, 2, 3]);
    expect(all.map(({ result }) => result.planVersion)).toEqual([1, 2, 2]);
    // Order 1 was sold under plan 1 (10%, 5%, 3%), order 3 under plan 2 (20%). Of 1,000 stand 750: 75 and 37 after rounding.
    const last = all[2]?.result;
    expect([...(last?.earnings ?? [])].map(({ memberId, net }) => [memberId, net])).toEqual([
      [2, -13n],
      [3, -25n],
      [4, 1_400n],
    ]);
    expect(last?.linesByBonus).toEqual({ team: 4 });
    expect(last?.debtTotal).toBe(38n);
  });

  it('P07 an earlier period stays as it was: later facts change none of its bytes', () => {
    const short = [...replay({ ...facts, periods: facts.periods.slice(0, 2) }, plans)];
    const long = [...replay(facts, plans, 2)];
    expect(long).toHaveLength(2);
    expect(long.map(({ result }) => buildPayoutFile(result))).toEqual(short.map(({ result }) => buildPayoutFile(result)));
  });

  it('gives inputs that can be kept: running one again gives the same bytes', () => {
    const all = [...replay(facts, plans)];
    expect(all.map(({ input }) => [...input.memories.keys()])).toEqual([[], [1], [1, 2]]);
    for (const { input, result } of all) {
      expect(buildPayoutFile(runPeriod(input))).toEqual(buildPayoutFile(result));
      expect(runPeriod(input).stateRoot).toBe(result.stateRoot);
    }
    expect([...replayOutcomes(facts, plans)].map(({ result }) => result.total)).toEqual(all.map(({ result }) => result.total));
  });

  it('passes over the founding period and sums budgets as the ledger does', () => {
    const founding = { ...facts.periods[0], period: 0, entries: [], planVersion: 0 } as ChainFacts['periods'][number];
    expect([...replay({ ...facts, periods: [founding, ...facts.periods] }, plans)]).toHaveLength(3);
    let budget = 0n;
    for (const { input, result } of replayOutcomes(facts, plans)) {
      budget = budgetAfter(budget, result.netCv, input.plan.cap.ratePpm);
      expect(input.budget).toBe(budget);
    }
  });

  it('refuses facts with holes, by name', () => {
    const [first, second, third] = facts.periods as [
      ChainFacts['periods'][number],
      ChainFacts['periods'][number],
      ChainFacts['periods'][number],
    ];
    const run = (periods: ChainFacts['periods'], known = plans): unknown =>
      errorOf(() => [...replay({ ...facts, periods }, known)]);
    expect(run([first, third])).toEqual(['ENGINE.PERIOD_MISSING', { expected: 2, actual: 3 }]);
    expect(run([second])).toEqual(['ENGINE.PERIOD_MISSING', { expected: 1, actual: 2 }]);
    expect(run([{ ...first, entries: first.entries.slice(1) }, second])).toEqual([
      'ENGINE.PERIOD_GAP',
      { period: 2, expected: 1, actual: 2 },
    ]);
    expect(run([first, second], new Map([...plans].slice(0, 1)))).toEqual(['ENGINE.PLAN_MISSING', { version: 2, period: 2 }]);
    expect(run([first, { ...second, memberCount: 3 }])).toEqual([
      'ENGINE.CARRY_MISMATCH',
      { period: 2, memberCount: 3, carried: 4 },
    ]);
  });

  it('refuses a sponsor who is not older than the member, the founding period, and a refund without its period', () => {
    const input = firstInput();
    const sponsorOf = Uint32Array.from([0, 0, 1, 3, 3]);
    expect(errorOf(() => runPeriod({ ...input, sponsorOf }))).toEqual([
      'ENGINE.BAD_SPONSOR',
      { period: 1, memberId: 3, sponsorId: 3 },
    ]);
    // The last one is looked at, too.
    expect(errorOf(() => runPeriod({ ...input, sponsorOf: Uint32Array.from([0, 0, 1, 1, 4]) }))).toEqual([
      'ENGINE.BAD_SPONSOR',
      { period: 1, memberId: 4, sponsorId: 4 },
    ]);
    expect(errorOf(() => runPeriod({ ...input, sponsorOf: new Uint32Array(2) }))).toMatchObject([
      'ENGINE.BAD_SPONSOR',
      { memberId: 2, sponsorId: 0 },
    ]);
    expect(errorOf(() => runPeriod({ ...input, period: 0 }))).toEqual(['ENGINE.FOUNDING_PERIOD', {}]);
    const last = [...replay(facts, plans)][2]?.input as RunInput;
    expect(errorOf(() => runPeriod({ ...last, memories: new Map() }))).toEqual([
      'ENGINE.MEMORY_MISSING',
      { period: 3, orderPeriod: 1 },
    ]);
  });

  it('refuses what no token amount can be', () => {
    const carryIn = {
      memberCount: 4,
      cumulative: new BigUint64Array(5).fill(2n ** 64n - 1n),
      debt: new BigUint64Array(5),
      total: 0n,
    };
    expect(errorOf(() => runPeriod({ ...firstInput(), carryIn }))).toEqual(['ENGINE.AMOUNT_TOO_LARGE', { memberId: 2 }]);
  });

  it('never calls the company active, and explains that it has nothing', () => {
    expect(explain(firstInput(), 1)).toMatchObject({ active: false, lines: [], net: 0n, cumulative: 0n });
    expect(Array.from(runPeriod(firstInput()).active)).toEqual([0, 0, 1, 1, 1]);
  });

  it('lists no line for an order or a refund without CV', () => {
    const entries = [purchase(4, 1, 1_000, 100), refund(4, 1, 0, 100), purchase(4, 2, 0, 100)];
    const lines = [...periodLines({ ...firstInput(), entries })];
    expect(lines.map(({ entry, memberId }) => [entry, memberId])).toEqual([
      [0, 3],
      [0, 2],
    ]);
  });

  it('leaves out members who joined after the cut-off', () => {
    const input = firstInput();
    expect(input.sponsorOf.length).toBeGreaterThan(input.memberCount + 1);
    expect(runPeriod({ ...input, entries: [purchase(6, 9, 1_000)] }).anomalies).toEqual([
      { entry: 0, orderRef: 9, memberId: 6, reason: 'unknownMember' },
    ]);
  });
});
