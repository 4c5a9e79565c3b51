import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { problem } from './problem.ts';
import { amountString, asOf, localizedText, memberId, unsignedAmountString } from './values.ts';

const whole = z.int().min(0);
/** Parts per million; a payout ratio may be below zero or above a million. */
const share = z.int();
const byBonus = z.record(z.string(), amountString);

const trialPeriod = z
  .object({
    period: whole,
    members: whole.meta({ description: 'Without the company.' }),
    left: whole,
    active: whole,
    earners: whole,
    orders: whole,
    netCv: amountString,
    gross: unsignedAmountString.meta({ description: 'What the lines come to before scale-down.' }),
    limit: unsignedAmountString,
    earned: amountString,
    payoutPpm: share.optional().meta({ description: 'Of net CV; left out when nothing was sold.' }),
    capUsePpm: whole.optional().meta({ description: 'gross ÷ limit; above a million the lines were scaled down.' }),
    bonuses: byBonus,
  })
  .meta({ id: 'TrialPeriod' });

const trialSide = z
  .object({
    planHash: z.string().regex(/^0x[0-9a-f]{64}$/),
    periods: z.array(trialPeriod),
    totals: z.object({
      netCv: amountString,
      earned: amountString,
      debt: unsignedAmountString,
      payoutPpm: share.optional(),
      highestPayoutPpm: share.optional(),
      highestCapUsePpm: whole.optional(),
      scaledDownPeriods: whole,
      bonuses: byBonus,
    }),
    distribution: z.object({
      members: whole,
      earnedNothing: whole,
      earnedNothingPpm: whole,
      mean: amountString,
      median: amountString,
      topHundredthPpm: share.optional(),
      topTenthPpm: share.optional(),
      tenths: z.array(amountString).meta({ description: 'What each tenth of the members earned, the worst paid first.' }),
      ahead: whole.meta({ description: 'Members who earned more than they bought for.' }),
      even: whole,
      behind: whole,
    }),
  })
  .meta({ id: 'TrialSide' });

const memberChange = z
  .object({
    memberId,
    name: z.string().nullable(),
    before: amountString,
    after: amountString,
    difference: amountString,
  })
  .meta({ id: 'MemberChange' });

const trialReport = z
  .object({
    draft: trialSide,
    current: trialSide.nullable().meta({ description: 'The plan in force, or what was really earned.' }),
    changes: z
      .object({
        winners: whole,
        losers: whole,
        unchanged: whole,
        gained: unsignedAmountString,
        lost: unsignedAmountString,
        mostChanged: z.array(memberChange),
      })
      .nullable(),
    bonuses: z.array(z.object({ id: z.string(), name: localizedText })),
    asOf: asOf.nullable().meta({ description: 'null for a simulation: it is about nobody.' }),
  })
  .meta({ id: 'TrialReport' });

/** A trial is told line by line: how far it is, and at the end the report or why there is none. */
const trialLine = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('progress'), done: whole, of: whole }),
    z.object({ type: z.literal('report'), report: trialReport }),
    z.object({ type: z.literal('failed'), problem }),
  ])
  .meta({ id: 'TrialLine' });

const draft = z
  .string()
  .max(60_000)
  .regex(/^\{[\s\S]*\}$/)
  .meta({ description: 'The draft as canonical JSON (RFC 8785), as it would be published.' });

const chance = z.int().min(0).max(1_000_000);

const trialScenario = z
  .strictObject({
    months: z.int().min(1).max(36),
    seed: z.int().min(0).max(4_294_967_295),
    startMembers: z.int().min(1).max(50_000),
    mostMembers: z.int().min(1).max(100_000),
    bringsPpm: chance,
    buysPpm: chance,
    sellsPpm: chance,
    leavesPpm: chance,
    refundsPpm: chance,
  })
  .meta({ id: 'TrialScenario', description: 'How a network grows: docs/plans.md, section 22.' });

export const backtestPlan = defineRoute({
  id: 'trials.backtest',
  method: 'POST',
  path: '/trials/backtest',
  permission: 'plans.try',
  summary:
    'A draft of a plan on the closed periods, beside what was really earned. Nothing is written; closing the connection ends it.',
  body: z.strictObject({ plan: draft, upTo: z.int().min(1).max(4_294_967_295).optional() }),
  media: 'lines',
  response: trialLine,
  errors: [
    'PLAN.INVALID',
    'COMMISSIONS.PERIOD_OPEN',
    'ENGINE.NO_PLACEMENT',
    'TRIALS.ALREADY_RUNNING',
    'TRIALS.BUSY',
    'PROCESS.OUT_OF_TIME',
    'PROCESS.OUT_OF_MEMORY',
  ],
});

export const simulatePlan = defineRoute({
  id: 'trials.simulate',
  method: 'POST',
  path: '/trials/growth',
  permission: 'plans.try',
  summary:
    'A draft of a plan on a network that grows by seeded chance, beside the plan in force. No forecast: what follows from the assumptions.',
  body: z.strictObject({ plan: draft, scenario: trialScenario }),
  media: 'lines',
  response: trialLine,
  errors: [
    'PLAN.INVALID',
    'TRIALS.BAD_SCENARIO',
    'TRIALS.ALREADY_RUNNING',
    'TRIALS.BUSY',
    'PROCESS.OUT_OF_TIME',
    'PROCESS.OUT_OF_MEMORY',
  ],
});

export type TrialLine = z.infer<typeof trialLine>;
export type TrialReport = z.infer<typeof trialReport>;
export type TrialSide = z.infer<typeof trialSide>;
export type TrialPeriod = z.infer<typeof trialPeriod>;
export type MemberChange = z.infer<typeof memberChange>;
export type TrialBonus = TrialReport['bonuses'][number];
export type TrialScenario = z.infer<typeof trialScenario>;
