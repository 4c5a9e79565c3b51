import { type SavedView, type ViewList, viewList, type ViewSettings, viewSettings } from '#api/views.ts';
import type { Database, Prisma, Transaction } from '#platform/database.ts';

type Source = Database['prisma'] | Transaction;

export const savedViews = {
  async lock(transaction: Transaction, accountId: string): Promise<void> {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`views:${accountId}`}, 0))`;
  },

  async ofAccount(source: Source, accountId: string, list: ViewList): Promise<SavedView[]> {
    const rows = await source.savedView.findMany({ where: { accountId, list }, orderBy: { name: 'asc' } });
    return rows.map(toView);
  },

  async countOthers(source: Source, accountId: string, list: ViewList, name: string): Promise<number> {
    return source.savedView.count({ where: { accountId, list, name: { not: name } } });
  },

  async save(
    source: Source,
    accountId: string,
    { list, name, settings }: { list: ViewList; name: string; settings: ViewSettings },
    now: Date,
  ): Promise<SavedView> {
    const row = await source.savedView.upsert({
      where: { accountId_list_name: { accountId, list, name } },
      create: { accountId, list, name, settings, createdAt: now, updatedAt: now },
      update: { settings, updatedAt: now },
    });
    return toView(row);
  },

  /** @returns whether the account had it */
  async remove(source: Source, accountId: string, viewId: string): Promise<boolean> {
    return (await source.savedView.deleteMany({ where: { id: viewId, accountId } })).count === 1;
  },
};

function toView({ id, list, name, settings, updatedAt }: Prisma.SavedViewGetPayload<object>): SavedView {
  return {
    viewId: id,
    list: viewList.parse(list),
    name,
    settings: viewSettings.parse(settings),
    updatedAt: updatedAt.toISOString(),
  };
}
