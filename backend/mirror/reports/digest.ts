import { createHash } from 'node:crypto';
import type { Database } from '#platform/database.ts';

/** What the tables say, whatever block the tree was numbered at: who is under whom, closed periods as they are, and the open ones in sum. */
const contents: readonly (readonly [name: string, sql: string])[] = [
  [
    'members',
    `SELECT member_id, sponsor_id FROM reports.places UNION ALL
     SELECT t.member_id, t.sponsor_id FROM reports.tail t ORDER BY member_id`,
  ],
  [
    'closed periods',
    `SELECT r.* FROM reports.rollups r JOIN reports.periods p USING (period) WHERE p.closed ORDER BY r.period, r.member_id`,
  ],
  [
    'open periods',
    `SELECT period, member_id, balance FROM (
       SELECT period, member_id, balance, row_number() OVER (PARTITION BY period, member_id ORDER BY block_number DESC) AS age FROM (
         SELECT period, member_id, block_number, balance FROM reports.changes UNION ALL
         SELECT period, member_id, 0, balance FROM reports.rollups
       ) every
     ) newest
     WHERE age = 1 AND balance <> 0 AND NOT EXISTS (SELECT 1 FROM reports.periods p WHERE p.period = newest.period AND p.closed)
     ORDER BY period, member_id`,
  ],
  [
    'volume that counts',
    `SELECT period, sum(volume) AS volume FROM (
       SELECT period, volume FROM reports.changes UNION ALL
       SELECT period, greatest(balance, 0) FROM reports.rollups
     ) every GROUP BY period HAVING sum(volume) <> 0 ORDER BY period`,
  ],
];

/**
 * One number over what the report tables say. Tables that were kept up to date step by step have the digest of those that were made at once.
 * @returns undefined when they were never made
 */
export async function reportsDigest({ pool }: Pick<Database, 'pool'>): Promise<string | undefined> {
  const hash = createHash('sha256');
  const client = await pool.connect();
  try {
    // One snapshot, so that a step at work does not mix two states.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: positions } = await client.query<{ block_number: bigint }>('SELECT block_number FROM reports.position');
    for (const [name, sql] of contents) {
      const { rows } = await client.query<{ digest: string | null; count: bigint }>(
        `SELECT count(*) AS count, md5(string_agg(r::text, E'\\n' ORDER BY place)) AS digest FROM (SELECT row_number() OVER () AS place, c AS r FROM (${sql}) c) r`,
      );
      hash.update(`${name} ${rows[0]?.count ?? 0n} ${rows[0]?.digest ?? ''}\n`);
    }
    await client.query('COMMIT');
    return positions.length === 0 ? undefined : hash.digest('hex');
  } finally {
    client.release();
  }
}
