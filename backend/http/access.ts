import type { RoutePermission } from '#api/define-route.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { SignedIn } from '#modules/identity/index.ts';
import type { Doors } from './dependencies.ts';

/** Answers whether somebody may call a route; the routes say what they need, nothing else is asked anywhere. */
export interface Access {
  /** What can be said before the request is read. @throws UplineError SESSION.REQUIRED, SESSION.FORBIDDEN */
  requireRole(permission: RoutePermission, viewer: SignedIn | undefined): void;
  /** How the caller stands to the thing in the path. @throws UplineError REQUEST.NOT_FOUND, the same as for a thing that is not there */
  requireRelation(permission: RoutePermission, viewer: SignedIn | undefined, params: unknown): Promise<void>;
}

export function createAccess(doors: Pick<Doors, 'genealogy' | 'orders' | 'operations'>): Access {
  return {
    requireRole(permission, viewer) {
      if (permission === 'public') return;
      if (viewer === undefined) throw new UplineError('SESSION.REQUIRED');
      if (permission === 'signedIn' || typeof permission === 'object') return;
      if (!viewer.permissions.includes(permission)) throw new UplineError('SESSION.FORBIDDEN');
    },

    async requireRelation(permission, viewer, params) {
      if (typeof permission !== 'object' || viewer === undefined) return;
      if (permission.staff !== undefined && viewer.permissions.includes(permission.staff)) return;
      const own = viewer.memberId;
      const { memberId, orderId, operationId } = params as { memberId?: number; orderId?: string; operationId?: string };
      const target =
        orderId !== undefined
          ? (await doors.orders.orderById(orderId)).memberId
          : operationId !== undefined
            ? (await doors.operations.operationById(operationId)).memberId
            : memberId;
      if (own !== null && target === own) return;
      const above =
        permission.relation === 'upline' &&
        own !== null &&
        typeof target === 'number' &&
        (await doors.genealogy.isUpline(own, target));
      if (!above) throw new UplineError('REQUEST.NOT_FOUND');
    },
  };
}
