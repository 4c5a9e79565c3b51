import { getIndexer } from '#api/indexer.ts';
import { getPlan, listPlans } from '#api/plans.ts';
import {
  approveClose,
  dryRunPeriod,
  getPayoutFile,
  getPeriod,
  listPeriods,
  payMembers,
  proposePeriod,
  requestClose,
  runPeriod,
} from '#api/settlement.ts';
import { type ServedRoute, serve } from '../register.ts';
import { actorOf, type RouteContext } from './context.ts';
import { operationAnswer } from './operation.ts';

export function settlementRoutes({ doors: { settlement, plans, indexer } }: RouteContext): ServedRoute[] {
  return [
    serve(listPlans, async () => ({ items: await plans.listPlans() })),
    serve(getPlan, ({ params }) => plans.planByVersion(params.version)),
    serve(listPeriods, async () => ({ items: await settlement.listPeriods() })),
    serve(getPeriod, ({ params }) => settlement.periodByNumber(params.period)),
    serve(dryRunPeriod, ({ params }) => settlement.dryRun(params.period)),
    serve(requestClose, ({ params, body, viewer }) => settlement.requestClose(params.period, body.inputsDigest, actorOf(viewer))),
    serve(approveClose, async ({ params, viewer, locale }) =>
      operationAnswer(await settlement.approveClose(params.requestId, actorOf(viewer)), locale),
    ),
    serve(runPeriod, ({ params }) => settlement.runPeriod(params.period)),
    serve(payMembers, ({ params }) => settlement.payMembers(params.period)),
    serve(proposePeriod, async ({ params, viewer, locale }) =>
      operationAnswer(await settlement.proposePeriod(params.period, actorOf(viewer)), locale),
    ),
    serve(getPayoutFile, async ({ params }) => ({
      bytes: await settlement.payoutFile(params.period),
      contentType: 'application/json',
      fileName: `payouts-${params.period}.json`,
    })),
    serve(getIndexer, () => indexer.indexerStatus()),
  ];
}
