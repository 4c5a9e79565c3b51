import { type Plan } from '../plan/schema.ts';
import { type Month, type Order } from './facts.ts';
import { placeOf } from './section-11-ranks.ts';
import { paidTo } from './section-15-orders.ts';
import { type Paid } from './section-4-level.ts';

type Generation = Extract<Plan['bonuses'][number], { kind: 'generation' }>;

/** Section 15, generation: whom an order pays, nearest first. */
export function section15Generation(bonus: Generation, month: Month, order: Order): Paid[] {
  const lowest = placeOf(month, bonus.leaderRank);
  const highest = bonus.boundary === 'threshold' ? lowest : (month.plan.ranks?.steps.length ?? 0);
  const path = [order.memberId];
  for (let above = month.above(bonus.tree, order.memberId); above > 0; above = month.above(bonus.tree, above)) path.push(above);

  const paid: Paid[] = [];
  for (let rank = lowest; rank <= highest; rank += 1) {
    for (const [index, leader] of section15Line(bonus, month, rank, path).entries()) {
      const generation = bonus.ownGroup === 'notPaid' ? index : index + 1;
      const terms = bonus.generations[generation - 1];
      if (terms === undefined || leader === order.memberId) continue;
      if (bonus.boundary === 'sameRank' && standingOf(bonus, month, leader) !== rank) continue;
      const reached = month.rank.get(leader) ?? 0;
      if (terms.rankAtLeast !== undefined && reached < placeOf(month, terms.rankAtLeast)) continue;
      paid.push(...paidTo({ payTo: bonus.payTo, ...terms }, month, leader, generation, []));
    }
  }
  // Rule 5: "Lines of an order stand in the order of the way up." Rule 6: who is passed over.
  paid.sort((one, other) => path.indexOf(one.memberId) - path.indexOf(other.memberId));
  return paid.map((one) => ({
    ...one,
    passedOver: path
      .slice(1, path.indexOf(one.memberId))
      .filter((memberId) => standingOf(bonus, month, memberId) >= lowest && !paid.some((other) => other.memberId === memberId)),
  }));
}

function standingOf(bonus: Generation, month: Month, memberId: number): number {
  const rank = month.rank.get(memberId) ?? 0;
  return bonus.leaderBy === 'rank' ? rank : Math.max(rank, Number(month.column('title', memberId)));
}

/** Rule 1 without its last two sentences. */
function section15Leader(bonus: Generation, month: Month, rank: number, memberId: number): boolean {
  if (memberId === 1 || standingOf(bonus, month, memberId) < rank) return false;
  return bonus.ineligibleLeader === 'endsGeneration' || month.meets(bonus.payTo, memberId);
}

/** Rule 1, empty groups: the member and everybody below down to, and without, the next leaders. */
function section15GroupIsEmpty(bonus: Generation, month: Month, rank: number, leader: number): boolean {
  const group = [leader];
  for (const memberId of group) {
    const below = month.members.filter((other) => month.above(bonus.tree, other) === memberId);
    group.push(...below.filter((other) => !section15Leader(bonus, month, rank, other)));
  }
  return !month.orders.some(({ memberId, cv }) => cv > 0n && group.includes(memberId));
}

/** Rule 2: the line of a rank. */
function section15Line(bonus: Generation, month: Month, rank: number, path: readonly number[]): number[] {
  return path.filter((memberId, index) => {
    if (index === 0 && bonus.sourceLeader === 'passedOver') return false;
    if (!section15Leader(bonus, month, rank, memberId)) return false;
    return bonus.emptyGroup === 'endsGeneration' || !section15GroupIsEmpty(bonus, month, rank, memberId);
  });
}
