import { listDemoPeople, moveDemoTime } from '#api/demo.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';

/** Nothing without the door of the demo world. */
export function demoRoutes({ doors: { demo } }: RouteContext): ServedRoute[] {
  if (demo === undefined) return [];
  return [
    serve(listDemoPeople, async () => ({ items: await demo.people() })),
    serve(moveDemoTime, ({ body }) => demo.moveTime(body.days)),
  ];
}
