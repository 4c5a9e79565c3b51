import { describe, expect, it } from 'vitest';
import { replayOutcomes, type VolumeEntry } from '../index.ts';
import { type Order } from '../ledger/order.ts';
import { readOrders } from '../ledger/orders.ts';
import { chainOf, planOf, purchase, refund, sale } from '../testing/world.ts';
import { asksForCustomers, salesFacts } from './sales.ts';

const returned = (memberId: number, orderRef: number, pv: number, customer: number): VolumeEntry => ({
  kind: 'customerRefund',
  memberId,
  orderRef,
  cv: 0n,
  pv: BigInt(pv),
  customer,
});

describe('what was sold to customers', () => {
  it.each<[string, Parameters<typeof asksForCustomers>[0], boolean]>([
    ['a number of customers', { activity: { active: { ppvAtLeast: '0', customersAtLeast: 1 } } }, true],
    ['their points', { activity: { active: { ppvAtLeast: '0', customerPvAtLeast: '1' } } }, true],
    [
      'one of several conditions',
      { activity: { active: { ppvAtLeast: '0' }, keen: { ppvAtLeast: '0', customersAtLeast: 1 } } },
      true,
    ],
    [
      'one of several alternatives',
      { activity: { active: { ppvAtLeast: '0', anyOf: [{ ppvAtLeast: '5' }, { customerPvAtLeast: '1' }] } } },
      true,
    ],
    [
      'a rank',
      {
        activity: { active: { ppvAtLeast: '0' } },
        ranks: {
          advance: 'direct',
          steps: [{}, { customersAtLeast: 2 }].map((requires, index) => ({
            id: `step-${index}`,
            name: { en: 'x', ru: 'икс' },
            requires,
          })),
        },
      },
      true,
    ],
    ['nothing', { activity: { active: { ppvAtLeast: '10', anyOf: [{ ppvAtLeast: '5' }] } } }, false],
  ])('is looked at where %s asks for it', (_what, plan, asks) => {
    expect(asksForCustomers(plan)).toBe(asks);
  });

  it('is who still has points of an order, and points less those of sales that came back, not below zero', () => {
    const facts = (entries: VolumeEntry[], earlier = new Map<number, Order>()) => {
      const { orders, refunds } = readOrders(entries, { period: 2, firstEntry: 0, memberCount: 4 }, earlier);
      const { customers, customerPv } = salesFacts(4, orders, refunds);
      return [...customers].map((count, member) => [count, Number(customerPv[member])]).slice(2);
    };
    const sold = [
      sale(2, 1, 100, 10, 7),
      sale(2, 2, 100, 5, 8),
      sale(2, 3, 100, 2, 8),
      purchase(2, 4, 100, 4),
      sale(3, 5, 100, 3, 7),
    ];
    expect(facts(sold)).toEqual([
      [2, 17],
      [1, 3],
      [0, 0],
    ]);
    // Customer 7 of member 2 has nothing left; what came back of an own purchase is nothing that was sold.
    expect(facts([...sold, returned(2, 1, 10, 7), refund(2, 4, 100, 4), returned(3, 5, 2, 7)])).toEqual([
      [1, 7],
      [1, 1],
      [0, 0],
    ]);
    const [order] = readOrders([sale(2, 1, 100, 10, 7)], { period: 1, firstEntry: 0, memberCount: 4 }, new Map()).orders;
    expect(facts([sale(2, 2, 100, 6, 7), returned(2, 1, 10, 7)], new Map([[1, order as Order]]))[0]).toEqual([1, 0]);
  });

  it('makes a member active whom the plan asks for two customers', () => {
    const plans = new Map([[1, planOf({ plan: { activity: { active: { ppvAtLeast: '0', customersAtLeast: 2 } } } })]]);
    const entries = [sale(2, 1, 100, 5, 7), sale(2, 2, 100, 5, 8), sale(3, 3, 100, 5, 7), sale(3, 4, 100, 5, 7)];
    const [month] = [...replayOutcomes(chainOf([0, 1, 1], [{ entries }], plans), plans)];
    expect([...(month?.result.active ?? [])]).toEqual([0, 0, 1, 0]);
  });
});
