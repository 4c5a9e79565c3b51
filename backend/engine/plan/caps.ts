import { z } from 'zod';
import { checkRankNames, type Report } from '../bonuses/rates.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, slugSchema } from './parts.ts';

/** A limit on what named bonuses come to, beside the one on the company as a whole. docs/plans.md section 23. */
export const bonusCapSchema = z.strictObject({
  id: slugSchema,
  name: bilingualSchema,
  /** The bonuses that are limited, by `member` and `period` together. */
  of: z.array(slugSchema).min(1).max(50),
  /** Each amount by itself, what a member has in the period, or what everybody has. */
  per: z.enum(['line', 'member', 'period']),
  /** Of `line` and `member`. */
  most: z.strictObject({ amount: amountSchema, byRank: z.record(slugSchema, amountSchema).optional() }).optional(),
  /** Of `period`: share of the CV of the period's orders. */
  ratePpm: ratePpmSchema.optional(),
});
export type BonusCap = z.infer<typeof bonusCapSchema>;

interface Terms {
  readonly ranks: readonly string[];
  readonly bonuses: readonly { readonly id: string; readonly kind: string }[];
}

/** Names that lead nowhere, fields that `per` asks for or does not read, and an order in which matching would read its own cap. */
export function checkCaps(caps: readonly BonusCap[], { ranks, bonuses }: Terms, report: Report): void {
  const seen = new Set<string>();
  let matchingNamed = false;
  caps.forEach((cap, index) => {
    if (seen.has(cap.id)) report([index, 'id'], 'repeatedCap');
    seen.add(cap.id);
    cap.of.forEach((id, place) => {
      if (!bonuses.some((bonus) => bonus.id === id)) report([index, 'of', place], 'unknownBonus');
      else if (cap.of.indexOf(id) !== place) report([index, 'of', place], 'repeatedBonus');
    });
    const [wanted, stray] = cap.per === 'period' ? (['ratePpm', 'most'] as const) : (['most', 'ratePpm'] as const);
    if (cap[wanted] === undefined) report([index, wanted], 'missing');
    if (cap[stray] !== undefined) report([index, stray], 'strayField');
    checkRankNames(cap.most?.byRank, ranks, [index, 'most', 'byRank'], report);
    const limitsMatching = namesMatching(cap, bonuses);
    if (matchingNamed && !limitsMatching) report([index, 'of'], 'capAfterMatching');
    matchingNamed ||= limitsMatching;
  });
}

/** Whether the cap limits a matching bonus: then it comes after matching, and all others before. */
export function namesMatching({ of }: Pick<BonusCap, 'of'>, bonuses: Terms['bonuses']): boolean {
  return bonuses.some(({ id, kind }) => kind === 'matching' && of.includes(id));
}
