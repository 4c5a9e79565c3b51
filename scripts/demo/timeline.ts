import { CLAIMED, DAY, FOUNDING, IN_REVIEW, OPEN, periodSpan, READY, WORLD_BEGINS } from './calendar.ts';
import { type DemoPartner } from './network.ts';
import { type DemoOrder, type DemoRefund } from './orders.ts';
import { firstPlan, secondPlan, type DemoPlan } from './plans.ts';
import { type DemoWorld } from './world.ts';

/** One thing that happened in the company, at a minute before the present. */
export type DemoEvent = { readonly at: number } & (
  | { readonly kind: 'found' }
  | { readonly kind: 'publishPlan'; readonly plan: DemoPlan }
  | { readonly kind: 'import'; readonly partners: readonly DemoPartner[] }
  | { readonly kind: 'join'; readonly partner: DemoPartner }
  | { readonly kind: 'order'; readonly order: DemoOrder }
  | { readonly kind: 'refund'; readonly refund: DemoRefund }
  | { readonly kind: 'record' }
  | { readonly kind: 'close'; readonly period: number }
  | { readonly kind: 'propose'; readonly period: number }
  | { readonly kind: 'accept'; readonly period: number }
  | { readonly kind: 'claim'; readonly partner: DemoPartner }
);

const DAYS_BETWEEN_BATCHES = 5;
const REVIEW = 3 * DAY;
/** What was sold in the last hours still waits for its batch. */
const LAST_BATCH = -5 * 60;

/** The world as a film: every event in the order in which it happens. */
export function writeTimeline(world: DemoWorld): DemoEvent[] {
  const events: DemoEvent[] = [
    { at: WORLD_BEGINS, kind: 'found' },
    { at: WORLD_BEGINS + 60, kind: 'publishPlan', plan: firstPlan },
    { at: periodSpan(CLAIMED).from + 20 * DAY, kind: 'publishPlan', plan: secondPlan },
    ...joinings(world.partners),
    ...world.orders.map((order): DemoEvent => ({ at: order.at, kind: 'order', order })),
    ...world.refunds.map((refund): DemoEvent => ({ at: refund.at, kind: 'refund', refund })),
    ...batches(),
    ...[FOUNDING, CLAIMED, IN_REVIEW, READY].map((period): DemoEvent => ({
      at: periodSpan(period).until,
      kind: 'close',
      period,
    })),
    { at: periodSpan(CLAIMED).until + DAY, kind: 'propose', period: CLAIMED },
    { at: periodSpan(CLAIMED).until + DAY + REVIEW + 60, kind: 'accept', period: CLAIMED },
    ...claims(world, periodSpan(CLAIMED).until + DAY + REVIEW + 120),
    { at: -DAY, kind: 'propose', period: IN_REVIEW },
  ];
  // A stable sort: what stands first above happens first when two things share a minute.
  return events.toSorted((left, right) => left.at - right.at);
}

/** Partners join evenly over the first 60 % of their period; neighbours without a wallet are entered in one batch. */
function joinings(partners: readonly DemoPartner[]): DemoEvent[] {
  const events: DemoEvent[] = [];
  for (let period = FOUNDING; period <= OPEN; period += 1) {
    const { from, until } = periodSpan(period);
    const joining = partners.filter((partner) => partner.joinsIn === period);
    for (const [index, partner] of joining.entries()) {
      const at = from + Math.floor(((until - from) * 0.6 * (index + 1)) / (joining.length + 1));
      const last = events.at(-1);
      if (!partner.imported) events.push({ at, kind: 'join', partner });
      else if (last?.kind === 'import') events[events.length - 1] = { ...last, partners: [...last.partners, partner] };
      else events.push({ at, kind: 'import', partners: [partner] });
    }
  }
  return events;
}

function batches(): DemoEvent[] {
  const events: DemoEvent[] = [];
  for (let period = CLAIMED; period < OPEN; period += 1) {
    const { from, until } = periodSpan(period);
    for (let at = from + DAYS_BETWEEN_BATCHES * DAY; at < until; at += DAYS_BETWEEN_BATCHES * DAY)
      events.push({ at, kind: 'record' });
    events.push({ at: until - 60, kind: 'record' });
  }
  events.push({ at: periodSpan(OPEN).from + DAY, kind: 'record' }, { at: LAST_BATCH, kind: 'record' });
  return events;
}

function claims(world: DemoWorld, from: number): DemoEvent[] {
  return world.partners
    .filter((partner) => partner.joinsIn <= CLAIMED && !partner.imported && !world.unclaimed.has(partner.memberId))
    .map((partner, index): DemoEvent => ({ at: from + index * 97, kind: 'claim', partner }));
}
