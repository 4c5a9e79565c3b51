import type { PoolClient } from 'pg';
import type { Database } from '#platform/database.ts';
import type { PeriodFigures } from '../tree/figures.ts';
import { loadFigures, loadTree, writePlaces, writeRollup } from './build.ts';
import { takeIn } from './take.ts';
import { inTransaction } from '#platform/transaction.ts';

/**
 * Numbers the tree anew as of the newest block that cannot be replaced, writes the rollups of the periods that were closed by then and of
 * the open one, and puts all of it in place of the old at once. Reports go on meanwhile.
 * @returns undefined while there is no such block
 */
export async function numberAnew(database: Database): Promise<{ members: number; block: number } | undefined> {
  const client = await database.pool.connect();
  const shadows: Shadow[] = [];
  try {
    const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(hashtext('${lockName}')) AS locked`);
    // Somebody else is at it; what they make is as good.
    if (rows[0]?.locked !== true) return undefined;
    try {
      const built = await build(client, shadows);
      if (built === undefined) return undefined;
      await inTransaction(database, (transaction) => putInPlace(transaction, built, shadows));
      return { members: built.members, block: built.block };
    } finally {
      await client.query(`SELECT pg_advisory_unlock(hashtext('${lockName}'))`);
    }
  } finally {
    client.release();
  }
}

const lockName = 'reports-numbering';
const nextPlaces = 'reports.places_next';

interface Shadow {
  readonly table: string;
  readonly period: number;
  readonly closed: boolean;
}

interface Built {
  readonly block: number;
  readonly members: number;
  readonly entries: number;
}

async function build(client: PoolClient, shadows: Shadow[]): Promise<Built | undefined> {
  const { rows } = await client.query<{ block: bigint }>(
    'SELECT least(finalized, block_number) AS block FROM mirror.checkpoints WHERE finalized >= genesis_block',
  );
  if (rows[0] === undefined) return undefined;
  const block = Number(rows[0].block);
  const tree = await loadTree(client, block);
  if (tree.memberCount === 0) return undefined;
  // A table that an earlier attempt left behind.
  await client.query(`DROP TABLE IF EXISTS ${nextPlaces}`);
  const closed = await client.query<{ period: number; member_count: number }>(
    'SELECT period, member_count FROM mirror.periods WHERE block_number <= $1 ORDER BY period',
    [block],
  );
  const done = await client.query<{ period: number }>('SELECT period FROM reports.periods WHERE closed');
  const known = new Set(done.rows.map((row) => row.period));
  const add = async (figures: PeriodFigures, isClosed: boolean): Promise<void> => {
    const table = `reports.rollups_${figures.period}_next`;
    await client.query(`DROP TABLE IF EXISTS ${table}`);
    await writeRollup(client, table, tree, figures);
    shadows.push({ table, period: figures.period, closed: isClosed });
  };
  for (const { period, member_count: memberCount } of closed.rows) {
    if (!known.has(period)) await add(await loadFigures(client, tree, period, { memberCount, block }), true);
  }
  const openPeriod = Math.max(-1, ...closed.rows.map((row) => row.period)) + 1;
  const open = await loadFigures(client, tree, openPeriod, { memberCount: tree.memberCount, block });
  await add(open, false);
  await writePlaces(client, nextPlaces, tree, open);
  const entries = await client.query<{ next: bigint | null }>(
    'SELECT entry_index + 1 AS next FROM mirror.volume_entries WHERE block_number <= $1 ORDER BY entry_index DESC LIMIT 1',
    [block],
  );
  return { block, members: tree.memberCount, entries: Number(entries.rows[0]?.next ?? 0n) };
}

async function putInPlace(client: PoolClient, { block, members, entries }: Built, shadows: readonly Shadow[]): Promise<void> {
  await client.query(
    `INSERT INTO reports.position (block_number, members, entries, numbered_block, numbered_members) VALUES ($1, $2, $3, $1, $2)
     ON CONFLICT (id) DO UPDATE SET block_number = $1, members = $2, entries = $3, numbered_block = $1, numbered_members = $2`,
    [block, members, entries],
  );
  await client.query('DROP TABLE reports.places');
  await client.query(`ALTER TABLE ${nextPlaces} RENAME TO places`);
  await client.query('ALTER INDEX reports.places_next_pkey RENAME TO places_pkey');
  for (const { table, period, closed } of shadows) {
    await client.query(`DROP TABLE IF EXISTS reports.rollups_${period}`);
    await client.query(`ALTER TABLE ${table} RENAME TO rollups_${period}`);
    await client.query(`ALTER TABLE reports.rollups ATTACH PARTITION reports.rollups_${period} FOR VALUES IN (${period})`);
    await client.query(
      `INSERT INTO reports.periods (period, closed, block_number) VALUES ($1, $2, $3)
       ON CONFLICT (period) DO UPDATE SET closed = excluded.closed, block_number = excluded.block_number`,
      [period, closed, block],
    );
  }
  // What came after the numbered block is taken in again, with anchors of the new numbering.
  await client.query('TRUNCATE reports.tail, reports.changes');
  while (await takeIn(client));
}
