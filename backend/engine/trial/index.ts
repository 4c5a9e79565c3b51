import { type Plan } from '../plan/schema.ts';
import { addUp, changesOf, sideOf, type Side, type Told } from './figures.ts';
import { growNetwork } from './growth.ts';
import { type TrialNetwork, type TrialPeriod, type TriedOutcome } from './network.ts';
import { type RunInput } from '../run/types.ts';
import { BACKTEST_FORMAT, SIMULATION_FORMAT, type Backtest, type Simulation } from './report.ts';
import { type Scenario } from './scenario.ts';

/** A plan, or a draft beside the plan that is in force, on a network that grows by chance. @throws UplineError ENGINE.* */
export function simulate(plans: Plans, scenario: Scenario, told?: Told): Simulation {
  return {
    format: SIMULATION_FORMAT,
    scenario: { ...scenario, baskets: [...scenario.baskets] },
    ...compare(plans, growNetwork(scenario), told),
  };
}

/** The same on periods that have been. @throws UplineError ENGINE.* */
export function backtest(plans: Plans, network: TrialNetwork, told?: Told): Backtest {
  return { format: BACKTEST_FORMAT, ...compare(plans, network, told) };
}

/** A period that was calculated under the plan in force, as far as a trial looks at it. */
export interface PastRun {
  readonly input: Pick<RunInput, 'sponsorOf' | 'placement' | 'plan' | 'memberCount' | 'entries' | 'left'>;
  readonly result: TriedOutcome;
}

/**
 * A draft on periods that were calculated under the plans in force, as the mirror has them: from the first one on, without a gap.
 * What was really earned is the side to compare with; it is named after the last plan.
 * @throws UplineError ENGINE.NO_PLACEMENT for a draft that walks a placement tree which the chain has not, ENGINE.*
 */
export function backtestRuns(draft: Plan, runs: readonly PastRun[], told?: Told): Backtest | undefined {
  const last = runs.at(-1);
  if (last === undefined) return undefined;
  const { sponsorOf, placement, plan } = last.input;
  const periods = runs.map(({ input }): TrialPeriod => {
    const { memberCount, entries, left = new Set<number>() } = input;
    return { memberCount, entries, left };
  });
  const network = { nameOf: String, sponsorOf, periods, ...(placement === undefined ? {} : { placement }) };
  const tried = runs.flatMap(({ result }, index) => {
    const period = periods[index];
    return period === undefined ? [] : [{ period, outcome: result }];
  });
  const before = addUp(tried, plan, periods);
  const after = sideOf(draft, network, told);
  return {
    format: BACKTEST_FORMAT,
    draft: after.side,
    current: before.side,
    changes: changesOf(before.earned, after.earned, network.nameOf),
  };
}

/** What is tried, and what it is compared with. */
export interface Plans {
  readonly draft: Plan;
  readonly current?: Plan;
}

function compare({ draft, current }: Plans, network: TrialNetwork, told?: Told): Omit<Backtest, 'format'> {
  const of = network.periods.length * (current === undefined ? 1 : 2);
  const before: Side | undefined = current && sideOf(current, network, (done) => told?.(done, of));
  const after = sideOf(draft, network, (done) => told?.(of - network.periods.length + done, of));
  if (before === undefined) return { draft: after.side };
  return { draft: after.side, current: before.side, changes: changesOf(before.earned, after.earned, network.nameOf) };
}

export { type Told } from './figures.ts';
export { growNetwork } from './growth.ts';
export { tryPlan, type TrialNetwork, type TrialPeriod, type TriedOutcome } from './network.ts';
export { readPast, type PastFaults } from './past.ts';
export {
  type Backtest,
  type Simulation,
  type TrialChanges,
  type TrialDistribution,
  type TrialPeriodFigures,
  type TrialSide,
  type TrialTotals,
} from './report.ts';
export { readScenario, type Scenario, type ScenarioFile } from './scenario.ts';
