import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OrderIndex } from './order-index.ts';
import { type Order } from './orders.ts';
import { cases } from '../testing/cases.ts';

const orderOf = (orderRef: number, entry: number): Order => ({
  entry,
  period: 1,
  orderRef,
  sale: 'own',
  memberId: 2,
  pv: 0n,
  cv: 1n,
  refundedPv: 0n,
  refundedCv: 0n,
});

/** Rising mostly, as references are given out, with some that stand elsewhere or come again. */
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: -40, max: 40 })), {
  maxLength: 80,
});

it('finds, replaces and lists orders by reference as a map does, whatever their order', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(100, 2 ** 47), (taken, start) => {
      const index = new OrderIndex<Order>();
      const map = new Map<number, Order>();
      let orderRef = start;
      for (const [entry, step] of taken.entries()) {
        orderRef = Math.max(1, orderRef + step);
        expect(index.get(orderRef)).toBe(map.get(orderRef));
        const order = orderOf(orderRef, entry);
        index.set(order);
        map.set(orderRef, order);
      }
      for (let near = Math.max(1, start - 100); near < start + 300; near += 1) expect(index.get(near)).toBe(map.get(near));
      const listed = [...index];
      expect(listed.length).toBe(map.size);
      expect(new Map(listed)).toEqual(map);
    }),
    { numRuns: cases(300) },
  );
});

it('lists what rose first, and then what did not, as it came', () => {
  const index = new OrderIndex<Order>();
  for (const [entry, orderRef] of [4, 9, 6, 12, 5, 20, 9].entries()) index.set(orderOf(orderRef, entry));
  expect([...index].map(([orderRef, { entry }]) => [orderRef, entry])).toEqual([
    [4, 0],
    [9, 6],
    [12, 3],
    [20, 5],
    [6, 2],
    [5, 4],
  ]);
});
