import { createClaim, getClaim, getOperation, listClaims } from '#api/claims.ts';
import { getCredit, withdrawCredit } from '#api/credits.ts';
import { getEarningLines, getEarnings } from '#api/earnings.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';
import { operationAnswer } from './operation.ts';

export function earningRoutes({ doors: { earnings, claims, operations } }: RouteContext): ServedRoute[] {
  return [
    serve(getEarnings, ({ params }) => earnings.earningsOf(params.memberId)),
    serve(getEarningLines, ({ params, viewer }) => {
      const staff = viewer.permissions.includes('orders.see');
      return earnings.earningLines(params.memberId, params.period, staff ? null : viewer.memberId);
    }),
    serve(getClaim, ({ params }) => claims.claimOffer(params.memberId)),
    serve(createClaim, async ({ params, body, locale }) =>
      operationAnswer(await claims.requestClaim(params.memberId, body), locale),
    ),
    serve(listClaims, ({ params }) => claims.claimsOf(params.memberId)),
    serve(getCredit, ({ params }) => claims.creditOffer(params.memberId)),
    serve(withdrawCredit, async ({ params, locale }) => operationAnswer(await claims.requestCredit(params.memberId), locale)),
    serve(getOperation, async ({ params, locale }) =>
      operationAnswer(await operations.operationById(params.operationId), locale),
    ),
  ];
}
