import type { ServedRoute } from '../register.ts';
import { authRoutes } from './auth.ts';
import type { RouteContext } from './context.ts';
import { demoRoutes } from './demo.ts';
import { earningRoutes } from './earnings.ts';
import { genealogyRoutes } from './genealogy.ts';
import { invitationRoutes } from './invitations.ts';
import { orderRoutes } from './orders.ts';
import { settlementRoutes } from './settlement.ts';
import { systemRoutes } from './system.ts';
import { trialRoutes } from './trials.ts';
import { viewRoutes } from './views.ts';

/** Every contract of the API with the door that it leads to. */
export function serveAll(context: RouteContext): ServedRoute[] {
  return [
    ...systemRoutes(context),
    ...authRoutes(context),
    ...viewRoutes(context),
    ...invitationRoutes(context),
    ...genealogyRoutes(context),
    ...orderRoutes(context),
    ...earningRoutes(context),
    ...settlementRoutes(context),
    ...trialRoutes(context),
    ...demoRoutes(context),
  ];
}
