import type { Pool } from 'pg';
import { copyRows } from '#mirror/reports/copy.ts';
import type { Database } from '#platform/database.ts';
import { type Figure, percentile, three } from '../report.ts';
import { loadView } from './strata.ts';

/** What tutorials do, on the same data: a walk by recursion, and a table of all pairs. */
export async function measure(database: Database): Promise<Figure[]> {
  const { pool } = database;
  const view = await loadView(database);
  const { tree, period } = view;
  const figures: Figure[] = [];
  const tops = { hub: [2, 3, 4, 5], root: [1] };
  for (const [name, ids] of Object.entries(tops)) {
    const times: number[] = [];
    for (const memberId of [...ids, ...ids]) times.push(await timed(() => bySteps(pool, memberId, period)));
    figures.push(asReference(`recursive.sums.${name}`, times));
  }
  const pairs = pairsOf(tree.sponsorOf, tree.depthOf, tree.memberCount);
  const client = await pool.connect();
  try {
    const start = performance.now();
    await client.query('BEGIN');
    await client.query('CREATE TEMP TABLE closure (above int NOT NULL, below int NOT NULL)');
    await copyRows(client, 'closure', pairs.columns, { from: 0, to: pairs.count - 1 });
    await client.query('CREATE INDEX ON closure (above) INCLUDE (below)');
    await client.query('COMMIT');
    await client.query('ANALYZE closure');
    const { rows } = await client.query<{ size: bigint }>(`SELECT pg_total_relation_size('closure') AS size`);
    figures.push(
      {
        id: 'closure.build',
        value: three((performance.now() - start) / 1_000),
        unit: 's',
        about: `${pairs.count} pairs with one index`,
      },
      {
        id: 'closure.size',
        value: three(Number(rows[0]?.size ?? 0n) / 2 ** 20),
        unit: 'MiB',
        about: 'with one index of the two that it needs',
      },
    );
    for (const [name, ids] of Object.entries(tops)) {
      const times: number[] = [];
      for (const memberId of [...ids, ...ids]) times.push(await timed(() => byPairs(client, memberId, period)));
      figures.push(asReference(`closure.sums.${name}`, times));
    }
  } finally {
    client.release();
  }
  return figures;
}

const volumesOf = `(SELECT member_id, greatest(0, sum(CASE WHEN kind <= 2 THEN pv ELSE -pv END)) AS ppv
  FROM mirror.volume_entries WHERE period = $2 AND kind <= 4 GROUP BY member_id)`;

const bySteps = (pool: Pick<Pool, 'query'>, memberId: number, period: number): Promise<unknown> =>
  pool.query({
    name: 'bench-steps',
    text: `WITH RECURSIVE below AS (
             SELECT member_id FROM mirror.members WHERE member_id = $1
             UNION ALL SELECT m.member_id FROM mirror.members m JOIN below b ON m.sponsor_id = b.member_id
           ) SELECT count(*), sum(v.ppv) FROM below LEFT JOIN ${volumesOf} v USING (member_id)`,
    values: [memberId, period],
  });

const byPairs = (client: Pick<Pool, 'query'>, memberId: number, period: number): Promise<unknown> =>
  client.query({
    name: 'bench-pairs',
    text: `SELECT count(*), sum(v.ppv) FROM closure c LEFT JOIN ${volumesOf} v ON v.member_id = c.below WHERE c.above = $1`,
    values: [memberId, period],
  });

function pairsOf(sponsorOf: Uint32Array, depthOf: Uint32Array, memberCount: number) {
  let count = 0;
  for (let id = 1; id <= memberCount; id += 1) count += (depthOf[id] ?? 0) + 1;
  let below = 1;
  let above = 0;
  return {
    count,
    columns: [
      {
        name: 'above',
        kind: 'int' as const,
        value: () => {
          if (above === 1) below += 1;
          above = above === 0 || above === 1 ? below : (sponsorOf[above] ?? 0);
          return above;
        },
      },
      { name: 'below', kind: 'int' as const, value: () => below },
    ],
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function asReference(id: string, times: readonly number[]): Figure {
  return {
    id,
    value: three(percentile(times, 50)),
    unit: 'ms',
    about: 'median; count and volume of the branch in the open period',
  };
}
