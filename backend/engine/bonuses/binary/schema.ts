import { z } from 'zod';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../../plan/parts.ts';
import { checkRankNames, type Report } from '../rates.ts';

const positiveAmountSchema = amountSchema.refine((text) => text !== '0', { error: 'amountAboveZero' });
const unitsSchema = z.int().min(1).max(1_000);

/** How many units of the stronger and of the weaker leg make a pair, and what the pair pays. */
const pairSchema = z.strictObject({ stronger: unitsSchema, weaker: unitsSchema, amount: amountSchema });

export const binaryBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('binary'),
  name: bilingualSchema,
  tree: z.literal('placement'),
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Members whom the earner sponsors and who meet the condition, asked for in both legs. */
  eachSide: z.strictObject({ count: unitsSchema, meets: slugSchema }).optional(),
  by: z.enum(['weakerLeg', 'volumeRatio', 'units', 'steps']),
  /** Of `weakerLeg` and `volumeRatio`. */
  ratePpm: ratePpmSchema.optional(),
  ratesByRank: z.record(slugSchema, ratePpmSchema).optional(),
  rounding: roundingSchema.optional(),
  /** Of `units`: CV of a unit, the ratios in the order in which they are tried, and the ratio of a member's first pair ever. */
  unit: positiveAmountSchema.optional(),
  ratios: z.array(pairSchema).min(1).max(10).optional(),
  opening: pairSchema.optional(),
  /** Of `steps`: thresholds of the weaker leg from the lowest upward. */
  steps: z
    .array(z.strictObject({ volume: positiveAmountSchema, amount: amountSchema }))
    .min(1)
    .max(50)
    .optional(),
  /** The most that a member has in a period. */
  most: z.strictObject({ amount: amountSchema, byRank: z.record(slugSchema, amountSchema).optional() }).optional(),
  /** Whether the volume is used that the cap leaves unpaid. */
  overCap: z.enum(['used', 'kept']).optional(),
  after: z.enum(['flush', 'netOff', 'carry']),
  ineligible: z.enum(['keep', 'flush', 'use']),
  ownVolume: z.enum(['notCounted', 'weakerLeg']),
  belowZero: z.enum(['owed', 'zero']),
  /** Most that a leg carries. */
  mostCarried: amountSchema.optional(),
  /** Periods after which carried volume is lost. */
  carryExpiresAfter: z.int().min(1).max(60).optional(),
});
export type BinaryBonus = z.infer<typeof binaryBonusSchema>;

const fieldsOf = {
  weakerLeg: ['ratePpm', 'rounding'],
  volumeRatio: ['ratePpm', 'rounding'],
  units: ['unit', 'ratios'],
  steps: ['steps'],
} as const;
const optionalOf = { weakerLeg: ['ratesByRank'], volumeRatio: ['ratesByRank'], units: ['opening'], steps: [] } as const;
const switched = ['ratePpm', 'rounding', 'ratesByRank', 'unit', 'ratios', 'opening', 'steps'] as const;

/** Fields that `by` asks for or does not read, steps out of order, and names that lead nowhere. */
export function checkBinary(
  bonus: BinaryBonus,
  { ranks, conditions }: { readonly ranks: readonly string[]; readonly conditions: object },
  report: Report,
): void {
  const wanted: readonly string[] = fieldsOf[bonus.by];
  const allowed: readonly string[] = [...wanted, ...optionalOf[bonus.by]];
  for (const field of switched) {
    if (bonus[field] === undefined && wanted.includes(field)) report([field], 'missing');
    if (bonus[field] !== undefined && !allowed.includes(field)) report([field], 'strayField');
  }
  if (bonus.most !== undefined && bonus.overCap === undefined) report(['overCap'], 'missing');
  if (bonus.most === undefined && bonus.overCap !== undefined) report(['overCap'], 'strayField');
  bonus.steps?.forEach(({ volume, amount }, index) => {
    const before = bonus.steps?.[index - 1];
    if (before === undefined) return;
    if (BigInt(volume) <= BigInt(before.volume)) report(['steps', index, 'volume'], 'thresholdOrder');
    if (BigInt(amount) < BigInt(before.amount)) report(['steps', index, 'amount'], 'thresholdOrder');
  });
  checkRankNames(bonus.ratesByRank, ranks, ['ratesByRank'], report);
  checkRankNames(bonus.most?.byRank, ranks, ['most', 'byRank'], report);
  if (bonus.eachSide !== undefined && !Object.hasOwn(conditions, bonus.eachSide.meets)) {
    report(['eachSide', 'meets'], 'unknownCondition');
  }
}
