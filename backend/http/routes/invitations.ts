import { createInvitation, getInvitation, getPlace, listInvitations } from '#api/invitations.ts';
import { getJoin, join } from '#api/join.ts';
import { type ServedRoute, serve } from '../register.ts';
import { actorOf, type RouteContext } from './context.ts';
import { operationAnswer } from './operation.ts';

export function invitationRoutes({ doors }: RouteContext): ServedRoute[] {
  return [
    serve(getInvitation, ({ params }) => doors.invitations.invitationByCode(params.code)),
    serve(getPlace, async ({ params }) => ({ place: await doors.invitations.placeByCode(params.code) })),
    serve(createInvitation, ({ body, viewer }) => doors.invitations.createInvitation(body, actorOf(viewer))),
    serve(listInvitations, async ({ viewer }) => ({
      items: viewer.memberId === null ? [] : await doors.invitations.invitationsOf(viewer.memberId),
    })),
    serve(join, async ({ body, locale }) => operationAnswer(await doors.join.join(body), locale)),
    serve(getJoin, async ({ params, locale }) => operationAnswer(await doors.join.joinOperation(params.operationId), locale)),
  ];
}
