import { z } from 'zod';
import { carrySchema } from './network/carry.ts';
import { resultSchema } from './network/result.ts';
import { networkSchema } from './network/schema.ts';
import { planSchema } from './plan/schema.ts';
import { backtestSchema, simulationSchema } from './trial/report.ts';
import { scenarioSchema } from './trial/scenario.ts';

const titles = {
  plan: 'Upline: compensation plan',
  network: 'Upline: one period of a network',
  result: 'Upline: result of a run',
  carry: 'Upline: what a run leaves for the next',
  scenario: 'Upline: how a network grows in a simulation',
  simulation: 'Upline: a plan on a network that grows',
  backtest: 'Upline: a plan on past periods',
} as const;

/**
 * JSON Schema (2020-12) of the files that docs/plans.md describes, for editors and other programs. A schema says what a file looks like;
 * what must fit together (names, thresholds, orders and their refunds) only `plan check` and `run` say.
 */
export function fileSchemas(): Readonly<Record<keyof typeof titles, object>> {
  const of = (file: keyof typeof titles, schema: z.ZodType): object => ({
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }),
    title: titles[file],
  });
  return {
    plan: of('plan', planSchema),
    network: of('network', networkSchema),
    result: of('result', resultSchema),
    carry: of('carry', carrySchema),
    scenario: of('scenario', scenarioSchema),
    simulation: of('simulation', simulationSchema),
    backtest: of('backtest', backtestSchema),
  };
}
