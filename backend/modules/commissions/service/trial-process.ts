import { backtestRuns, type Backtest, type PastRun, type Plan, type Scenario, simulate, type Simulation } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { NamedFailure } from '#platform/own-process.ts';
import { type PeriodParcel, unpackPeriod } from './trial-parcel.ts';

/** What the process is told: a growth at once, a past period by period and then to begin. */
export type TrialQuestion =
  | { readonly kind: 'growth'; readonly draft: Plan; readonly current: Plan | undefined; readonly scenario: Scenario }
  | { readonly kind: 'period'; readonly parcel: PeriodParcel }
  | { readonly kind: 'past'; readonly draft: Plan; readonly trees: Pick<PastRun['input'], 'sponsorOf' | 'placement' | 'plan'> };

export type TrialAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'report'; readonly report: Backtest | Simulation | undefined };

const { ppid: parent } = process;
const send = (answer: TrialAnswer | NamedFailure, then?: () => void): void => {
  process.send?.(answer, undefined, {}, then);
};
const parcels: PeriodParcel[] = [];

// Whoever asked is gone: nothing here is for anybody else. A calculation hears of it only between two periods.
process.on('disconnect', () => process.exit());

process.on('message', (question: TrialQuestion) => {
  if (question.kind === 'period') {
    parcels.push(question.parcel);
    return;
  }
  const done = (): void => process.disconnect();
  try {
    send({ kind: 'report', report: reportOn(question) }, done);
  } catch (error) {
    if (!(error instanceof UplineError)) throw error;
    send({ failed: error.code, parameters: error.parameters }, done);
  }
});

function told(done: number, of: number): void {
  if (process.ppid !== parent) process.exit();
  send({ kind: 'progress', done, of });
}

function reportOn(question: Exclude<TrialQuestion, { kind: 'period' }>): Backtest | Simulation | undefined {
  const { draft } = question;
  if (question.kind === 'growth') {
    const { current, scenario } = question;
    return simulate(current === undefined ? { draft } : { draft, current }, scenario, told);
  }
  const runs = parcels.map((parcel) => unpackPeriod(parcel, question.trees));
  return backtestRuns(draft, runs, told);
}
