import { describe, expect, it } from 'vitest';
import { purchase, refund } from '../../testing/world.ts';
import { binaryMonths, type Placed } from '../../testing/two-legs.ts';

const active = (orderRef: number) => purchase(2, orderRef, 0, 1);

describe('a leg', () => {
  it.each([
    ['left', 0],
    ['right', 1],
  ] as const)('on the %s is carried for the last who can have somebody below', (side, leg) => {
    const placed: Placed = {
      sponsors: [0, 1, 2],
      places: [
        [0, 0],
        [1, 0],
        [2, leg],
      ],
    };
    const [month] = binaryMonths({}, [[active(1), purchase(3, 2, 1_000)]], placed);
    expect([month?.paid, month?.[side]]).toEqual([[], [1_000n]]);
  });

  it.each([
    // 1000 less the 800 owed against 500: 200 earn 20, and 300 stay on the right.
    ['owed', -800n, [[20n, 200n]], 0n, 300n],
    ['zero', 0n, [[50n, 500n]], 500n, 0n],
  ])('below zero is %s', (belowZero, owed, paid, left, right) => {
    const months = binaryMonths({ belowZero }, [
      [active(1), purchase(3, 2, 1_000)],
      // 800 meet the 1000 that were carried; 200 go on.
      [active(3), purchase(4, 4, 800)],
      [active(5), refund(3, 2, 1_000), purchase(2, 9, 1_000)],
      [active(6), purchase(3, 7, 1_000), purchase(4, 8, 500)],
    ]);
    expect(months[1]).toEqual({ paid: [[80n, 800n]], left: [200n], right: [0n], opened: [] });
    expect(months[2]).toEqual({ paid: [], left: [owed], right: [0n], opened: [] });
    expect(months[3]).toEqual({ paid, left: [left], right: [right], opened: [] });
  });

  it('whose volume expires gives back from what is oldest', () => {
    const months = binaryMonths({ carryExpiresAfter: 3 }, [
      [active(1), purchase(3, 2, 1_000)],
      [active(3), purchase(3, 4, 300)],
      [active(5), refund(3, 2, 400), purchase(2, 6, 1_000)],
      [active(7)],
      [active(8)],
    ]);
    // Of the first period 600 are left, which are lost at the end of the fourth, the 300 of the second a period later.
    expect(months.map(({ left }) => left)).toEqual([
      [1_000n, 0n, 0n],
      [300n, 1_000n, 0n],
      [0n, 300n, 600n],
      [0n, 0n, 300n],
      [0n, 0n, 0n],
    ]);
  });
});

describe('a binary bonus that asks for members on each side', () => {
  // Member 2 sponsors all; 4 stands on the left and 3 on the right, 6 and 5 below them, 7 in a third leg.
  const places: Placed['places'] = [
    [0, 0],
    [1, 0],
    [2, 1],
    [2, 0],
    [3, 0],
    [4, 0],
    [2, 2],
  ];
  // The same with 3 on the left and 4 on the right.
  const others: Placed['places'] = places.map(([parent, leg]) => [parent, parent === 2 && leg < 2 ? 1 - leg : leg]);
  const rows: [count: number, members: number, paid: bigint[][]][] = [
    [1, 4, [[60n, 600n]]],
    [2, 4, []],
    [2, 5, []],
    [2, 6, [[60n, 600n]]],
    [2, 7, [[60n, 600n]]],
    [3, 7, []],
  ];
  it.each([...rows.map((row) => [places, ...row] as const), ...rows.map((row) => [others, ...row] as const)])(
    'placed %j counts each on their own side: %i of %i members',
    (all, count, members, paid) => {
      const placed = { sponsors: [0, 1, 2, 2, 2, 2, 2].slice(0, members), places: all.slice(0, members) };
      const everybody = Array.from({ length: members - 1 }, (_, index) => purchase(index + 2, index + 1, 0, 1));
      const volume = [purchase(4, 101, 1_000), purchase(3, 102, 600)];
      const [month] = binaryMonths({ eachSide: { count, meets: 'active' } }, [[...everybody, ...volume]], placed);
      expect(month?.paid).toEqual(paid);
    },
  );
});
