import { backtestPlan, simulatePlan } from '#api/trials.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';

export function trialRoutes({ doors: { trials } }: RouteContext): ServedRoute[] {
  return [
    serve(backtestPlan, async ({ body, viewer: { accountId }, signal }) =>
      trials.backtest(body.plan, { accountId, signal }, body.upTo),
    ),
    serve(simulatePlan, async ({ body, viewer: { accountId }, signal }) =>
      trials.simulate(body.plan, body.scenario, { accountId, signal }),
    ),
  ];
}
