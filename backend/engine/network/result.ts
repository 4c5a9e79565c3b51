import { z } from 'zod';
import { amountSchema, ratePpmSchema, slugSchema } from '../plan/parts.ts';
import { carrySchema } from './carry.ts';

export const RUN_FORMAT = 'upline.run/1';

const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const name = z.string();
const whole = z.int().nonnegative();
const signed = z.string().regex(/^(?:0|-?[1-9]\d*)$/);
const byBonus = z.record(slugSchema, signed);

const lineSchema = z.strictObject({
  member: name,
  bonus: slugSchema,
  kind: z.string(),
  source: name,
  level: whole,
  ratePpm: ratePpmSchema,
  base: signed,
  amount: signed,
  passedOver: z.array(name),
  ref: name.optional(),
  reversalOf: whole.optional(),
});

/** What `upline run` writes: docs/plans.md, "Files". */
export const resultSchema = z.strictObject({
  format: z.literal(RUN_FORMAT),
  period: whole,
  planHash: hash,
  inputHash: hash,
  root: hash,
  stateRoot: hash,
  earnings: z.array(
    z.strictObject({
      member: name,
      bonuses: byBonus,
      net: signed,
      credited: amountSchema,
      cumulative: amountSchema,
      debt: amountSchema,
    }),
  ),
  /** Rank of the period; who has none is left out. */
  ranks: z.record(name, slugSchema),
  totals: z.strictObject({
    netCv: signed,
    gross: amountSchema,
    limit: amountSchema,
    credited: amountSchema,
    cumulative: amountSchema,
    debt: amountSchema,
    bonuses: byBonus,
  }),
  carry: carrySchema,
  lines: z.array(lineSchema).optional(),
});
