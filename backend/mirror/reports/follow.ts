import type { PoolClient } from 'pg';
import type { Database } from '#platform/database.ts';
import { numberAnew } from './number.ts';
import { takeIn } from './take.ts';
import { inTransaction } from '#platform/transaction.ts';

/** Rows beside the numbering up to which every report stays within its time. */
const looseRows = 10_000;

/** Brings the report tables to where the mirror stands, and numbers the tree anew when it is time. */
export async function followReports(database: Database): Promise<void> {
  if (await isDue(database)) await numberAnew(database);
  while (await inTransaction(database, takeIn));
}

/** Never numbered, a period was closed for good since, or too much lies beside the numbering. */
async function isDue({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ numbered: number | null; closed: boolean; loose: bigint }>({
    name: 'reports-due',
    text: `SELECT (SELECT numbered_members FROM reports.position) AS numbered,
             EXISTS (SELECT 1 FROM mirror.periods p, mirror.checkpoints c WHERE p.block_number <= c.finalized AND NOT EXISTS (
               SELECT 1 FROM reports.periods r WHERE r.period = p.period AND r.closed)) AS closed,
             (SELECT count(*) FROM (SELECT 1 FROM reports.changes LIMIT $1) c) + (SELECT count(*) FROM (SELECT 1 FROM reports.tail LIMIT $1) t) AS loose`,
    values: [looseRows],
  });
  const [row] = rows;
  return row === undefined || row.numbered === null || row.closed || Number(row.loose) >= looseRows;
}

/** Forgets everything after a block, in the transaction in which the mirror does. */
export async function rollBackReports(client: PoolClient, block: number): Promise<void> {
  // In statements of their own, so that they see what a step that held the lock has just written.
  const { rows } = await client.query<{ numbered_block: bigint }>('SELECT numbered_block FROM reports.position FOR UPDATE');
  const [position] = rows;
  if (position === undefined || Number(position.numbered_block) > block) return emptyReports(client);
  await client.query('DELETE FROM reports.tail WHERE block_number > $1', [block]);
  await client.query('DELETE FROM reports.changes WHERE block_number > $1', [block]);
  await client.query(
    `UPDATE reports.position SET block_number = least(block_number, $1),
       members = least(members, coalesce((SELECT max(member_id) FROM mirror.members WHERE block_number <= $1), 0)),
       entries = least(entries, coalesce((SELECT max(entry_index) + 1 FROM mirror.volume_entries WHERE block_number <= $1), 0))`,
    [block],
  );
}

/** As if nothing had ever been numbered. */
export async function emptyReports(client: Pick<PoolClient, 'query'>): Promise<void> {
  await client.query(
    'TRUNCATE reports.position, reports.places, reports.tail, reports.changes, reports.periods, reports.rollups',
  );
}
