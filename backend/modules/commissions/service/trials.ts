import { setImmediate as othersFirst } from 'node:timers/promises';
import type { TrialBonus, TrialLine, TrialReport, TrialScenario } from '#api/trials.ts';
import {
  type Backtest,
  parsePlanText,
  type Plan,
  readScenario,
  requirePlacement,
  type Scenario,
  type Simulation,
} from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { AsOf } from '#mirror/read/index.ts';
import { type Post, runInOwnProcess } from '#platform/own-process.ts';
import type { CalculatedRun } from '../types.ts';
import type { Calculation } from './calculation.ts';
import type { CommissionsOptions } from './options.ts';
import { packPeriod } from './trial-parcel.ts';
import type { TrialAnswer, TrialQuestion } from './trial-process.ts';

/** Who asks for a trial, and until when. */
export interface TrialAsker {
  /** One trial at a time for each. */
  readonly accountId: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a line of a trial is before a door puts a failure into words. */
export type TrialStep = Exclude<TrialLine, { type: 'failed' }>;

/** A draft on periods that have been, and on a network that grows by chance. Nothing is written. */
export interface Trials {
  /**
   * On the closed periods from 1 to `upTo` (all when left out), beside what was really earned.
   * @param draft canonical JSON, as it would be published
   * @throws UplineError PLAN.INVALID, TRIALS.*, PROCESS.*, COMMISSIONS.PERIOD_OPEN when none is closed yet, ENGINE.NO_PLACEMENT
   */
  backtest(draft: string, asker: TrialAsker, upTo?: number): AsyncGenerator<TrialStep, void>;
  /** Beside the plan in force, when there is one. @throws UplineError PLAN.INVALID, TRIALS.*, PROCESS.*, ENGINE.* */
  simulate(draft: string, scenario: TrialScenario, asker: TrialAsker): AsyncGenerator<TrialStep, void>;
}

/** Trials of this process at once: one of two cores is enough for what nobody is paid by. */
export const MOST_TRIALS = 2;
const limits = { seconds: 600, megabytes: 2_048 };
const file = new URL('trial-process.ts', import.meta.url);

export function createTrials(
  { mirror, plans, genealogy, placementWidth }: CommissionsOptions,
  { closedRuns }: Pick<Calculation, 'closedRuns'>,
): Trials {
  const asking = new Set<string>();

  async function* oneAtATime(
    { accountId, signal }: TrialAsker,
    work: (signal: AbortSignal | undefined) => AsyncGenerator<TrialStep, void>,
  ): AsyncGenerator<TrialStep, void> {
    if (asking.has(accountId)) throw new UplineError('TRIALS.ALREADY_RUNNING');
    if (asking.size >= MOST_TRIALS) throw new UplineError('TRIALS.BUSY', { most: MOST_TRIALS });
    asking.add(accountId);
    try {
      yield* work(signal);
    } finally {
      asking.delete(accountId);
    }
  }

  async function* onPast(draft: Plan, signal: AbortSignal | undefined, upTo?: number): AsyncGenerator<TrialStep, void> {
    requirePlacement(draft, placementWidth);
    const closed = (await mirror.currentPeriod()) - 1;
    const last = Math.min(upTo ?? closed, closed);
    if (last < FIRST_PERIOD) throw new UplineError('COMMISSIONS.PERIOD_OPEN', { period: FIRST_PERIOD });
    // The first half is what was really earned, which may have to be calculated anew; the second is the draft.
    const of = last * 2;
    let runs: CalculatedRun[] = [];
    for (let period = FIRST_PERIOD; period <= last; period += 1) {
      yield { type: 'progress', done: period - 1, of };
      signal?.throwIfAborted();
      runs = await closedRuns(period);
    }
    const [newest] = runs.slice(-1);
    if (newest === undefined) throw new UplineError('COMMISSIONS.PERIOD_OPEN', { period: FIRST_PERIOD });
    yield { type: 'progress', done: last, of };
    const feed = async (post: Post<TrialQuestion>): Promise<void> => {
      for (const run of runs) {
        const parcel = await packPeriod(run, () => othersFirst());
        await post({ kind: 'period', parcel });
      }
      const { sponsorOf, placement, plan } = newest.input;
      await post({ kind: 'past', draft, trees: { sponsorOf, plan, ...(placement === undefined ? {} : { placement }) } });
    };
    for await (const answer of runInOwnProcess<TrialQuestion, TrialAnswer>(file, feed, { ...limits, signal })) {
      if (answer.kind === 'progress') yield { type: 'progress', done: last + answer.done, of };
      else if (answer.report !== undefined) {
        const report = await named(answer.report, [draft, ...runs.map(({ input }) => input.plan)], newest.asOf);
        yield { type: 'report', report };
      }
    }
  }

  async function* onGrowth(draft: Plan, scenario: Scenario, signal: AbortSignal | undefined): AsyncGenerator<TrialStep, void> {
    const published = await mirror.planForPeriod(await mirror.currentPeriod());
    const current = published === undefined ? undefined : plans.versionOf(published).plan;
    yield { type: 'progress', done: 0, of: scenario.months * (current === undefined ? 1 : 2) };
    const feed = (post: Post<TrialQuestion>): Promise<void> => post({ kind: 'growth', draft, current, scenario });
    for await (const answer of runInOwnProcess<TrialQuestion, TrialAnswer>(file, feed, { ...limits, signal })) {
      if (answer.kind === 'progress') yield { type: 'progress', done: answer.done, of: answer.of };
      else if (answer.report !== undefined) {
        const report = await named(answer.report, current === undefined ? [draft] : [draft, current], null);
        yield { type: 'report', report };
      }
    }
  }

  /** Members of the past have names; those of a simulation are nobody. */
  async function named(report: Backtest | Simulation, of: readonly Plan[], asOf: AsOf | null): Promise<TrialReport> {
    const { draft, current, changes } = report;
    const most = changes?.mostChanged ?? [];
    const names = asOf === null ? new Map<number, string>() : await genealogy.namesOf(most.map(({ member }) => Number(member)));
    return {
      draft,
      current: current ?? null,
      changes:
        changes === undefined
          ? null
          : {
              ...changes,
              mostChanged: most.map(({ member, ...sums }) => ({
                memberId: Number(member),
                name: names.get(Number(member)) ?? null,
                ...sums,
              })),
            },
      bonuses: bonusNames(of),
      asOf: asOf === null ? null : { block: asOf.block, time: asOf.time.toISOString() },
    };
  }

  return {
    backtest: (draft, asker, upTo) => oneAtATime(asker, (signal) => onPast(parsePlanText(draft), signal, upTo)),
    simulate: (text, assumptions, asker) =>
      oneAtATime(asker, (signal) => {
        const draft = parsePlanText(text);
        return onGrowth(draft, scenarioOf(assumptions, draft), signal);
      }),
  };
}

function scenarioOf(assumptions: TrialScenario, draft: Plan): Scenario {
  const { scenario, faults } = readScenario(assumptions, draft);
  if (scenario !== undefined) return scenario;
  const words = (locale: 'en' | 'ru') => faults.map(({ path, reason }) => `${path} ${reason[locale]}`).join('; ');
  throw new UplineError('TRIALS.BAD_SCENARIO', { faultsEn: words('en'), faultsRu: words('ru') });
}

/** Names of all bonuses that a report speaks of, those of the first plan before those of the others. */
function bonusNames(plans: readonly Plan[]): TrialBonus[] {
  const names = new Map<string, TrialBonus>();
  for (const { bonuses } of plans) for (const { id, name } of bonuses) if (!names.has(id)) names.set(id, { id, name });
  return [...names.values()];
}
