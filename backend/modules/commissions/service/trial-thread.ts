import { parentPort } from 'node:worker_threads';
import { backtestRuns, type Backtest, type PastRun, type Plan, type Scenario, simulate, type Simulation } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { NamedFailure } from '#platform/thread.ts';
import { type PeriodParcel, unpackPeriod } from './trial-parcel.ts';

/** What the thread is told: a growth at once, a past period by period and then to begin. */
export type TrialQuestion =
  | { readonly kind: 'growth'; readonly draft: Plan; readonly current: Plan | undefined; readonly scenario: Scenario }
  | { readonly kind: 'period'; readonly parcel: PeriodParcel }
  | { readonly kind: 'past'; readonly draft: Plan; readonly trees: Pick<PastRun['input'], 'sponsorOf' | 'placement' | 'plan'> };

export type TrialAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'report'; readonly report: Backtest | Simulation | undefined };

const port = parentPort;
if (port === null) throw new Error('this file is run as a thread');
const post = (answer: TrialAnswer | NamedFailure): void => port.postMessage(answer);
const told = (done: number, of: number): void => post({ kind: 'progress', done, of });
const parcels: PeriodParcel[] = [];

port.on('message', (question: TrialQuestion) => {
  if (question.kind === 'period') {
    parcels.push(question.parcel);
    return;
  }
  try {
    post({ kind: 'report', report: reportOn(question) });
  } catch (error) {
    if (!(error instanceof UplineError)) throw error;
    post({ failed: error.code, parameters: error.parameters });
  }
  port.close();
});

function reportOn(question: Exclude<TrialQuestion, { kind: 'period' }>): Backtest | Simulation | undefined {
  const { draft } = question;
  if (question.kind === 'growth') {
    const { current, scenario } = question;
    return simulate(current === undefined ? { draft } : { draft, current }, scenario, told);
  }
  const runs = parcels.map((parcel) => unpackPeriod(parcel, question.trees));
  return backtestRuns(draft, runs, told);
}
