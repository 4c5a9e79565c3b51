import type { PoolClient } from 'pg';
import type { RunInput } from '#engine/index.ts';
import { copyRows } from '#mirror/reports/copy.ts';

/** Members and orders of a network as two tables, for whoever goes on from there in SQL. */
export const memberColumns = 'member_id int PRIMARY KEY, sponsor_id int NOT NULL, parent_id int NOT NULL, leg int NOT NULL';
export const orderColumns = 'order_ref int PRIMARY KEY, member_id int NOT NULL, pv bigint NOT NULL, cv bigint NOT NULL';

/** @param tables names of tables with `memberColumns` and `orderColumns` */
export async function copyNetwork(
  client: PoolClient,
  { sponsorOf, placement, memberCount, entries }: RunInput,
  tables: { members: string; orders: string },
): Promise<void> {
  const sale = (row: number) => {
    const entry = entries.at(row);
    if (entry?.kind !== 'ownPurchase') throw new Error('only own purchases are written');
    return entry;
  };
  await copyRows(
    client,
    tables.members,
    [
      { name: 'member_id', kind: 'int', value: (id) => id },
      { name: 'sponsor_id', kind: 'int', value: (id) => sponsorOf[id] },
      { name: 'parent_id', kind: 'int', value: (id) => placement?.parentOf[id] },
      { name: 'leg', kind: 'int', value: (id) => placement?.legOf[id] },
    ],
    { from: 1, to: memberCount },
  );
  await copyRows(
    client,
    tables.orders,
    [
      { name: 'order_ref', kind: 'int', value: (row) => sale(row).orderRef },
      { name: 'member_id', kind: 'int', value: (row) => sale(row).memberId },
      { name: 'pv', kind: 'bigint', value: (row) => Number(sale(row).pv) },
      { name: 'cv', kind: 'bigint', value: (row) => Number(sale(row).cv) },
    ],
    { from: 0, to: entries.length - 1 },
  );
}
