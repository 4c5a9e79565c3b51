import { type Condition, type Alternative } from '../plan/conditions.ts';
import { type Month, type Order } from './facts.ts';
import { type ReadEntries } from './section-3-orders.ts';

/** Section 3, personal volume: PV of own purchases and sales of the period, less PV of refunds recorded in it, not below zero. */
export function section3PersonalVolume(memberId: number, orders: readonly Order[], refunded: ReadEntries['refunded']): bigint {
  let pv = 0n;
  for (const order of orders) if (order.memberId === memberId) pv += order.pv;
  for (const { order, refund } of refunded) if (order.memberId === memberId) pv -= refund.pv;
  return pv < 0n ? 0n : pv;
}

/** Section 11, `customersAtLeast`: different customers with an order of the period of which PV is left. */
export function section11Customers(memberId: number, orders: readonly Order[]): number {
  const found = new Set<number | undefined>();
  for (const order of orders) {
    if (order.memberId !== memberId || order.kind !== 'customer') continue;
    const refundedWithin = order.refunds.filter(({ period }) => period === order.period);
    if (order.pv - refundedWithin.reduce((sum, { pv }) => sum + pv, 0n) > 0n) found.add(order.customer);
  }
  return found.size;
}

/** Section 11, `customerPvAtLeast`: PV of customer sales less refunds of such sales recorded in the period, not below zero. */
export function section11CustomerPv(memberId: number, orders: readonly Order[], refunded: ReadEntries['refunded']): bigint {
  const ofCustomers = refunded.filter(({ order }) => order.kind === 'customer');
  return section3PersonalVolume(
    memberId,
    orders.filter(({ kind }) => kind === 'customer'),
    ofCustomers,
  );
}

type Known = Pick<Month, 'plan' | 'left' | 'ppv' | 'customers' | 'customerPv'>;

/** Sections 3 and 11, conditions. The company never meets one, nor does who has left (section 10). */
export function section11Meets(month: Known, name: string, memberId: number): boolean {
  const condition: Condition | undefined = month.plan.activity[name];
  if (condition === undefined || memberId === 1 || month.left.has(memberId)) return false;
  if (!section11Holds(month, condition, memberId)) return false;
  return condition.anyOf === undefined || condition.anyOf.some((test) => section11Holds(month, test, memberId));
}

/** "All that is named must hold." Thresholds are inclusive. */
function section11Holds(month: Known, test: Alternative, memberId: number): boolean {
  if (test.ppvAtLeast !== undefined && of(month.ppv, memberId) < BigInt(test.ppvAtLeast)) return false;
  if (test.customersAtLeast !== undefined && (month.customers.get(memberId) ?? 0) < test.customersAtLeast) return false;
  if (test.customerPvAtLeast !== undefined && of(month.customerPv, memberId) < BigInt(test.customerPvAtLeast)) return false;
  return true;
}

/** The amount of a member; 0 when there is none. */
export function of(amounts: ReadonlyMap<number, bigint>, memberId: number): bigint {
  return amounts.get(memberId) ?? 0n;
}
