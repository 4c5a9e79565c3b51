import { z } from 'zod';
import { WHOLE_PPM } from '#kernel/rate.ts';

/** Pieces of the plan language that every bonus kind uses. The messages are codes; `faults.ts` has the words. */

/** A whole amount as decimal text: hundredths of a point or minor units. Text, because JSON numbers lose digits. */
export const amountSchema = z
  .string({ error: 'amount' })
  .regex(/^(?:0|[1-9]\d{0,29})$/, { error: 'amount' })
  .meta({ id: 'amount', description: 'A whole amount as decimal text: hundredths of a point, or payout units.' });

export const ratePpmSchema = z
  .int({ error: 'rate' })
  .min(0, { error: 'rate' })
  .max(WHOLE_PPM, { error: 'rate' })
  .meta({ id: 'ratePpm', description: 'A rate in parts per million: 5% is 50000.' });

/** Thresholds from the lowest upward, each with the rate from there on. */
export const bracketsSchema = z
  .array(z.strictObject({ from: amountSchema, ratePpm: ratePpmSchema }))
  .min(1)
  .max(50);

export const roundingSchema = z.enum(['down', 'halfUp', 'halfEven']);

/** Names of bonuses and conditions: they stand in files and addresses, so plain letters. */
export const slugSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/, { error: 'slug' })
  .meta({ id: 'plainName', description: 'The id of a bonus, a rank or a condition.' });

const wordsSchema = z
  .string()
  .refine((text) => text === text.trim() && text.length >= 1 && text.length <= 120 && text.isWellFormed(), { error: 'words' });

export const bilingualSchema = z
  .strictObject({ en: wordsSchema, ru: wordsSchema })
  .meta({ id: 'bilingual', description: 'Words for people, in both languages.' });
