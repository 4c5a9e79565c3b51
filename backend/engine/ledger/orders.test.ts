import { describe, expect, it } from 'vitest';
import { type VolumeEntry } from '../index.ts';
import { purchase, refund, sale } from '../testing/world.ts';
import { customerOf } from './order.ts';
import { openLedger, readOrders } from './orders.ts';

const place = { period: 3, firstEntry: 10, memberCount: 5 };
const read = (entries: readonly VolumeEntry[], newCustomers?: boolean) => readOrders(entries, place, new Map(), newCustomers);
const credit = (memberId: number, orderRef: number, level: number, cv: number): VolumeEntry => ({
  kind: 'instantSettled',
  memberId,
  orderRef,
  cv: BigInt(cv),
  pv: BigInt(level),
});

describe('orders of a period', () => {
  it('finds who is a new customer of whom, once, and never one who buys for themselves', () => {
    const entries = [purchase(2, 1, 5), sale(2, 2, 5, 0, 7), sale(2, 3, 5, 0, 7), sale(3, 4, 5, 0, 7), purchase(3, 5, 5)];
    expect([...read(entries, true).orders].map(({ orderRef, newCustomer }) => [orderRef, newCustomer])).toEqual([
      [1, undefined],
      [2, true],
      [3, undefined],
      [4, true],
      [5, undefined],
    ]);
    expect([...read(entries).orders].some((order) => 'newCustomer' in order)).toBe(false);
    const [before] = read([sale(2, 2, 5, 0, 7)]).orders;
    if (before === undefined) throw new Error('There was an order.');
    const later = readOrders([sale(2, 8, 5, 0, 7), sale(2, 9, 5, 0, 8)], place, new Map([[2, before]]), true);
    expect([...later.orders].map(({ newCustomer }) => newCustomer)).toEqual([undefined, true]);
    expect([customerOf({ memberId: 2 }), customerOf({ memberId: 2, customer: 7 })]).toEqual([undefined, '2 7']);
  });

  it('says of every entry that pays nothing what is wrong with it', () => {
    const returned = (memberId: number, orderRef: number, customer: number, cv = 1n): VolumeEntry => ({
      kind: 'customerRefund',
      memberId,
      orderRef,
      customer,
      cv,
      pv: 0n,
    });
    const { anomalies, netCv } = read([
      purchase(2, 1, 100),
      sale(2, 2, 100, 0, 7),
      purchase(6, 3, 1),
      sale(2, 1, 1),
      refund(2, 9, 1),
      refund(3, 1, 1),
      returned(2, 1, 7),
      refund(2, 2, 1),
      returned(2, 2, 8),
      returned(2, 2, 7, 101n),
      credit(3, 9, 1, 1),
      credit(6, 1, 1, 1),
      returned(2, 2, 7, 100n),
    ]);
    expect(anomalies).toEqual([
      { entry: 12, orderRef: 3, memberId: 6, reason: 'unknownMember' },
      { entry: 13, orderRef: 1, memberId: 2, reason: 'repeatedOrder' },
      { entry: 14, orderRef: 9, memberId: 2, reason: 'refundOfUnknownOrder' },
      { entry: 15, orderRef: 1, memberId: 3, reason: 'refundOfAnotherMember' },
      { entry: 16, orderRef: 1, memberId: 2, reason: 'refundOfAnotherKind' },
      { entry: 17, orderRef: 2, memberId: 2, reason: 'refundOfAnotherKind' },
      { entry: 18, orderRef: 2, memberId: 2, reason: 'refundOfAnotherKind' },
      { entry: 19, orderRef: 2, memberId: 2, reason: 'refundTooLarge' },
      { entry: 20, orderRef: 9, memberId: 3, reason: 'creditOfUnknownOrder' },
      { entry: 21, orderRef: 1, memberId: 6, reason: 'unknownMember' },
    ]);
    // Nonsense counts as the contract has counted it: 100 + 100 + 1 + 1, less what was refunded.
    expect(netCv).toBe(202n - 1n - 1n - 1n - 1n - 1n - 101n - 100n);
  });

  it('keeps what checkout credited with the order, and what later periods took back', () => {
    const { orders, touched, instant } = read([purchase(2, 1, 100), credit(1, 1, 2, 7), credit(3, 1, 1, 5), credit(6, 1, 1, 3)]);
    // The last one is of nobody: it was paid all the same.
    expect(instant).toBe(15n);
    const credits = [
      { memberId: 1, level: 2, amount: 7n },
      { memberId: 3, level: 1, amount: 5n },
    ];
    expect(touched.get(1)?.credits).toEqual(credits);
    expect(orders.placed(0)).not.toHaveProperty('credits');
    const [order] = orders;
    if (order === undefined) throw new Error('There was an order.');
    const later = readOrders([refund(2, 1, 30, 0), refund(2, 1, 20, 0)], { ...place, period: 4 }, new Map([[1, order]]));
    expect(later.refunds.map(({ entry, order: was, cv }) => [entry, was.refundedCv, cv])).toEqual([
      [10, 0n, 30n],
      [11, 30n, 20n],
    ]);
    expect(later.touched.get(1)).toEqual({ ...order, refundedCv: 50n, refundedLater: 50n });
    expect(read([purchase(2, 1, 100), refund(2, 1, 30)]).touched.get(1)).not.toHaveProperty('refundedLater');
  });

  it('goes on reading where it stood, and gives what came since', () => {
    const reader = openLedger({ period: 3, firstEntry: 10 });
    reader.add([purchase(2, 1, 100), purchase(2, 2, 50)], 2, new Map());
    reader.add([purchase(3, 3, 10), refund(2, 1, 40), refund(2, 2, 50)], 3, new Map());
    const all = reader.read();
    expect([...all.orders].map(({ entry, orderRef, cv, refundedCv }) => [entry, orderRef, cv, refundedCv])).toEqual([
      [10, 1, 100n, 40n],
      [11, 2, 50n, 50n],
      [12, 3, 10n, 0n],
    ]);
    const since = reader.readFrom(2, 1);
    expect(since.orders.map(({ orderRef }) => orderRef)).toEqual([3]);
    expect(since.refunds.map(({ entry }) => entry)).toEqual([14]);
    expect([since.netCv, since.instant, since.anomalies, since.touched.get(2)?.refundedCv]).toEqual([70n, 0n, [], 50n]);
  });
});
