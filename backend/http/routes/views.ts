import { deleteView, listViews, saveView } from '#api/views.ts';
import { type ServedRoute, serve } from '../register.ts';
import type { RouteContext } from './context.ts';

export function viewRoutes({ identity }: RouteContext): ServedRoute[] {
  return [
    serve(listViews, async ({ viewer, query }) => ({ items: await identity.viewsOf(viewer.accountId, query.list) })),
    serve(saveView, ({ viewer, body }) => identity.saveView(viewer.accountId, body)),
    serve(deleteView, async ({ viewer, params }) => {
      await identity.deleteView(viewer.accountId, params.viewId);
      return undefined;
    }),
  ];
}
