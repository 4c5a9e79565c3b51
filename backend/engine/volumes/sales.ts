import { type Orders } from '../ledger/order.ts';
import { type Refund } from '../ledger/orders.ts';
import { type Condition, type Ranks } from '../plan/conditions.ts';

/** What members sold to customers in a period, by member number. */
export interface SalesFacts {
  /** Number of different customers with an order of the period of which PV is left. */
  readonly customers: Uint32Array;
  /** PV of customer sales less refunds of such sales recorded in the period, not below zero. */
  readonly customerPv: BigUint64Array;
}

/** Whether anything in the plan asks for customers; only then they are counted and remembered. */
export function asksForCustomers({
  activity,
  ranks,
}: {
  readonly activity: Readonly<Record<string, Condition>>;
  readonly ranks?: Ranks | undefined;
}): boolean {
  const asks = (test: { customersAtLeast?: number | undefined; customerPvAtLeast?: string | undefined }): boolean =>
    test.customersAtLeast !== undefined || test.customerPvAtLeast !== undefined;
  const conditions = Object.values(activity);
  return (
    conditions.some((condition) => asks(condition) || condition.anyOf?.some((one) => asks(one)) === true) ||
    ranks?.steps.some(({ requires }) => requires.customersAtLeast !== undefined) === true
  );
}

export const NO_SALES: SalesFacts = { customers: new Uint32Array(), customerPv: new BigUint64Array() };

export function salesFacts(memberCount: number, orders: Orders, refunds: readonly Refund[]): SalesFacts {
  const customers = new Uint32Array(memberCount + 1);
  const balance = new BigInt64Array(memberCount + 1);
  const seen = new Set<string>();
  for (const { sale, memberId, customer, pv, refundedPv } of orders) {
    if (sale !== 'customer') continue;
    balance[memberId] = (balance[memberId] ?? 0n) + pv;
    const pair = `${memberId} ${customer}`;
    if (pv <= refundedPv || seen.has(pair)) continue;
    seen.add(pair);
    customers[memberId] = (customers[memberId] ?? 0) + 1;
  }
  for (const { order, pv } of refunds) {
    if (order.sale === 'customer') balance[order.memberId] = (balance[order.memberId] ?? 0n) - pv;
  }
  return { customers, customerPv: BigUint64Array.from(balance, (pv) => (pv < 0n ? 0n : pv)) };
}
