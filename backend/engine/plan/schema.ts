import { z } from 'zod';
import { bonusSchema, checkBonus } from '../bonuses/registry.ts';
import { checkRanks, conditionSchema, ranksSchema } from './conditions.ts';
import { bilingualSchema, ratePpmSchema, slugSchema } from './parts.ts';

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
    cap: z.strictObject({ ratePpm: ratePpmSchema.min(1, { error: 'rate' }), onExcess: z.literal('scaleDown') }),
    refunds: z.strictObject({ policy: z.literal('reverseLines'), debt: z.literal('carry') }),
  })
  .superRefine((plan, context) => {
    const seen = new Set<string>();
    plan.bonuses.forEach((bonus, index) => {
      if (seen.has(bonus.id)) context.addIssue({ code: 'custom', path: ['bonuses', index, 'id'], message: 'repeatedBonus' });
      seen.add(bonus.id);
      if (!Object.hasOwn(plan.activity, bonus.payTo)) {
        context.addIssue({ code: 'custom', path: ['bonuses', index, 'payTo'], message: 'unknownCondition' });
      }
    });
    const report = (path: (string | number)[], message: string): void => context.addIssue({ code: 'custom', path, message });
    if (plan.ranks !== undefined) checkRanks(plan.ranks, plan.activity, report);
    plan.bonuses.forEach((bonus, index) =>
      checkBonus(bonus, { ranks: plan.ranks?.steps.map(({ id }) => id) ?? [], bonuses: plan.bonuses }, (path, message) =>
        report(['bonuses', index, ...path], message),
      ),
    );
    for (const name of Object.keys(plan.activity)) {
      if (!slugSchema.safeParse(name).success) context.addIssue({ code: 'custom', path: ['activity', name], message: 'slug' });
    }
  });

export type Plan = z.infer<typeof planSchema>;
