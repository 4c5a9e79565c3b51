import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { calculatePeriod, openEstimate, type RunInput, type VolumeEntry } from '../index.ts';
import { EntryTable } from '../ledger/entry-table.ts';
import { retailBonus } from '../testing/bonuses.ts';
import { lastMonth, said } from '../testing/followed.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';

type Change = Parameters<typeof planOf>[0];

function monthOf(entries: readonly VolumeEntry[], change: Change = {}): RunInput {
  const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, ...change })]]);
  return lastMonth(chainOf([0, 1, 2, 3], [{ entries }], plans), plans);
}

const orders = (count: number) => Array.from({ length: count }, (_, index) => purchase(3, 1 + index, 1_000, 100));

/**
 * Asks for an estimate of each of these moments of a month. A full run reads once what was carried in, and so does whoever makes ready to follow; who
 * follows does not.
 * @returns how often that was read for each answer
 */
function readsOf(input: RunInput, moments: readonly (readonly [entries: number, members: number])[]): number[] {
  let reads = 0;
  const carryIn = {
    ...input.carryIn,
    get columns(): undefined {
      reads += 1;
      return undefined;
    },
  } as unknown as RunInput['carryIn'];
  const estimate = openEstimate();
  return moments.map(([entries, memberCount]) => {
    const now = { ...input, memberCount, entries: input.entries.slice(0, entries) };
    const before = reads;
    const outcome = estimate.of({ ...now, carryIn });
    const taken = reads - before;
    expect(said(outcome)).toEqual(said(calculatePeriod(now)));
    return taken;
  });
}

describe('an estimate that is asked for again and again', () => {
  it('is followed from the third answer on, in which it is made ready', () => {
    expect(
      readsOf(
        monthOf(orders(5)),
        [0, 1, 2, 3, 3, 4, 5].map((entries) => [entries, 4]),
      ),
    ).toEqual([1, 1, 1, 0, 0, 0, 0]);
  });

  it('is not followed while members join, and is again when they no longer do', () => {
    const moments = [
      [1, 3],
      [2, 3],
      [3, 3],
      [4, 3],
      [5, 4],
      [6, 4],
      [7, 4],
      [8, 4],
    ] as const;
    expect(readsOf(monthOf(orders(8)), moments)).toEqual([1, 1, 1, 0, 1, 1, 1, 0]);
    const joining = [
      [1, 2],
      [2, 3],
      [3, 4],
      [3, 4],
      [3, 4],
      [3, 4],
    ] as const;
    expect(readsOf(monthOf(orders(3)), joining)).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('is tried once only under a plan that cannot be followed, until entries are taken back', () => {
    const input = monthOf(orders(9), { plan: { bonuses: [retailBonus] } });
    const moments = [1, 2, 3, 4, 5, 6, 7, 8].map((entries) => [entries, 4] as const);
    expect(readsOf(input, moments)).toEqual([1, 1, 2, 1, 1, 1, 1, 1]);
    const back = [3, 3, 3, 3, 1, 2, 3, 4].map((entries) => [entries, 4] as const);
    expect(readsOf(input, back)).toEqual([1, 1, 2, 1, 1, 1, 2, 1]);
  });

  it('is made ready again after more entries than are followed', () => {
    const moments = [1, 2, 3, 4, 1_005, 1_006, 1_007].map((entries) => [entries, 4] as const);
    expect(readsOf(monthOf(orders(1_007)), moments)).toEqual([1, 1, 1, 0, 1, 1, 0]);
  });

  it('is followed on after a full run because of the limit', () => {
    // 10 and 5 % of an order of 4 are more than 10 %; then comes one of the first member, who earns for nobody.
    const entries = [...orders(4), purchase(4, 5, 1_000), purchase(2, 6, 1_000), purchase(3, 7, 1_000)];
    const moments = [1, 2, 3, 4, 5, 6, 7].map((count) => [count, 4] as const);
    expect(readsOf(monthOf(entries, { capPpm: 100_000 }), moments)).toEqual([1, 1, 1, 0, 1, 0, 0]);
  });
});

describe('what an estimate has read', () => {
  const stranger = purchase(4, 9, 1_000);
  const repeated = purchase(3, 1, 1_000);

  /** Whether the ledger was read on from one input to the other: then the orders go on, too. */
  function goesOn(before: RunInput, after: RunInput): boolean {
    const estimate = openEstimate();
    const { touchedOrders } = estimate.of(before);
    const then = estimate.of(after);
    expect(said(then)).toEqual(said(calculatePeriod(after)));
    return then.touchedOrders === touchedOrders;
  }

  it.each([
    ['entries more', orders(1), {}, {}],
    ['nothing new', orders(2), {}, {}],
    ['another budget', orders(1), {}, { budget: 10n ** 9n }],
    ['a member more', orders(1), { memberCount: 3 }, {}],
    [
      'a member more, after an order that was told twice',
      [...orders(1), repeated],
      { memberCount: 3 },
      { entries: [...orders(1), repeated] },
    ],
    [
      'nobody more, after an entry of a member who is not known',
      [...orders(1), stranger],
      { memberCount: 3 },
      { memberCount: 3, entries: [...orders(1), stranger] },
    ],
  ])('goes on with %s', (_with, entries, before, after) => {
    const input = monthOf(orders(2));
    expect(goesOn({ ...input, entries, ...before }, { ...input, ...after })).toBe(true);
  });

  it.each([
    ['another period', () => ({ period: 2 })],
    ['another plan', () => ({ plan: planOf({ active: '0' }) })],
    ['another state before it', ({ carryIn }: RunInput) => ({ carryIn: { ...carryIn } })],
    ['another number of entries before it', () => ({ firstEntry: 5 })],
    ['a member less', () => ({ memberCount: 3 })],
    ['an entry less', () => ({ entries: orders(1) })],
    ['another entry', () => ({ entries: [purchase(3, 1, 999, 100), ...orders(2).slice(1)] })],
  ])('is read anew with %s', (_with, change) => {
    const input = monthOf(orders(2));
    expect(goesOn(input, { ...input, ...change(input) })).toBe(false);
  });

  it('is read anew with a member more, for whom there is an entry already', () => {
    const early = { ...monthOf([...orders(1), stranger]), memberCount: 3 };
    expect(goesOn(early, { ...early, memberCount: 4 })).toBe(false);
  });

  it('is forgotten when reading fails half-way', () => {
    const broken = EntryTable.of([...orders(2), purchase(3, 3, 1_000)]);
    broken.kinds[2] = 99;
    const estimate = openEstimate();
    const input = monthOf(orders(2));
    const { touchedOrders } = estimate.of({ ...input, entries: orders(1) });
    expect(() => estimate.of({ ...input, entries: broken })).toThrow(UplineError);
    const then = estimate.of(input);
    expect(said(then)).toEqual(said(calculatePeriod(input)));
    expect(then.touchedOrders).not.toBe(touchedOrders);
  });
});
