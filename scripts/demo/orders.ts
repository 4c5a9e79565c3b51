import { CLAIMED, DAY, IN_REVIEW, OPEN, periodSpan, READY } from './calendar.ts';
import { type DemoPartner } from './network.ts';
import { customerNames } from './people.ts';
import { products } from './products.ts';
import { type Random } from './random.ts';

export interface DemoOrder {
  /** The story's own name of the order, so that a refund can point at it. */
  readonly key: string;
  readonly period: number;
  readonly at: number;
  readonly memberId: number;
  readonly kind: 'own' | 'customer';
  readonly customerName?: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** An order of the last minutes may still wait for its payment. */
  readonly paid: boolean;
}

export interface DemoRefund {
  readonly orderKey: string;
  readonly at: number;
  readonly reason: string;
}

type Habit = 'builder' | 'regular' | 'occasional' | 'quiet';

/** Chance in percent of an own purchase in a month, and the most customer sales in it. */
const habits: Readonly<Record<Habit, { own: number; customers: number }>> = {
  builder: { own: 100, customers: 3 },
  regular: { own: 88, customers: 2 },
  occasional: { own: 50, customers: 1 },
  quiet: { own: 16, customers: 0 },
};

/** Goods of an own purchase make 50 points and more as a rule, so that most buyers are active. */
const ownBaskets = [
  ['KIT-FAMILY', 'TEA-FIREWEED'],
  ['HONEY-LIME', 'HONEY-FOREST', 'CARE-CREAM', 'TEA-MEADOW', 'TEA-ROSEHIP'],
  ['KIT-GLADE'],
  ['KIT-GLADE', 'CARE-BALM', 'CARE-SHAMPOO'],
  ['KIT-FAMILY', 'HONEY-NUT', 'CARE-CREAM', 'CARE-SHAMPOO'],
  ['TEA-EVENING', 'TEA-FIREWEED', 'HONEY-FOREST'],
] as const;

/** The month's orders of everybody, in the order of time. `steady` members buy and sell every month, because the cast needs them. */
export function writeOrders(partners: readonly DemoPartner[], steady: ReadonlySet<number>, random: Random): DemoOrder[] {
  const drawHabit = random.branch('habits');
  const habitOf = new Map(partners.map((partner) => [partner.memberId, chooseHabit(partner, steady, drawHabit)]));
  const orders: DemoOrder[] = [];
  for (let period = CLAIMED; period <= OPEN; period += 1) {
    const draw = random.branch(`orders-${period}`);
    const month: Omit<DemoOrder, 'key'>[] = [];
    for (const partner of partners) {
      if (partner.joinsIn > period || partner.imported) continue;
      month.push(...monthOf(partner, period, habitOf.get(partner.memberId) ?? 'quiet', steady.has(partner.memberId), draw));
    }
    month.sort((left, right) => left.at - right.at || left.memberId - right.memberId);
    orders.push(...month.map((order, index) => ({ key: `${period}-${String(index + 1).padStart(3, '0')}`, ...order })));
  }
  return orders;
}

function chooseHabit(partner: DemoPartner, steady: ReadonlySet<number>, random: Random): Habit {
  const draw = random.below(100);
  if (steady.has(partner.memberId)) return 'builder';
  return draw < 22 ? 'builder' : draw < 58 ? 'regular' : draw < 82 ? 'occasional' : 'quiet';
}

function monthOf(partner: DemoPartner, period: number, habit: Habit, steady: boolean, random: Random): Omit<DemoOrder, 'key'>[] {
  const { own, customers } = habits[habit];
  const { from, until } = periodSpan(period);
  // Who joins in this month buys in its last third; the open month is young, so fewer have bought in it yet.
  const earliest = partner.joinsIn === period ? from + Math.floor(((until - from) * 2) / 3) : from + DAY / 8;
  const moment = (): number => earliest + random.below(Math.max(until - earliest - 90, 1));
  const share = period === OPEN && !steady && partner.joinsIn < OPEN ? 45 : 100;
  const month: Omit<DemoOrder, 'key'>[] = [];
  if (random.chance((own * share) / 100)) {
    const lines = random.pick(steady ? ownBaskets.slice(0, 5) : ownBaskets).map((sku) => ({ sku, quantity: 1 }));
    const paid = !(period === OPEN && random.chance(6));
    month.push({ period, at: moment(), memberId: partner.memberId, kind: 'own', lines, paid: paid || steady });
  }
  const sales = customers === 0 ? 0 : random.below(customers + 1);
  for (let sale = 0; sale < (steady ? Math.max(sales, 1) : sales); sale += 1) {
    if (!random.chance(share)) continue;
    const customer = random.pick(customerNames.filter((candidate) => candidate.language === partner.language));
    const goods = random.shuffle(products.slice(0, 11)).slice(0, 1 + random.below(3));
    month.push({
      period,
      at: moment(),
      memberId: partner.memberId,
      kind: 'customer',
      customerName: customer.name,
      lines: goods.map(({ sku }) => ({ sku, quantity: 1 + random.below(2) })),
      paid: true,
    });
  }
  return month;
}

/** Three refunds: one in the period of its sale, two after the period was closed. */
export function writeRefunds(orders: readonly DemoOrder[], partners: readonly DemoPartner[]): DemoRefund[] {
  const depth = new Map(partners.map((partner) => [partner.memberId, partner.depth]));
  // Sales deep in the network have several lines to reverse, which is what a reader wants to see.
  const deepest = (period: number, kind: DemoOrder['kind']): DemoOrder => {
    const span = periodSpan(period);
    const early = orders.filter(
      (order) => order.period === period && order.kind === kind && order.at < span.from + (span.until - span.from) / 2,
    );
    const sorted = early.toSorted(
      (left, right) => (depth.get(right.memberId) ?? 0) - (depth.get(left.memberId) ?? 0) || left.at - right.at,
    );
    if (!sorted[0]) throw new RangeError(`The story has no ${kind} order in the first half of period ${period}.`);
    return sorted[0];
  };
  const same = deepest(IN_REVIEW, 'customer');
  const late = deepest(CLAIMED, 'own');
  const second = deepest(IN_REVIEW, 'own');
  return [
    { orderKey: same.key, at: same.at + 9 * DAY, reason: 'The jar arrived broken / Банка разбилась в дороге' },
    { orderKey: late.key, at: periodSpan(IN_REVIEW).from + 5 * DAY, reason: 'Returned unopened / Возврат в целой упаковке' },
    { orderKey: second.key, at: periodSpan(READY).from + 3 * DAY, reason: 'Ordered by mistake / Заказ по ошибке' },
  ];
}
