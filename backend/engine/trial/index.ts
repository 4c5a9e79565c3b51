import { type Plan } from '../plan/schema.ts';
import { changesOf, sideOf, type Side, type Told } from './figures.ts';
import { growNetwork } from './growth.ts';
import { type TrialNetwork } from './network.ts';
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
export { tryPlan, type TrialNetwork, type TrialPeriod } from './network.ts';
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
