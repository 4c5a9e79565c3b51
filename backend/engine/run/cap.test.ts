import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { emptyCarry } from '../state/carry.ts';
import { planOf } from '../testing/world.ts';
import { MAX_AMOUNT } from '../payout-tree/tree.ts';
import { budgetAfter, capUse, periodLimit, scaled } from './cap.ts';
import { settle, settleMembers } from './settle.ts';

const plan = planOf({ capPpm: 400_000 });

describe('the limit of a period', () => {
  it.each([
    ['is the share of its CV', 1_000n, 0n, 10_000n, 0n, 400n],
    ['is rounded down', 1_004n, 0n, 10_000n, 0n, 401n],
    ['is less what checkout credited', 1_000n, 150n, 10_000n, 0n, 250n],
    ['is what the budget has left when that is less', 1_000n, 0n, 700n, 400n, 300n],
    ['is the same when both are equal', 1_000n, 0n, 900n, 500n, 400n],
    ['is nothing when checkout credited more', 1_000n, 500n, 10_000n, 0n, 0n],
    ['is nothing when more was returned than sold', -1_000n, 0n, 10_000n, 0n, 0n],
    ['is nothing when the budget is used up', 1_000n, 0n, 400n, 400n, 0n],
    ['is nothing when more is owed than the budget', 1_000n, 0n, 300n, 400n, 0n],
    ['is one unit of the budget', 1_000n, 0n, 401n, 400n, 1n],
  ])('%s', (_is, netCv, instant, budget, owed, limit) => {
    expect(periodLimit(plan, netCv, instant, budget, owed)).toBe(limit);
  });

  it('comes from a budget that grows by the share of CV, and shrinks by what checkout credited and by returns', () => {
    expect(budgetAfter(100n, 1_004n, 400_000)).toBe(501n);
    expect(budgetAfter(100n, 1_004n, 400_000, 30n)).toBe(471n);
    // Rounded down also below zero, as the contract does: −401.6 becomes −402.
    expect(budgetAfter(1_000n, -1_004n, 400_000)).toBe(598n);
  });

  it('scales amounts down only when they come to more, and rounds down', () => {
    expect([100n, 33n, 0n].map((amount) => scaled(amount, { limit: 50n, gross: 100n }))).toEqual([50n, 16n, 0n]);
    expect(scaled(33n, { limit: 100n, gross: 100n })).toBe(33n);
    expect(scaled(33n, { limit: 101n, gross: 100n })).toBe(33n);
    expect(scaled(33n, { limit: 0n, gross: 100n })).toBe(0n);
  });

  it('tells how much of it was asked for, rounded up, and nothing where there is no limit', () => {
    expect(capUse({ limit: 0n, gross: 5n })).toBe(undefined);
    expect(capUse({ limit: 3n, gross: 1n })).toBe(333_334);
    expect(capUse({ limit: 4n, gross: 1n })).toBe(250_000);
    expect(capUse({ limit: 4n, gross: 8n })).toBe(2_000_000);
    expect(capUse({ limit: 4n, gross: 0n })).toBe(0);
  });
});

describe('settling', () => {
  it.each([
    ['an earning is credited', 10n, 0n, 5n, 5n, 15n, 0n],
    ['nothing changes nothing', 10n, 0n, 0n, 0n, 10n, 0n],
    ['debt comes off first', 10n, 3n, 5n, 2n, 12n, 0n],
    ['an earning as large as the debt clears it', 10n, 5n, 5n, 0n, 10n, 0n],
    ['a small earning lessens the debt', 10n, 7n, 5n, 0n, 10n, 2n],
    ['a loss becomes debt, and the sum does not fall', 10n, 0n, -5n, 0n, 10n, 5n],
    ['a loss adds to debt', 10n, 7n, -5n, 0n, 10n, 12n],
  ])('%s', (_what, cumulative, debt, net, credited, after, owed) => {
    expect(settle(cumulative, debt, net)).toEqual({ credited, cumulative: after, debt: owed });
  });

  it('brings the earnings of members into the state, and leaves others and the state before alone', () => {
    const nets = new Map([
      [2, 5n],
      [4, -3n],
    ]);
    const { earnings, carryOut, credited } = settleMembers(emptyCarry(), 4, {
      members: Uint32Array.from(nets.keys()),
      net: (memberId) => nets.get(memberId) ?? 0n,
    });
    expect([...earnings]).toEqual([
      { memberId: 2, net: 5n, credited: 5n, cumulative: 5n, debt: 0n },
      { memberId: 4, net: -3n, credited: 0n, cumulative: 0n, debt: 3n },
    ]);
    expect([credited, carryOut.total, carryOut.memberCount]).toEqual([5n, 5n, 4]);
    expect([[...carryOut.cumulative], [...carryOut.debt]]).toEqual([
      [0n, 0n, 5n, 0n, 0n],
      [0n, 0n, 0n, 0n, 3n],
    ]);
    expect(carryOut).not.toHaveProperty('columns');
    const second = settleMembers(carryOut, 5, { members: Uint32Array.of(4), net: () => 10n });
    expect([...second.earnings]).toEqual([{ memberId: 4, net: 10n, credited: 7n, cumulative: 7n, debt: 0n }]);
    expect([second.carryOut.total, carryOut.cumulative[4], carryOut.debt[4]]).toEqual([12n, 0n, 3n]);
  });

  it.each([
    ['sums', MAX_AMOUNT, 1n],
    ['debts', -MAX_AMOUNT, -1n],
  ])('takes %s of 64 bits, and not one unit more', (_what, most, more) => {
    const once = settleMembers(emptyCarry(), 3, { members: Uint32Array.of(3), net: () => most });
    expect([once.carryOut.cumulative[3], once.carryOut.debt[3]]).toContain(MAX_AMOUNT);
    expect(() => settleMembers(once.carryOut, 3, { members: Uint32Array.of(3), net: () => more })).toThrow(
      new UplineError('ENGINE.AMOUNT_TOO_LARGE', { memberId: 3 }),
    );
  });
});
