import { type Plan } from '../plan/schema.ts';
import { type Month, type Order } from './facts.ts';
import { byRank, frontline, leg, placeOf } from './section-11-ranks.ts';
import { of } from './section-3-volumes.ts';

type LevelBonus = Extract<Plan['bonuses'][number], { kind: 'level' }>;
type Level = LevelBonus['levels'][number];

/** Who is paid for a level of an order, at which rate, and who was passed over on the way from the last one who was paid. */
export interface Paid {
  readonly memberId: number;
  readonly level: number;
  readonly ratePpm: number;
  readonly passedOver: readonly number[];
}

/** Section 4, rules 1 to 3: the search for the holder of each level in turn, up to the company. */
export function section4Search(bonus: LevelBonus, month: Month, order: Order): Paid[] {
  const paid: Paid[] = [];
  const fromSeller = order.kind === 'customer' && bonus.customerSaleLevelOne === 'seller';
  let standing = fromSeller ? order.memberId : month.above(bonus.tree, order.memberId);
  let passedOver: number[] = [];
  for (const [index, level] of bonus.levels.entries()) {
    while (standing > 1 && !section4Holds(bonus, month, standing, level)) {
      passedOver.push(standing);
      standing = month.above(bonus.tree, standing);
    }
    if (standing <= 1) return paid;
    const ratePpm = byRank(month, standing, level.ratesByRank, level.ratePpm);
    if (section4Paid(bonus, month, standing, level) && ratePpm > 0) {
      paid.push({ memberId: standing, level: index + 1, ratePpm, passedOver });
      passedOver = [];
    } else {
      passedOver.push(standing);
    }
    standing = month.above(bonus.tree, standing);
  }
  return paid;
}

/** Section 4, rule 4, and `skipBelowRank` of section 11: who holds a level. */
function section4Holds(bonus: LevelBonus, month: Month, memberId: number, level: Level): boolean {
  if (bonus.compression === 'none') return true;
  if (!month.meets(bonus.payTo, memberId)) return false;
  if (bonus.compression === 'dynamic') return section11Open(bonus, month, memberId, level);
  if (bonus.compression === 'skipBelowRank') return (month.rank.get(memberId) ?? 0) >= placeOf(month, bonus.skipBelow ?? '');
  return true;
}

/** Section 4, rule 5: the holder is paid when `payTo` is met and the level is open. */
function section4Paid(bonus: LevelBonus, month: Month, memberId: number, level: Level): boolean {
  return month.meets(bonus.payTo, memberId) && section11Open(bonus, month, memberId, level);
}

/** Whether a level is open to a member by PPV, by rank and by active legs. */
function section11Open(bonus: LevelBonus, month: Month, memberId: number, level: Level): boolean {
  if (level.ppvAtLeast !== undefined && of(month.ppv, memberId) < BigInt(level.ppvAtLeast)) return false;
  if (level.rankAtLeast !== undefined && (month.rank.get(memberId) ?? 0) < placeOf(month, level.rankAtLeast)) return false;
  if (level.activeLegsAtLeast === undefined) return true;
  const active = frontline(month, memberId).filter((head) => {
    const asked = bonus.legActiveBy === 'anyone' ? leg(month, head) : [head];
    return asked.some((other) => month.meets(bonus.payTo, other));
  });
  return active.length >= level.activeLegsAtLeast;
}
