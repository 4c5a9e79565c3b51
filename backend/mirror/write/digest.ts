import { createHash } from 'node:crypto';
import type { Database } from '#platform/database.ts';
import { factTableNames, factTables } from './tables.ts';

/**
 * One number over every row of every fact table and the block that they stand at. Two mirrors of the same chain at the same block
 * have the same digest, however they got there.
 */
export async function mirrorDigest({ pool }: Database): Promise<string> {
  const hash = createHash('sha256');
  const client = await pool.connect();
  try {
    // One snapshot, so that a writer at work does not mix two states.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const name of factTableNames) {
      const table = factTables[name];
      const columns = table.columns.map(([column]) => column).join(', ');
      const { rows } = await client.query<{ digest: string | null; count: bigint }>(
        `SELECT count(*) AS count, md5(string_agg(r::text, E'\\n' ORDER BY ${table.key.map((column) => `r.${column}`).join(', ')})) AS digest
         FROM (SELECT ${columns} FROM mirror.${table.name}) r`,
      );
      hash.update(`${table.name} ${rows[0]?.count ?? 0n} ${rows[0]?.digest ?? ''}\n`);
    }
    const { rows } = await client.query<{ tip: string }>(
      `SELECT block_number || ' ' || encode(block_hash, 'hex') AS tip FROM mirror.checkpoints`,
    );
    hash.update(rows[0]?.tip ?? 'empty');
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  return hash.digest('hex');
}
