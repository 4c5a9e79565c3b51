import { describe, expect, it } from 'vitest';
import { SettledEarnings } from './earnings.ts';

describe('what a period made of everybody', () => {
  const before = { cumulative: BigUint64Array.of(0n, 0n, 5n, 7n, 1n), debt: BigUint64Array.of(0n, 0n, 0n, 4n, 2n) };
  const after = { cumulative: BigUint64Array.of(0n, 0n, 9n, 7n, 1n, 3n), debt: BigUint64Array.of(0n, 0n, 0n, 1n, 6n, 0n) };
  const earnings = new SettledEarnings(Uint32Array.of(2, 3, 4, 5), before, after);
  const rows = [
    { memberId: 2, net: 4n, credited: 4n, cumulative: 9n, debt: 0n },
    { memberId: 3, net: 3n, credited: 0n, cumulative: 7n, debt: 1n },
    { memberId: 4, net: -4n, credited: 0n, cumulative: 1n, debt: 6n },
    { memberId: 5, net: 3n, credited: 3n, cumulative: 3n, debt: 0n },
  ];

  it('is read from the states before and after, by member number, newcomers included', () => {
    expect([...earnings]).toEqual(rows);
    expect(earnings).toHaveLength(rows.length);
  });

  it('is found by member number, and nobody else is', () => {
    expect(rows.map(({ memberId }) => earnings.of(memberId))).toEqual(rows);
    expect([0, 1, 6].map((memberId) => earnings.of(memberId))).toEqual([undefined, undefined, undefined]);
  });

  it('is another when a number is another', () => {
    const other = { ...after, debt: after.debt.with(3, 2n) };
    expect(new SettledEarnings(Uint32Array.of(2, 3, 4, 5), before, other)).not.toEqual(earnings);
  });
});
