import { type Plan } from '../plan/schema.ts';
import { type Columns, type Month, type Order } from './facts.ts';
import { paidTo } from './section-15-orders.ts';
import { type Paid } from './section-4-level.ts';

type PassUp = Extract<Plan['bonuses'][number], { kind: 'passUp' }>;

/** Rule 1: the seller of a customer's order, and the sponsor of whoever bought for themselves. */
function section15Bringer(month: Month, order: Order): number {
  return order.kind === 'customer' ? order.memberId : month.above('sponsor', order.memberId);
}

/** Rule 2: number of the last phase whose `from` is reached, from 1; 0 below the first. */
function section15Phase(bonus: PassUp, order: Order): number {
  return bonus.phases.reduce((last, { from }, index) => (order.pv >= BigInt(from) ? index + 1 : last), 0);
}

interface Numbers {
  /** How many numbers a member has given out. */
  readonly count: Map<number, bigint>;
  /** The number of a buyer. */
  readonly number: Map<number, bigint>;
}

/** Rule 3: the numbers of a phase that were given out before an order (or in all the period), and the number that the order has. */
function section15Numbers(bonus: PassUp, month: Month, phase: number, until?: Order): Numbers & { readonly own: bigint } {
  const name = `passUp.${bonus.id}.${phase}`;
  const read = (column: string): Map<number, bigint> =>
    new Map(month.members.map((memberId) => [memberId, month.column(column, memberId)]));
  const count = read(`${name}.count`);
  const number = read(`${name}.number`);
  for (const order of month.orders) {
    if (section15Phase(bonus, order) !== phase) continue;
    const bringer = section15Bringer(month, order);
    if (bringer <= 1) continue;
    const next = (count.get(bringer) ?? 0n) + 1n;
    const known = number.get(order.memberId) ?? 0n;
    const byBuyer = known > 0n ? known : next;
    if (order === until) return { count, number, own: bonus.counts === 'orders' ? next : order.kind === 'own' ? byBuyer : 0n };
    if (bonus.counts === 'buyers') {
      if (order.kind === 'customer' || known > 0n) continue;
      number.set(order.memberId, next);
    }
    count.set(bringer, next);
  }
  return { count, number, own: 0n };
}

/** Rules 4 to 6: passed up or not, and who receives it. */
export function section15PassUp(bonus: PassUp, month: Month, order: Order): Paid[] {
  const bringer = section15Bringer(month, order);
  const phase = section15Phase(bonus, order);
  const terms = bonus.phases[phase - 1];
  if (bringer <= 1 || terms === undefined) return [];
  const { count, own } = section15Numbers(bonus, month, phase, order);
  const passedUp = own > 0n && own <= BigInt(terms.up);
  const qualified = (memberId: number): boolean =>
    month.meets(bonus.payTo, memberId) && (bonus.receiver === 'payTo' || (count.get(memberId) ?? 0n) >= BigInt(terms.up));

  let receiver = passedUp ? month.above('sponsor', bringer) : bringer;
  let steps = passedUp ? 1 : 0;
  const passedOver: number[] = [];
  while (receiver > 1 && !qualified(receiver)) {
    if (bonus.unqualified === 'lost') return [];
    passedOver.push(receiver);
    receiver = month.above('sponsor', receiver);
    steps += 1;
  }
  return paidTo({ payTo: bonus.payTo, ...terms }, month, receiver, steps, passedOver);
}

/** Columns `passUp.B.P.count` and `passUp.B.P.number` at the end of a period. */
export function section15PassUpColumns(bonus: PassUp, month: Month): Columns {
  const columns: Columns = new Map();
  for (let phase = 1; phase <= bonus.phases.length; phase += 1) {
    const { count, number } = section15Numbers(bonus, month, phase);
    columns.set(`passUp.${bonus.id}.${phase}.count`, count);
    if (bonus.counts === 'buyers') columns.set(`passUp.${bonus.id}.${phase}.number`, number);
  }
  return columns;
}
