import { z } from 'zod';
import { bonusSchema, checkBonus, type Bonus } from '../bonuses/registry.ts';
import { bonusCapSchema, checkCaps, type BonusCap } from './caps.ts';
import { checkRanks, conditionSchema, ranksSchema } from './conditions.ts';
import { volumeAsked } from './joining.ts';
import { bilingualSchema, ratePpmSchema, slugSchema } from './parts.ts';
import { roundsDown, worstCase } from './worst-case.ts';

export const PLAN_FORMAT = 'upline.plan/1';

/** Every plan names `active`; more conditions may stand beside it. */
const activitySchema = z.object({ active: conditionSchema }).catchall(conditionSchema);

/** A compensation plan as data. docs/plans.md is its specification; unknown fields are refused everywhere. */
export const planSchema = z
  .strictObject({
    format: z.literal(PLAN_FORMAT),
    name: bilingualSchema,
    currency: z.strictObject({
      code: z.string().regex(/^[A-Za-z]{2,12}$/, { error: 'currencyCode' }),
      minorDigits: z.int().min(0).max(18),
    }),
    pointDigits: z.literal(2),
    activity: activitySchema,
    ranks: ranksSchema.optional(),
    bonuses: z.array(bonusSchema).max(50),
    /** Limits on single bonuses, in the order in which they bite. */
    caps: z.array(bonusCapSchema).min(1).max(20).optional(),
    cap: z.strictObject({ ratePpm: ratePpmSchema.min(1, { error: 'rate' }), onExcess: z.enum(['scaleDown', 'withinCap']) }),
    refunds: z.strictObject({ policy: z.enum(['reverseLines', 'averageRate']), debt: z.literal('carry') }),
  })
  .superRefine((plan, context) => {
    const report = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message });
    const seen = new Set<string>();
    plan.bonuses.forEach((bonus, index) => {
      if (seen.has(bonus.id)) report(['bonuses', index, 'id'], 'repeatedBonus');
      seen.add(bonus.id);
      if (!Object.hasOwn(plan.activity, bonus.payTo)) report(['bonuses', index, 'payTo'], 'unknownCondition');
    });
    if (plan.ranks !== undefined) checkRanks(plan.ranks, plan.activity, report);
    const ranks = plan.ranks?.steps.map(({ id }) => id) ?? [];
    const terms = {
      ranks,
      conditions: plan.activity,
      bonuses: plan.bonuses,
      asksForVolume: volumeAsked(plan.ranks, plan.activity),
    };
    plan.bonuses.forEach((bonus, index) =>
      checkBonus(bonus, terms, (path, message) => report(['bonuses', index, ...path], message)),
    );
    const caps = plan.caps ?? [];
    checkCaps(caps, terms, (path, message) => report(['caps', ...path], message));
    checkMatchedCaps(plan.bonuses, caps, report);
    if (plan.cap.onExcess === 'withinCap') checkWorstCase(plan, ranks, report);
    for (const name of Object.keys(plan.activity)) {
      if (!slugSchema.safeParse(name).success) report(['activity', name], 'slug');
    }
  });

export type Plan = z.infer<typeof planSchema>;

/** Matching on a bonus that a cap limits must say whether it reads what was earned before or after. docs/plans.md section 23, rule 6. */
function checkMatchedCaps(
  bonuses: readonly Bonus[],
  caps: readonly BonusCap[],
  report: (path: (string | number)[], message: string) => void,
): void {
  const limited = new Set(caps.flatMap(({ of }) => of));
  bonuses.forEach((bonus, index) => {
    if (bonus.kind !== 'matching') return;
    const asked = bonus.of.some((id) => limited.has(id));
    if (asked && bonus.matched === undefined) report(['bonuses', index, 'matched'], 'missing');
    if (!asked && bonus.matched !== undefined) report(['bonuses', index, 'matched'], 'strayField');
  });
}

/** What a plan must prove that promises never to need a scale-down. docs/plans.md section 19, rule 3. */
function checkWorstCase(
  plan: { readonly bonuses: readonly Bonus[]; readonly cap: { readonly ratePpm: number } },
  ranks: readonly string[],
  report: (path: (string | number)[], message: string) => void,
): void {
  let total = 0;
  plan.bonuses.forEach((bonus, index) => {
    const bound = worstCase(bonus, { bonuses: plan.bonuses, ranks });
    if (bound === undefined) report(['bonuses', index], 'noBound');
    if (!roundsDown(bonus)) report(['bonuses', index, 'rounding'], 'roundsUp');
    total += bound ?? 0;
  });
  if (total > plan.cap.ratePpm) report(['cap', 'ratePpm'], 'worstCaseAboveCap');
}
