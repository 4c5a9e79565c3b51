import type { ContractEvent } from '#chain/events.ts';
import { type Collector, type Origin, originColumns } from './origin.ts';

type PlanEvent = Extract<ContractEvent, { contract: 'planRegistry' }>;

export function collectPlan(event: PlanEvent, origin: Origin, into: Collector): void {
  const { seq, version, planHash, firstPeriod, capPpm, instantLevels, spec } = event.args;
  into.rows.plans.push([version, planHash, firstPeriod, capPpm, instantLevels, spec, seq, ...originColumns(origin)]);
}
