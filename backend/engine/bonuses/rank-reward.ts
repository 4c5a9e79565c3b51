import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { amountSchema, bilingualSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Give, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';
import { type Report } from './rates.ts';

const rankRewardSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('rankReward'),
  name: bilingualSchema,
  payTo: slugSchema,
  when: z.enum(['firstTime', 'everyTime']),
  /** Whether ranks that were skipped on the way up are rewarded too; of `firstTime`. */
  skipped: z.enum(['paid', 'lost']).optional(),
  rewards: z
    .array(z.strictObject({ rank: slugSchema, amount: amountSchema }))
    .min(1)
    .max(50),
});
export type RankReward = z.infer<typeof rankRewardSchema>;

/** A fixed amount for reaching, or for having, a rank. docs/plans.md section 17. */
export const rankRewardKind = {
  kind: 'rankReward',
  schema: rankRewardSchema,
  open: openRankReward,
} satisfies PeriodBonusKind<RankReward>;

/** Ranks that do not exist, are named twice, or can be reached without anybody's volume: that would be pay for joining. */
export function checkRankReward(
  bonus: RankReward,
  plan: { readonly ranks: readonly string[]; readonly asksForVolume: (rank: string) => boolean },
  report: Report,
): void {
  if (bonus.when === 'firstTime' && bonus.skipped === undefined) report(['skipped'], 'missing');
  if (bonus.when === 'everyTime' && bonus.skipped !== undefined) report(['skipped'], 'strayField');
  bonus.rewards.forEach(({ rank, amount }, index) => {
    const path = ['rewards', index, 'rank'];
    if (!plan.ranks.includes(rank)) report(path, 'unknownRank');
    else if (bonus.rewards.findIndex((other) => other.rank === rank) !== index) report(path, 'repeatedRank');
    else if (amount !== '0' && !plan.asksForVolume(rank)) report(path, 'paysForJoining');
  });
}

/** What a member is due: each reward by the number of its rank. */
export function readRewards(
  bonus: RankReward,
  { rank, meets, titleBefore, rankNumber }: BonusContext,
): (memberId: number) => readonly { readonly number: number; readonly amount: bigint }[] {
  const rewards = bonus.rewards
    .map((reward) => ({ number: rankNumber(reward.rank), amount: BigInt(reward.amount) }))
    .toSorted((one, other) => one.number - other.number);
  return (memberId) => {
    const reached = rank[memberId] ?? 0;
    if (reached === 0 || !meets(bonus.payTo, memberId)) return [];
    const before = bonus.when === 'firstTime' ? titleBefore(memberId) : 0;
    const due = rewards.filter(({ number }) => number <= reached && number > before);
    return (bonus.skipped === 'paid' ? due : due.slice(-1)).filter(({ amount }) => amount !== 0n);
  };
}

function openRankReward(bonus: RankReward, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning {
  const dueOf = readRewards(bonus, context);
  return (_value, give) => {
    for (let memberId = COMPANY_MEMBER + 1; memberId <= context.memberCount; memberId += 1) {
      for (const { number, amount } of dueOf(memberId)) give(memberId, amount, memberId, 0n, number, 0);
    }
    return {};
  };
}
