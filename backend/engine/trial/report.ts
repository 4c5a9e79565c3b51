import { z } from 'zod';
import { amountSchema, slugSchema } from '../plan/parts.ts';
import { scenarioSchema } from './scenario.ts';

export const SIMULATION_FORMAT = 'upline.simulation/1';
export const BACKTEST_FORMAT = 'upline.backtest/1';

const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const whole = z.int().nonnegative();
const signed = z.string().regex(/^(?:0|-?[1-9]\d*)$/);
/** Parts per million; of a payout ratio it may be below zero or above a million. */
const ratio = z.int();
const byBonus = z.record(slugSchema, signed);

/** A period under a plan. `earned` is what the lines come to, reversals included. */
const periodSchema = z.strictObject({
  period: whole,
  members: whole,
  left: whole,
  active: whole,
  earners: whole,
  orders: whole,
  netCv: signed,
  gross: amountSchema,
  limit: amountSchema,
  earned: signed,
  /** earned ÷ net CV; left out when nothing was sold. */
  payoutPpm: ratio.optional(),
  /** gross ÷ limit; above a million the lines were scaled down; left out when there is no limit. */
  capUsePpm: whole.optional(),
  bonuses: byBonus,
});

const totalsSchema = z.strictObject({
  netCv: signed,
  earned: signed,
  debt: amountSchema,
  payoutPpm: ratio.optional(),
  /** The highest of a period. */
  highestPayoutPpm: ratio.optional(),
  highestCapUsePpm: whole.optional(),
  scaledDownPeriods: whole,
  bonuses: byBonus,
});

/** How what was earned is spread over the members. */
const distributionSchema = z.strictObject({
  members: whole,
  earnedNothing: whole,
  earnedNothingPpm: whole,
  mean: signed,
  median: signed,
  /** Share of all that was earned by the best paid hundredth and tenth; left out when nothing was. */
  topHundredthPpm: ratio.optional(),
  topTenthPpm: ratio.optional(),
  /** What each tenth of the members earned together, the worst paid first. */
  tenths: z.array(signed).length(10),
  /** Earned more than their own purchases came to, as much, or less. */
  ahead: whole,
  even: whole,
  behind: whole,
});

const sideSchema = z.strictObject({
  planHash: hash,
  periods: z.array(periodSchema),
  totals: totalsSchema,
  distribution: distributionSchema,
});

/** What one plan gives beside another on the same periods. */
const changesSchema = z.strictObject({
  winners: whole,
  losers: whole,
  unchanged: whole,
  gained: amountSchema,
  lost: amountSchema,
  mostChanged: z.array(z.strictObject({ member: z.string(), before: signed, after: signed, difference: signed })).max(10),
});

const comparable = { current: sideSchema.optional(), changes: changesSchema.optional() };

/** What `upline simulate` writes: docs/plans.md, section 22. */
export const simulationSchema = z.strictObject({
  format: z.literal(SIMULATION_FORMAT),
  scenario: scenarioSchema.required(),
  draft: sideSchema,
  ...comparable,
});

/** What `upline backtest` writes. */
export const backtestSchema = z.strictObject({ format: z.literal(BACKTEST_FORMAT), draft: sideSchema, ...comparable });

export type TrialPeriodFigures = z.infer<typeof periodSchema>;
export type TrialTotals = z.infer<typeof totalsSchema>;
export type TrialDistribution = z.infer<typeof distributionSchema>;
export type TrialSide = z.infer<typeof sideSchema>;
export type TrialChanges = z.infer<typeof changesSchema>;
export type Simulation = z.infer<typeof simulationSchema>;
export type Backtest = z.infer<typeof backtestSchema>;
