import { describe, expect, test } from 'vitest';
import { compareNets, refuseUnpayable, statusOfPeriod } from './rules.ts';

describe('what the vault would take', () => {
  const vault = { accepted: 100n, budget: 150n, settled: 30n, credit: 5n, balance: 115n };
  const code = (expected: string) => expect.objectContaining({ code: expected });

  test('up to the budget and to what is there, to the unit', () => {
    expect(() => refuseUnpayable(140n, vault)).not.toThrow();
    expect(() => refuseUnpayable(141n, vault)).toThrow(code('SETTLEMENT.UNDERFUNDED'));
    expect(() => refuseUnpayable(150n, { ...vault, balance: 1000n })).not.toThrow();
    expect(() => refuseUnpayable(151n, { ...vault, balance: 1000n })).toThrow(code('SETTLEMENT.OVER_BUDGET'));
    expect(() => refuseUnpayable(99n, vault)).toThrow(code('SETTLEMENT.TOTAL_FALLS'));
  });

  test('a total that does not grow is taken even when the budget fell below it', () => {
    expect(() => refuseUnpayable(100n, { ...vault, budget: -5n })).not.toThrow();
  });
});

describe('differences to the period before', () => {
  test('largest first whichever way, newcomers and the vanished apart', () => {
    const before = new Map([
      [2, 10n],
      [3, 50n],
      [4, 7n],
    ]);
    const after = new Map([
      [2, 12n],
      [4, 7n],
      [5, 40n],
    ]);
    const { largest, newEarners, vanished } = compareNets(before, after, 10);
    expect(largest.map((change) => change.memberId)).toEqual([3, 5, 2]);
    expect(newEarners).toEqual([{ memberId: 5, before: 0n, after: 40n }]);
    expect(vanished).toEqual([{ memberId: 3, before: 50n, after: 0n }]);
  });

  test('shows as many as asked and counts the rest', () => {
    const after = new Map(Array.from({ length: 30 }, (_, place) => [place + 2, BigInt(place + 1)]));
    expect(compareNets(new Map(), after, 5)).toMatchObject({ newEarnerCount: 30, vanishedCount: 0 });
    expect(compareNets(new Map(), after, 5).newEarners).toHaveLength(5);
  });
});

test('a period moves from open to accepted', () => {
  const facts = { open: 4, acceptedPeriod: 1, pendingPeriod: 2, calculated: true };
  expect([4, 3, 2, 1, 0].map((period) => statusOfPeriod(period, facts))).toEqual([
    'open',
    'calculated',
    'inReview',
    'accepted',
    'accepted',
  ]);
  expect(statusOfPeriod(3, { ...facts, calculated: false })).toBe('closed');
});
