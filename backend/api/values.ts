import { z } from 'zod';

/** Money, volume and points: a whole number of minor units as decimal text, so that no reader rounds it. */
export const amountString = z
  .string()
  .regex(/^(?:0|-?[1-9]\d{0,77})$/)
  .meta({
    id: 'Amount',
    description: 'Whole number of minor units (money, CV) or hundredths of a point (PV), as decimal text.',
    example: '2500000',
  });

/** As `amountString`, never below zero. */
export const unsignedAmountString = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,77})$/)
  .meta({ id: 'UnsignedAmount', description: 'Whole number of minor units, zero or more, as decimal text.', example: '2500000' });

export const address = z
  .templateLiteral(['0x', z.string().regex(/[0-9a-fA-F]{40}/)])
  .meta({ id: 'Address', example: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' });

export const hash = z
  .templateLiteral(['0x', z.string().regex(/[0-9a-f]{64}/)])
  .meta({ id: 'Hash', description: '32 bytes, lower-case hexadecimal.' });

/** A signature, 65 bytes of a key or more of a smart wallet. */
export const signature = z
  .templateLiteral(['0x', z.string().regex(/(?:[0-9a-fA-F]{2}){65,4096}/)])
  .meta({ id: 'Signature', description: 'Hexadecimal signature: 65 bytes of a key, or what a smart wallet asks for.' });

/** `uint32`, from 1. */
export const memberId = z
  .int()
  .min(1)
  .max(4_294_967_295)
  .meta({ id: 'MemberId', description: 'Number of a member; 1 is the company.' });

export const period = z
  .int()
  .min(0)
  .max(4_294_967_295)
  .meta({ id: 'Period', description: 'Number of a period; 0 is the founding period.' });

/** 48-bit number that names an order on the chain. */
export const orderReference = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .meta({ id: 'OrderReference', description: 'The 48-bit number that stands for the order on the chain, as decimal text.' });

export const uuid = z.uuid();
export const time = z.iso.datetime().meta({ id: 'Time', description: 'Moment in UTC, ISO 8601.' });
export const locale = z.enum(['en', 'ru']);
export const localizedText = z.object({ en: z.string(), ru: z.string() }).meta({ id: 'LocalizedText' });
export const ppm = z.int().min(0).meta({ description: 'Parts per million.' });

/** The block that an answer was read at; whatever comes from the mirror carries one. */
export const asOf = z
  .object({ block: z.int().min(0), time })
  .meta({ id: 'AsOf', description: 'The block that this answer stands for, and its time.' });

/** A person as far as others may see: the number is public, the name may be unknown. */
export const person = z.object({ memberId, name: z.string().nullable() }).meta({ id: 'Person' });

/** Free text of one line: no control signs (databases refuse some), no half characters, no marks that turn the direction of reading. */
export const lineOfText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u);

/** Display names: letters of any script, no control or direction marks. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[\p{L}\p{M}\p{N} .,'’\-()]+$/u);

// Paths and queries arrive as text. Only plain decimal text becomes a number: no '', ' 1', '1e9', '0x1'.
const numberText = (least: number, most: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,9})$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .meta({
      override: ({ jsonSchema }: { jsonSchema: { pattern?: string } }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: least, maximum: most });
      },
    });

export const memberIdText = numberText(1, 4_294_967_295);
export const periodText = numberText(0, 4_294_967_295);
export const planVersionText = numberText(1, 4_294_967_295);
export const depthText = numberText(1, 12);
export const limitText = (most: number) => numberText(1, most);

/** What a list gives back to get its next page. Opaque. */
export const cursorText = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9_-]+$/);

/** What every list takes. */
export const paging = { cursor: cursorText.optional(), limit: limitText(200).optional() };

export const listFormat = z.enum(['json', 'csv', 'xlsx']).optional();

export type Address = z.infer<typeof address>;
export type Hash = z.infer<typeof hash>;
export type Signature = z.infer<typeof signature>;
export type AsOf = z.infer<typeof asOf>;
export type LocalizedText = z.infer<typeof localizedText>;
export type Person = z.infer<typeof person>;
