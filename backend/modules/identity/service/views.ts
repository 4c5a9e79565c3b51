import type { SavedView, ViewList, ViewSettings } from '#api/views.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { savedViews } from '../repository/views.ts';
import type { IdentityOptions } from './options.ts';

/** Views of one list that an account may keep. */
const mostViews = 30;

/** By name. */
export async function viewsOf({ database }: IdentityOptions, accountId: string, list: ViewList): Promise<SavedView[]> {
  return savedViews.ofAccount(database.prisma, accountId, list);
}

/** @throws UplineError VIEWS.TOO_MANY */
export async function saveView(
  { database, clock }: IdentityOptions,
  accountId: string,
  view: { list: ViewList; name: string; settings: ViewSettings },
): Promise<SavedView> {
  return database.transaction(async (transaction) => {
    // Two that are saved at once wait for each other, or both would find the last free place.
    await savedViews.lock(transaction, accountId);
    const others = await savedViews.countOthers(transaction, accountId, view.list, view.name);
    if (others >= mostViews) throw new UplineError('VIEWS.TOO_MANY', { most: mostViews });
    return savedViews.save(transaction, accountId, view, clock.now());
  });
}

/** @throws UplineError REQUEST.NOT_FOUND also for somebody else's: who asks must not learn that it is there */
export async function deleteView({ database }: IdentityOptions, accountId: string, viewId: string): Promise<void> {
  if (!(await savedViews.remove(database.prisma, accountId, viewId))) throw new UplineError('REQUEST.NOT_FOUND');
}
