import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { Amounts } from './amounts.ts';
import { type BonusContext, type Give, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';
import { type Report } from './rates.ts';

const matchingBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('matching'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  /** The bonuses that are matched. */
  of: z.array(slugSchema).min(1).max(50),
  payTo: slugSchema,
  /** What of the bonuses is matched that a cap limits. */
  matched: z.enum(['beforeCaps', 'afterCaps']).optional(),
  compression: z.enum(['none', 'standard']),
  levels: z
    .array(z.strictObject({ ratePpm: ratePpmSchema, rankAtLeast: slugSchema.optional() }))
    .min(1)
    .max(100),
  rounding: roundingSchema,
});
export type MatchingBonus = z.infer<typeof matchingBonusSchema>;

/** A share of what members of the first levels earned by named bonuses. docs/plans.md section 12. */
export const matchingKind = {
  kind: 'matching',
  schema: matchingBonusSchema,
  open: openMatching,
} satisfies PeriodBonusKind<MatchingBonus>;

/** Names that lead nowhere, and matching on matching, which would go round in a circle. */
export function checkMatching(
  bonus: MatchingBonus,
  plan: { readonly ranks: readonly string[]; readonly bonuses: readonly { readonly id: string; readonly kind: string }[] },
  report: Report,
): void {
  bonus.of.forEach((id, index) => {
    const matched = plan.bonuses.find((other) => other.id === id);
    if (matched === undefined) report(['of', index], 'unknownBonus');
    else if (matched.kind === 'matching') report(['of', index], 'matchingOnMatching');
  });
  bonus.levels.forEach(({ rankAtLeast }, index) => {
    if (rankAtLeast !== undefined && !plan.ranks.includes(rankAtLeast)) report(['levels', index, 'rankAtLeast'], 'unknownRank');
  });
}

function openMatching(bonus: MatchingBonus, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning {
  const { sponsorOf, meets, rank } = context;
  const lowest = bonus.levels.map(({ rankAtLeast }) => (rankAtLeast === undefined ? 0 : context.rankNumber(rankAtLeast)));
  // For every member: who holds a level whose search begins there; standard compression passes over who does not meet payTo.
  const holderOf = new Uint32Array(context.memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) {
    const holds = bonus.compression === 'none' || meets(bonus.payTo, member);
    holderOf[member] = holds ? member : (holderOf[sponsorOf[member] ?? 0] ?? 0);
  }
  return ({ earned: before, earnedAfterCaps }, give) => {
    const earned = bonus.matched === 'afterCaps' ? earnedAfterCaps() : before;
    const base = new Amounts(context.memberCount);
    for (const id of new Set(bonus.of)) {
      const amounts = earned.get(id);
      if (amounts !== undefined) base.addAll(amounts);
    }
    for (const sourceMemberId of base.members()) {
      const matched = base.of(sourceMemberId);
      let memberId = holderOf[sponsorOf[sourceMemberId] ?? 0] ?? 0;
      for (const [index, { ratePpm }] of bonus.levels.entries()) {
        if (memberId === 0) break;
        if (ratePpm > 0 && meets(bonus.payTo, memberId) && (rank[memberId] ?? 0) >= (lowest[index] ?? 0)) {
          give(memberId, applyRate(matched, ratePpm, bonus.rounding), sourceMemberId, matched, index + 1, ratePpm);
        }
        memberId = holderOf[sponsorOf[memberId] ?? 0] ?? 0;
      }
    }
    return {};
  };
}
