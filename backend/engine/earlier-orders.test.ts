import { describe, expect, it } from 'vitest';
import { namedOrders, type Plan, type VolumeEntry } from './index.ts';
import { type Order } from './ledger/order.ts';
import { type PeriodMemory } from './run/types.ts';
import { poolBonus, retailBonus } from './testing/bonuses.ts';
import { planOf, purchase, refund, sale } from './testing/world.ts';

const plain = planOf();
const shop = planOf({ plan: { bonuses: [{ ...retailBonus, customers: 'new' }] } });

function orderOf(orderRef: number, period: number, memberId: number, customer?: number): Order {
  const volumes = { pv: 0n, cv: 1n, refundedPv: 0n, refundedCv: 0n };
  const sold = customer === undefined ? ({ sale: 'own' } as const) : ({ sale: 'customer', customer } as const);
  return { entry: orderRef - 1, period, orderRef, memberId, ...sold, ...volumes };
}

/** Two months: the bonuses of the second are on the whole of it. Members 2 and 3 have customers; both have one whom they call 7. */
const orders = new Map(
  [
    orderOf(0, 1, 2),
    orderOf(1, 1, 2),
    orderOf(2, 1, 2, 7),
    orderOf(3, 1, 2, 7),
    orderOf(4, 1, 3, 7),
    orderOf(5, 2, 3),
    orderOf(6, 2, 3, 8),
  ].map((order) => [order.orderRef, order]),
);
const memoryOf = (period: number): PeriodMemory => ({
  period,
  plan: plain,
  memberCount: 3,
  ppv: new BigUint64Array(4),
  scale: { limit: 0n, gross: 0n },
});
const memories = new Map([
  [1, memoryOf(1)],
  [2, { ...memoryOf(2), plan: planOf({ plan: { bonuses: [poolBonus] } }), orderCount: 2 }],
]);

describe('the earlier orders that a period needs', () => {
  const back = (memberId: number, orderRef: number, customer: number): VolumeEntry => ({
    kind: 'customerRefund',
    memberId,
    orderRef,
    customer,
    pv: 0n,
    cv: 1n,
  });

  it.each<[name: string, entries: VolumeEntry[], plan: Plan, wanted: number[]]>([
    ['none, when it names none', [purchase(2, 9, 1), sale(2, 10, 1)], plain, []],
    ['those that it names', [refund(2, 1, 1), refund(2, 9, 1)], plain, [1]],
    ['also what is recorded twice', [purchase(2, 3, 1)], plain, [3]],
    ['all of a month whose bonuses are on the whole of it', [refund(3, 5, 1)], plain, [5, 6]],
    [
      'not what an attestation has in the place of an order',
      [{ kind: 'attestation', memberId: 2, topic: 1, value: 1n, reference: 1 }],
      plain,
      [],
    ],
    ['no customers of old for a plan that does not ask', [sale(2, 9, 1)], plain, []],
    ['one order of each customer who buys again', [sale(2, 9, 1), sale(3, 10, 1, 0, 8), sale(3, 11, 1, 0, 9)], shop, [2, 6]],
    ['nothing of customers who only bring back', [back(2, 3, 7), purchase(2, 9, 1)], shop, [3]],
  ])('are %s', (_name, entries, plan, wanted) => {
    expect([...namedOrders(entries, orders, memories, plan).keys()]).toEqual(wanted);
  });

  it('are found, too, when nothing is remembered of their month', () => {
    expect([...namedOrders([refund(2, 1, 1)], orders, new Map(), plain).values()]).toEqual([orders.get(1)]);
  });
});
