export { type Commissions, createCommissions } from './service/index.ts';
export type { CommissionsOptions } from './service/options.ts';
export type { TrialStep } from './service/trials.ts';
export { summarise } from './rules.ts';
export type { Calculated, CalculatedRun, RunFigures, RunProgress, StoredRun } from './types.ts';
