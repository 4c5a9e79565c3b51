import { describe, expect, it } from 'vitest';
import { openLedger } from '../ledger/orders.ts';
import { legsOf } from '../ranks/structure.ts';
import { purchase, refund, sale } from '../testing/world.ts';
import { branchesOf, OrderBook } from './changes.ts';

describe('the orders of a followed month', () => {
  it('stand as the ledger has them, each with its own line and one for each refund that has CV', () => {
    const entries = [
      purchase(2, 1, 1_000, 500),
      purchase(2, 2, 2_000, 700),
      purchase(3, 3, 0, 100),
      sale(3, 4, 5_000, 0),
      refund(2, 2, 300, 100),
      refund(2, 2, 200, 100),
      refund(2, 1, 0, 50),
    ];
    const ledger = openLedger({ period: 1, firstEntry: 0 });
    ledger.add(entries, 3, new Map());
    const { orders, refunds, touched } = ledger.readFrom(0, 0);
    const book = new OrderBook();
    for (const order of orders) book.place(order);
    for (const taken of refunds) book.refund(taken);
    // Order 2 has a line and two reversals, order 1 no reversal of nothing, and order 3 no line of nothing.
    expect(book.of(2)).toEqual([
      { order: touched.get(1), lines: 1 },
      { order: touched.get(2), lines: 3 },
    ]);
    expect(book.of(3)).toEqual([
      { order: touched.get(3), lines: 0 },
      { order: touched.get(4), lines: 1 },
    ]);
    expect([...book.all()]).toEqual([book.of(2), book.of(3)]);
    expect(book.of(1)).toEqual([]);
  });
});

describe('everybody below', () => {
  // 2 and 3 under the company, 4 and 5 under 2, 6 under 4.
  const legs = (member: number): Uint32Array => legsOf(6, Uint32Array.of(0, 0, 1, 1, 2, 2, 4))(member);

  it.each([
    ['of nobody', [], []],
    ['of one', [4], [4, 6]],
    ['of two branches, whoever is above first', [3, 2], [2, 5, 4, 6, 3]],
    ['of one who stands below another', [4, 2], [2, 5, 4, 6]],
    ['of one who stands above another', [2, 6], [2, 5, 4, 6]],
  ])('%s', (_of, heads, found) => {
    expect(branchesOf(heads, legs)).toEqual(found);
  });

  it('is asked for once, however many of them are named', () => {
    const asked: number[] = [];
    const asking = (member: number): Uint32Array => {
      asked.push(member);
      return legs(member);
    };
    branchesOf([6, 4, 2], asking);
    expect(asked.toSorted((one, other) => one - other)).toEqual([2, 4, 5, 6]);
  });

  it('is counted to twenty thousand, and no further', () => {
    const under = (count: number) =>
      branchesOf([2], (member) => Uint32Array.from({ length: member === 2 ? count : 0 }, (_, at) => at + 3));
    expect(under(19_999)?.length).toBe(20_000);
    expect(under(20_000)).toBe(undefined);
  });
});
