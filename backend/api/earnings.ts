import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  amountString,
  asOf,
  localizedText,
  memberId,
  memberIdText,
  orderReference,
  period,
  periodText,
  person,
  ppm,
  unsignedAmountString,
  uuid,
} from './values.ts';

/** estimate: the open period, may still change; preliminary: closed and calculated; then in review, claimable, received. */
export const earningStatus = z.enum(['estimate', 'preliminary', 'inReview', 'claimable', 'received']);

export const earningsPeriod = z
  .object({
    period,
    status: earningStatus,
    amount: amountString.meta({ description: 'Net of the period: bonuses less reversals and debt set off.' }),
    debt: unsignedAmountString.meta({ description: 'Carried to the next period because refunds exceeded bonuses.' }),
    asOf,
  })
  .meta({ id: 'EarningsPeriod' });

export const earnings = z
  .object({
    memberId,
    summary: z.object({
      preliminary: amountString,
      inReview: unsignedAmountString,
      claimable: unsignedAmountString,
      received: unsignedAmountString,
    }),
    periods: z.array(earningsPeriod).meta({ description: 'Newest first.' }),
    asOf,
  })
  .meta({ id: 'Earnings' });

export const earningLine = z
  .object({
    bonusId: z.string(),
    bonusName: localizedText,
    kind: z.string().meta({ description: 'Kind of the bonus in the plan language, such as level.' }),
    entryIndex: z
      .string()
      .regex(/^\d{1,20}$/)
      .meta({ description: 'Which entry of the VolumeLedger, counted from 0 over all periods.' }),
    orderRef: orderReference,
    orderId: uuid.nullable().meta({ description: 'Null when the viewer may not open the order.' }),
    source: person.meta({ description: 'Whose order it was.' }),
    level: z.int().min(0),
    ratePpm: ppm,
    base: amountString,
    amount: amountString.meta({ description: 'After scale-down; negative for a reversal.' }),
    passedOver: z.array(person).meta({ description: 'Between source and receiver, left out by compression.' }),
    reversalOf: z.object({ period, entryIndex: z.string().regex(/^\d{1,20}$/) }).nullable(),
  })
  .meta({ id: 'EarningLine' });

export const earningNeed = z
  .object({
    what: z
      .enum([
        'ppv',
        'customers',
        'customerPv',
        'oneOf',
        'volume',
        'legs',
        'matrix',
        'tenure',
        'consecutive',
        'held',
        'rank',
        'bracket',
        'activeLegs',
        'sponsoredLeft',
        'sponsoredRight',
        'weakerLeg',
        'strongerLeg',
        'orders',
        'membership',
      ])
      .meta({ description: 'The test that was not passed (docs/plans.md, section 21).' }),
    required: unsignedAmountString,
    actual: amountString.meta({ description: 'What there is; required less actual is missing.' }),
    unit: z.enum(['points', 'money', 'count']).meta({ description: 'Hundredths of a point, payout units, or just a number.' }),
    level: z.int().min(1).nullable().meta({ description: 'Level, or generation, that the test belongs to.' }),
    rank: localizedText.nullable().meta({ description: 'Of rank, legs and held: which rank is asked for.' }),
    condition: z.string().nullable().meta({ description: 'Condition of the plan that the test belongs to.' }),
    depth: z
      .int()
      .min(0)
      .meta({ description: 'What a rank lacks, and what the alternatives of oneOf lack, stand behind it, one deeper.' }),
    alternative: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'Which alternative of the oneOf above it belongs to; one alternative met whole is enough.' }),
  })
  .meta({ id: 'EarningNeed' });

const needs = z.array(earningNeed).meta({ description: 'In reading order.' });

export const missingBonus = z
  .object({ bonusId: z.string(), bonusName: localizedText, kind: z.string(), needs })
  .meta({ id: 'MissingBonus' });

export const earningLines = z
  .object({
    memberId,
    period,
    status: earningStatus,
    lines: z.array(earningLine),
    total: amountString.meta({ description: 'Sum of the lines.' }),
    debtBefore: unsignedAmountString,
    debtAfter: unsignedAmountString,
    net: amountString.meta({ description: 'What the period added to the cumulative amount.' }),
    planVersion: z.int().min(1),
    scaleDown: z.object({ limit: unsignedAmountString, gross: unsignedAmountString }).nullable().meta({
      description: 'Set when the cap of the period was reached: each line is amount × limit / gross, rounded down.',
    }),
    caps: z
      .array(
        z.object({
          name: localizedText,
          per: z.enum(['line', 'member', 'period']),
          limit: unsignedAmountString,
          gross: unsignedAmountString,
        }),
      )
      .meta({
        description: 'Caps of the plan that cut at these lines, in their order: what came to gross was let through up to limit.',
      }),
    missing: z.array(missingBonus).meta({ description: 'Bonuses without a line: each test that was not passed.' }),
    nextRank: z.object({ id: z.string(), name: localizedText, needs }).nullable().meta({
      description: 'What the next rank would have asked for. Null for who has the highest, and in plans without ranks.',
    }),
    asOf,
  })
  .meta({ id: 'EarningLines' });

export const getEarnings = defineRoute({
  id: 'earnings.get',
  method: 'GET',
  path: '/members/:memberId/earnings',
  permission: { relation: 'self', staff: 'earnings.see' },
  summary: 'Earnings by period with their status.',
  params: z.strictObject({ memberId: memberIdText }),
  response: earnings,
});

export const getEarningLines = defineRoute({
  id: 'earnings.lines',
  method: 'GET',
  path: '/members/:memberId/earnings/:period/lines',
  permission: { relation: 'self', staff: 'earnings.see' },
  summary: 'Every line of one period, down to the order that it came from.',
  params: z.strictObject({ memberId: memberIdText, period: periodText }),
  response: earningLines,
  errors: ['SETTLEMENT.UNKNOWN_PERIOD'],
});

export type EarningStatus = z.infer<typeof earningStatus>;
export type EarningsPeriod = z.infer<typeof earningsPeriod>;
export type Earnings = z.infer<typeof earnings>;
export type EarningLine = z.infer<typeof earningLine>;
export type EarningNeed = z.infer<typeof earningNeed>;
export type MissingBonus = z.infer<typeof missingBonus>;
export type EarningLines = z.infer<typeof earningLines>;
