import { type Plan } from '../plan/schema.ts';
import { type Gift, type Month } from './facts.ts';
import { placeOf } from './section-11-ranks.ts';

type RankReward = Extract<Plan['bonuses'][number], { kind: 'rankReward' }>;

/** Section 17: rules 1 to 3. */
export function section17RankReward(bonus: RankReward, month: Month): Gift[] {
  const rewards = bonus.rewards
    .map(({ rank, amount }) => ({ level: placeOf(month, rank), amount: BigInt(amount) }))
    .sort((one, other) => one.level - other.level);
  return month.members
    .filter((memberId) => month.meets(bonus.payTo, memberId))
    .flatMap((memberId) => {
      const title = bonus.when === 'firstTime' ? Number(month.column('title', memberId)) : 0;
      const reached = rewards.filter(({ level }) => level > title && level <= (month.rank.get(memberId) ?? 0));
      const paid = bonus.when === 'firstTime' && bonus.skipped === 'paid' ? reached : reached.slice(-1);
      return paid.map(({ level, amount }) => ({ bonusId: bonus.id, memberId, level, sourceMemberId: memberId, amount }));
    });
}
