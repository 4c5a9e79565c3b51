import { type Calculation, createCalculation } from './calculation.ts';
import { createEarnings, type EarningsView } from './earnings.ts';
import type { CommissionsOptions } from './options.ts';
import { createRuns, type Runs } from './runs.ts';
import { createTrials, type Trials } from './trials.ts';

export type Commissions = Calculation & Runs & EarningsView & Trials;

export function createCommissions(options: CommissionsOptions): Commissions {
  const calculation = createCalculation(options);
  return {
    ...calculation,
    ...createRuns(options, calculation),
    ...createEarnings(options, calculation),
    ...createTrials(options, calculation),
  };
}
