import { expect, it } from 'vitest';
import { preorder, standsIn } from './preorder.ts';

it('who stands in a branch is who comes to its head on the way up, and nobody before or after', () => {
  // 2 and 3 under 1; 4, 5 and 7 under 2, 6 under 3; 8 has no place.
  const above = Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 2, 0);
  const order = preorder(above, 8);
  const members = [1, 2, 3, 4, 5, 6, 7, 8];
  const branch = (head: number): number[] => members.filter((member) => standsIn(order, head, member));
  expect(members.map(branch)).toEqual([[1, 2, 3, 4, 5, 6, 7], [2, 4, 5, 7], [3, 6], [4], [5], [6], [7], [8]]);
  expect([...order.size].slice(1)).toEqual([7, 4, 2, 1, 1, 1, 1, 1]);
});
