import { applyRate } from '#kernel/rate.ts';
import { legName } from '../bonuses/binary/carried.ts';
import { legColumns, type BinaryBonus } from '../bonuses/binary/index.ts';
import { type MatchingBonus } from '../bonuses/matching.ts';
import { type PeriodBonus } from '../bonuses/registry.ts';
import { type Order } from '../ledger/order.ts';
import { orderColumns } from '../ledger/order-columns.ts';
import { type OpenedRun } from '../run/open.ts';
import { type Line } from '../run/types.ts';

/** An order behind a line, with the CV of it that counts: what stands of it, or for a reversal what was refunded, below zero. */
export interface OrderPart {
  readonly orderRef: number;
  readonly entry: number;
  readonly memberId: number;
  readonly cv: bigint;
  /** Of a binary line: the leg in which the order counts, and own volume that was added to a leg. */
  readonly leg?: 'left' | 'right' | 'own';
}

/** What a line of a bonus on a whole period is made of. */
export interface Grounds {
  readonly orders: readonly OrderPart[];
  /** Of a binary line: what came into the period, leg by leg, and what refunds changed in it. Of a pool: what it brought along, as `left`. */
  readonly carried?: { readonly left: bigint; readonly right: bigint };
  /** Of a matching line: what the source earned by the bonuses that are matched, before scale-down and as far as the plan says before caps, and the orders behind that. */
  readonly matched?: readonly { readonly bonusId: string; readonly orderRef: number; readonly amount: bigint }[];
}

/** Down to orders. A line on a single order is its own ground; a reward for a rank has none but the rank. */
export function groundsOf(line: Line, run: OpenedRun): Grounds {
  if (line.reversalOf !== undefined) return { orders: reversedOrders(line, line.reversalOf.period, run) };
  const known = run.ledger.orders.byRef(line.orderRef);
  if (line.orderRef !== 0) return { orders: known === undefined ? [] : [partOf(known)] };
  const bonus = run.own.plan.bonuses.find(({ id }) => id === line.bonusId) as PeriodBonus | undefined;
  switch (bonus?.kind) {
    case 'pool': {
      const brought =
        bonus.nobodyQualified === 'carry' ? { carried: { left: cameIn(run, `pool.${bonus.id}`, 1), right: 0n } } : {};
      return { orders: ordersWhere(run, () => true), ...brought };
    }
    case 'volume':
      return { orders: ordersWhere(run, bonus.of === 'own' ? (id) => id === line.memberId : groupOf(run, line.memberId)) };
    case 'differential':
      return { orders: ordersWhere(run, groupOf(run, line.sourceMemberId)) };
    case 'binary':
      return binaryGrounds(bonus, line.memberId, run);
    case 'matching':
      return { orders: [], matched: matchedBy(bonus, line.sourceMemberId, run) };
    default:
      return { orders: [] };
  }
}

function partOf({ orderRef, entry, memberId, cv, refundedCv }: Order): OrderPart {
  return { orderRef, entry, memberId, cv: cv - refundedCv };
}

/** Of millions of orders only those that count become objects. */
function ordersWhere({ ledger: { orders } }: OpenedRun, counts: (memberId: number) => boolean): OrderPart[] {
  const { members, standing } = orderColumns(orders);
  const found: OrderPart[] = [];
  members.forEach((memberId, number) => {
    if (standing[number] !== 0n && counts(memberId)) found.push(partOf(orders.at(number)));
  });
  return found;
}

/** What refunds of this period took from the orders of the earlier period, or of the one order. */
function reversedOrders(line: Line, period: number, { ledger }: OpenedRun): OrderPart[] {
  return ledger.refunds
    .filter(({ entry, order }) => (line.orderRef === 0 ? order.period === period : entry === line.entry))
    .map(({ order, cv }) => ({ orderRef: order.orderRef, entry: order.entry, memberId: order.memberId, cv: -cv }));
}

/** Who is in the group of a member: below, without groups that have broken away. */
function groupOf({ own }: OpenedRun, head: number): (memberId: number) => boolean {
  const { apart } = own.context.structure();
  const { sponsorOf } = own.context;
  const known = new Map<number, boolean>([[head, true]]);
  return (memberId) => {
    const path: number[] = [];
    let at = memberId;
    while (at > head && !known.has(at)) {
      path.push(at);
      at = apart[at] === 1 ? 0 : (sponsorOf[at] ?? 0);
    }
    const inside = known.get(at) ?? false;
    for (const member of path) known.set(member, inside);
    return inside;
  };
}

function cameIn({ own: { context } }: OpenedRun, name: string, memberId: number): bigint {
  return (context.columnBefore(name)[memberId] ?? 0n) + (context.difference(name)?.[memberId] ?? 0n);
}

function binaryGrounds(bonus: BinaryBonus, memberId: number, run: OpenedRun): Grounds {
  const { context } = run.own;
  const parents = context.parentOf();
  const legs = context.legOf();
  /** The leg of `memberId` in which the CV of somebody counts. */
  const countedIn = (member: number): OrderPart['leg'] => {
    if (member === memberId) return bonus.ownVolume === 'weakerLeg' ? 'own' : undefined;
    let at = member;
    while ((parents[at] ?? 0) > memberId) at = parents[at] ?? 0;
    if (parents[at] !== memberId) return undefined;
    return legs[at] === 0 ? 'left' : legs[at] === 1 ? 'right' : undefined;
  };
  const counting = ordersWhere(run, (member) => countedIn(member) !== undefined);
  const orders = counting.flatMap((part): OrderPart[] => {
    const leg = countedIn(part.memberId);
    return leg === undefined ? [] : [{ ...part, leg }];
  });
  const brought = (side: 'left' | 'right'): bigint =>
    legColumns(bonus, side).reduce((sum, name) => sum + (context.columnBefore(name)[memberId] ?? 0n), 0n) +
    (context.difference(legName(bonus, side))?.[memberId] ?? 0n);
  return { orders, carried: { left: brought('left'), right: brought('right') } };
}

function matchedBy({ of: ids, matched }: MatchingBonus, source: number, run: OpenedRun): NonNullable<Grounds['matched']> {
  const { caps, capScales = [] } = run.own;
  const scales = matched === 'afterCaps' ? capScales.slice(0, caps.primary) : [];
  const found: { bonusId: string; orderRef: number; amount: bigint }[] = [];
  for (const bonus of run.own.bonuses) {
    for (const order of run.ledger.orders) {
      for (const { memberId, bonusId, ratePpm, rounding } of bonus.sharesOf(order)) {
        if (memberId !== source || !ids.includes(bonusId)) continue;
        const amount = applyRate(order.cv - order.refundedCv, ratePpm, rounding);
        found.push({ bonusId, orderRef: order.orderRef, amount: caps.cut(amount, { memberId, bonusId }, scales) });
      }
    }
  }
  for (const { memberId, bonusId, amount } of run.claims) {
    if (memberId !== source || !ids.includes(bonusId)) continue;
    found.push({ bonusId, orderRef: 0, amount: caps.cut(amount, { memberId, bonusId }, scales) });
  }
  return found;
}
