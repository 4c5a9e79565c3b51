import { getDeployment, getDisclosure } from '#api/system.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';

export function systemRoutes({ doors }: RouteContext): ServedRoute[] {
  return [serve(getDeployment, async () => doors.system.deployment()), serve(getDisclosure, () => doors.system.disclosure())];
}
