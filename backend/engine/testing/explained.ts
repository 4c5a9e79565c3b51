import { openExplainer, replayOutcomes, type Explainer, type Plan } from '../index.ts';
import { chainOf, type Month } from './world.ts';

/** A small world under one plan, as `chainOf` takes it. */
interface World {
  readonly sponsors: readonly number[];
  readonly months: readonly Month[];
  readonly places?: readonly (readonly [parent: number, leg: number, placedIn?: number])[];
  /** Members who have left. */
  readonly left?: readonly number[];
}

/** The explainer of the last of the months. */
export function explainerOf(plan: Plan, { sponsors, months, places, left = [] }: World): Explainer {
  const plans = new Map([[1, plan]]);
  const facts = chainOf(sponsors, months, plans, places);
  const periods = facts.periods.map((period) => ({ ...period, left: new Set(left) }));
  const last = [...replayOutcomes({ ...facts, periods }, plans)].at(-1);
  if (last === undefined) throw new Error('a world without months');
  return openExplainer(last.input);
}
