import { describe, expect, it } from 'vitest';
import { Amounts } from './amounts.ts';
import { MOST_SUMMED } from './gains.ts';

describe('sums by member', () => {
  const bounds = [
    ['above', MOST_SUMMED, 1n],
    ['below', -MOST_SUMMED - 1n, -1n],
  ] as const;

  it.each(bounds)('P02 are exact %s what 64 bits hold, and when they come back', (_where, bound, step) => {
    const amounts = new Amounts(3);
    amounts.add(2, bound);
    amounts.add(3, 5n);
    expect([amounts.of(2), amounts.of(3)]).toEqual([bound, 5n]);
    amounts.add(2, step);
    expect([amounts.of(2), amounts.of(3)]).toEqual([bound + step, 5n]);
    amounts.add(2, -step);
    amounts.add(3, step);
    expect([amounts.of(2), amounts.of(3)]).toEqual([bound, 5n + step]);
    amounts.add(2, -bound);
    expect(amounts.of(2)).toBe(0n);
  });

  it.each(bounds)('P02 are exact when the first amount is %s what 64 bits hold', (_where, bound, step) => {
    const amounts = new Amounts(2);
    amounts.add(2, bound + step);
    expect(amounts.of(2)).toBe(bound + step);
  });

  it('take in all of others, great ones as well, and go on from what they began with', () => {
    const amounts = new Amounts(4, BigInt64Array.of(0n, 0n, 7n, 0n, 0n), Uint8Array.of(0, 0, 1, 0, 0));
    const others = new Amounts(4);
    others.add(2, MOST_SUMMED);
    others.add(3, MOST_SUMMED + 1n);
    amounts.addAll(others);
    expect([1, 2, 3, 4].map((memberId) => amounts.of(memberId))).toEqual([0n, MOST_SUMMED + 7n, MOST_SUMMED + 1n, 0n]);
    expect([...amounts.members()]).toEqual([2, 3]);
  });

  it('name whoever has anything, be it nothing in the end, in the order of numbers', () => {
    const amounts = new Amounts(5);
    amounts.add(5, 1n);
    amounts.add(2, 0n);
    amounts.add(3, 1n);
    amounts.add(3, -1n);
    expect([...amounts.members()]).toEqual([2, 3, 5]);
  });
});
