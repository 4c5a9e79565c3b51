import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../testing/cases.ts';
import { purchase, sale } from '../testing/world.ts';
import { EntryTable } from './entry-table.ts';
import { type Order } from './order.ts';
import { orderColumns } from './order-columns.ts';
import { OrderTable, TouchedOrders } from './order-table.ts';

/** Rising mostly, as references are given out, with some that stand elsewhere or come again. */
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: -40, max: 40 })), {
  maxLength: 80,
});

it('finds, changes and lists orders by reference as a map does, whatever their order', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(100, 2 ** 47), (taken, start) => {
      const table = new OrderTable(3, 1_000);
      const touched = new TouchedOrders(table);
      const map = new Map<number, Order>();
      let orderRef = start;
      for (const [row, step] of taken.entries()) {
        orderRef = Math.max(1, orderRef + step);
        expect(touched.get(orderRef)).toEqual(map.get(orderRef));
        const known = map.get(orderRef);
        const entry = row % 2 === 0 ? purchase(2 + row, orderRef, row, 7) : sale(2 + row, orderRef, row, 7, 40 + row);
        if (known === undefined) table.place(EntryTable.of([entry]), 0, 1_000 + row, row % 2 === 1);
        else touched.set({ ...known, refundedCv: known.refundedCv + BigInt(row) });
        const placed: Order = {
          entry: 1_000 + row,
          period: 3,
          orderRef,
          memberId: 2 + row,
          ...(row % 2 === 0 ? { sale: 'own' } : { sale: 'customer', customer: 40 + row }),
          pv: 7n,
          cv: BigInt(row),
          refundedPv: 0n,
          refundedCv: 0n,
        };
        map.set(orderRef, known === undefined ? placed : { ...known, refundedCv: known.refundedCv + BigInt(row) });
      }
      for (let near = Math.max(1, start - 100); near < start + 300; near += 1) {
        expect(touched.get(near)).toEqual(map.get(near));
        expect(table.byRef(near)).toEqual(map.get(near));
      }
      expect([...touched]).toEqual([...map]);
      expect([...table]).toEqual([...map.values()]);
      // Whoever sums sees the same as whoever looks at each.
      expect(orderColumns(table)).toEqual({ ...orderColumns([...table]) });
    }),
    { numRuns: cases(300) },
  );
});

it('finds nothing before there is an order, not even where room was made for some', () => {
  const table = new OrderTable(2, 5);
  table.reserve(4);
  // An attestation may refer to 0.
  expect([0, 1, 9].map((orderRef) => table.byRef(orderRef))).toEqual([undefined, undefined, undefined]);
});

it('lists earlier orders that were changed after its own', () => {
  const table = new OrderTable(2, 5);
  const touched = new TouchedOrders(table);
  table.place(EntryTable.of([purchase(2, 9, 100)]), 0, 5, false);
  const earlier: Order = { ...table.placed(0), entry: 1, period: 1, orderRef: 4, refundedCv: 60n };
  touched.set(earlier);
  expect([...touched]).toEqual([
    [9, table.placed(0)],
    [4, earlier],
  ]);
  expect([touched.get(4), table.byRef(4), table.length]).toEqual([earlier, undefined, 1]);
});

it('gives sums its own columns, and a copy only when a refund has taken back CV', () => {
  const table = new OrderTable(1, 0);
  table.place(EntryTable.of([purchase(2, 9, 100)]), 0, 0, false);
  const order = table.placed(0);
  table.change(0, { ...order, credits: [{ memberId: 1, level: 1, amount: 5n }] });
  const credited = orderColumns(table);
  expect(credited.standing).toBe(credited.placed);
  table.change(0, { ...order, refundedCv: 40n });
  expect([orderColumns(table).placed[0], orderColumns(table).standing[0]]).toEqual([100n, 60n]);
});
