import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { lineOfText, time } from './values.ts';

/** Lists that can be seen in a way of one's own. */
export const viewList = z.enum(['team', 'members', 'orders']);

const viewId = z.uuid();
const shortName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,29}$/);

/** What the page keeps of a list, in its own words: the server only stores them, the page reads them with the schema of its address. */
export const viewSettings = z.strictObject({
  filter: z
    .record(shortName, lineOfText(1, 200))
    .refine((filter) => Object.keys(filter).length <= 12, { error: 'at most 12' })
    .meta({ description: 'Filter and order, by the names that they have in the address of the page.' }),
  hidden: z.array(shortName).max(30).meta({ description: 'Columns that are not shown.' }),
});

export const savedView = z
  .object({ viewId, list: viewList, name: z.string(), settings: viewSettings, updatedAt: time })
  .meta({ id: 'SavedView' });

export const listViews = defineRoute({
  id: 'views.list',
  method: 'GET',
  path: '/views',
  permission: 'signedIn',
  summary: 'Own saved views of a list, by name.',
  query: z.strictObject({ list: viewList }),
  response: z.object({ items: z.array(savedView) }).meta({ id: 'SavedViews' }),
});

export const saveView = defineRoute({
  id: 'views.save',
  method: 'POST',
  path: '/views',
  permission: 'signedIn',
  summary: 'Saves a view under a name; one of the same name is replaced.',
  body: z.strictObject({ list: viewList, name: lineOfText(1, 60), settings: viewSettings }),
  response: savedView,
  status: 201,
  errors: ['VIEWS.TOO_MANY'],
});

export const deleteView = defineRoute({
  id: 'views.delete',
  method: 'DELETE',
  path: '/views/:viewId',
  permission: 'signedIn',
  summary: 'Forgets an own view.',
  params: z.strictObject({ viewId }),
  status: 204,
});

export type ViewList = z.infer<typeof viewList>;
export type ViewSettings = z.infer<typeof viewSettings>;
export type SavedView = z.infer<typeof savedView>;
