import { z } from 'zod';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus } from './kind.ts';
import { checkRankNames, fromRankUpward, type Report } from './rates.ts';

const retailBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('retail'),
  name: bilingualSchema,
  base: z.literal('cv'),
  payTo: slugSchema,
  ratePpm: ratePpmSchema,
  ratesByRank: z.record(slugSchema, ratePpmSchema).optional(),
  /** Only orders of at least this PV, as placed. */
  orderPvAtLeast: amountSchema.optional(),
  /** Only the first order of each customer. */
  customers: z.literal('new').optional(),
  rounding: roundingSchema,
});
export type RetailBonus = z.infer<typeof retailBonusSchema>;

/** A share of a customer's order for whoever sold it. docs/plans.md section 15. */
export const retailKind = { kind: 'retail', schema: retailBonusSchema, open: openRetail } satisfies BonusKind<RetailBonus>;

export function checkRetail({ ratesByRank }: RetailBonus, ranks: readonly string[], report: Report): void {
  checkRankNames(ratesByRank, ranks, ['ratesByRank'], report);
}

function openRetail(bonus: RetailBonus, context: BonusContext): OpenBonus {
  const { id: bonusId, kind, rounding } = bonus;
  const rates = fromRankUpward(bonus.ratePpm, bonus.ratesByRank, context);
  const least = BigInt(bonus.orderPvAtLeast ?? 0);
  return {
    sharesOf({ sale, memberId, pv, newCustomer }) {
      if (bonus.customers === 'new' && newCustomer !== true) return [];
      if (sale !== 'customer' || pv < least || !context.meets(bonus.payTo, memberId)) return [];
      const ratePpm = rates[context.rank[memberId] ?? 0] ?? 0;
      return ratePpm === 0 ? [] : [{ memberId, bonusId, kind, level: 0, ratePpm, rounding }];
    },
    passedOver: () => [],
  };
}
