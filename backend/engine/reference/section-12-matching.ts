import { type Plan } from '../plan/schema.ts';
import { type Gift, type Month } from './facts.ts';
import { placeOf } from './section-11-ranks.ts';
import { section5Rounding } from './section-5-rounding.ts';

type MatchingBonus = Extract<Plan['bonuses'][number], { kind: 'matching' }>;

/** Section 12, matching: shares of what `given` says a member earned by the bonuses named in `of`, to the member's sponsors. */
export function section12Matching(bonus: MatchingBonus, month: Month, given: readonly Gift[]): Gift[] {
  const gifts: Gift[] = [];
  for (const source of month.members) {
    const earned = given
      .filter(({ memberId, bonusId }) => memberId === source && bonus.of.includes(bonusId))
      .reduce((sum, { amount }) => sum + amount, 0n);
    let standing = month.above('sponsor', source);
    for (const [index, level] of bonus.levels.entries()) {
      // "`none` or `standard`, as in section 4": everybody holds a level, or who meets `payTo`.
      while (standing > 1 && bonus.compression === 'standard' && !month.meets(bonus.payTo, standing)) {
        standing = month.above('sponsor', standing);
      }
      if (standing <= 1) break;
      const ranked = level.rankAtLeast === undefined || (month.rank.get(standing) ?? 0) >= placeOf(month, level.rankAtLeast);
      if (ranked && month.meets(bonus.payTo, standing)) {
        const amount = section5Rounding(earned, level.ratePpm, bonus.rounding);
        gifts.push({ bonusId: bonus.id, memberId: standing, level: index + 1, sourceMemberId: source, amount });
      }
      standing = month.above('sponsor', standing);
    }
  }
  return gifts;
}
