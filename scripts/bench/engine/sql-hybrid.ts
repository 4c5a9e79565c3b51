import type { Pool } from 'pg';
import type { RunInput } from '#engine/index.ts';
import { copyNetwork, memberColumns, orderColumns } from './tables.ts';
import { tenLevels } from './world.ts';

/** The network as tables with the indexes that the walks need. */
export async function loadNetwork(pool: Pool, world: RunInput): Promise<void> {
  const client = await pool.connect();
  await client.query(`CREATE TABLE people (${memberColumns})`);
  await client.query(`CREATE TABLE sales (${orderColumns})`);
  await copyNetwork(client, world, { members: 'people', orders: 'sales' });
  await client.query('CREATE INDEX ON people (sponsor_id)');
  await client.query('CREATE INDEX ON sales (member_id)');
  client.release();
  await pool.query('ANALYZE');
}

/**
 * The plan of `hybrid-plan.ts` as recursive SQL: what a back office would write. It does less than the engine: ranks look at volumes and not at
 * legs, nothing is carried, and no line is kept. @returns what each bonus comes to
 */
export async function sqlHybrid(pool: Pool): Promise<Record<string, bigint>> {
  const rates = tenLevels.map(({ ratePpm, ppvAtLeast }, index) => `(${index + 1}, ${ratePpm / 4}, ${ppvAtLeast})`).join(', ');
  const steps = [
    `CREATE TEMP TABLE own AS SELECT member_id, sum(pv)::bigint AS ppv, sum(cv)::bigint AS cv FROM sales GROUP BY member_id`,
    `CREATE INDEX ON own (member_id)`,
    // Everybody's volume for everybody above, in both trees.
    `CREATE TEMP TABLE groups AS WITH RECURSIVE up AS (
       SELECT o.member_id AS at, o.ppv, o.cv FROM own o
       UNION ALL SELECT p.sponsor_id, up.ppv, up.cv FROM up JOIN people p ON p.member_id = up.at WHERE p.sponsor_id > 0
     ) SELECT at AS member_id, sum(ppv)::bigint AS ov, sum(cv)::bigint AS cv FROM up GROUP BY at`,
    `CREATE INDEX ON groups (member_id)`,
    `CREATE TEMP TABLE legs AS WITH RECURSIVE up AS (
       SELECT p.parent_id AS at, p.leg, o.cv FROM own o JOIN people p USING (member_id) WHERE p.parent_id > 0
       UNION ALL SELECT p.parent_id, p.leg, up.cv FROM up JOIN people p ON p.member_id = up.at WHERE p.parent_id > 0
     ) SELECT at AS member_id, coalesce(sum(cv) FILTER (WHERE leg = 0), 0)::bigint AS left_cv, coalesce(sum(cv) FILTER (WHERE leg = 1), 0)::bigint AS right_cv
     FROM up GROUP BY at`,
    `CREATE TEMP TABLE levels (level int, rate bigint, least bigint)`,
    `INSERT INTO levels VALUES ${rates}`,
    `CREATE TEMP TABLE ranks AS SELECT o.member_id, CASE WHEN g.ov >= 1600000 THEN 4 WHEN g.ov >= 400000 THEN 3 WHEN g.ov >= 100000 THEN 2 WHEN g.ov >= 20000 THEN 1 ELSE 0 END AS rank
     FROM own o JOIN groups g USING (member_id) WHERE o.ppv >= 10000 AND o.member_id > 1`,
    `CREATE INDEX ON ranks (member_id)`,
    `CREATE TEMP TABLE paid (bonus text, member_id int, amount bigint)`,
    `INSERT INTO paid WITH RECURSIVE walk AS (
       SELECT p.sponsor_id AS at, 1 AS level, s.cv FROM sales s JOIN people p USING (member_id)
       UNION ALL
       SELECT p.sponsor_id, CASE WHEN coalesce(o.ppv, 0) >= l.least THEN w.level + 1 ELSE w.level END, w.cv
       FROM walk w JOIN people p ON p.member_id = w.at JOIN levels l ON l.level = w.level LEFT JOIN own o ON o.member_id = w.at WHERE w.at > 1
     ) SELECT 'team', w.at, sum(w.cv * l.rate / 1000000) FROM walk w JOIN levels l ON l.level = w.level JOIN own o ON o.member_id = w.at
       WHERE w.at > 1 AND o.ppv >= l.least GROUP BY w.at`,
    `INSERT INTO paid SELECT 'legs', l.member_id, least(left_cv, right_cv) * 10000 / 1000000 FROM legs l JOIN own o USING (member_id)
     WHERE o.ppv >= 10000 AND l.member_id > 1`,
    `INSERT INTO paid SELECT 'own', member_id, cv * CASE WHEN ppv >= 30000 THEN 20000 ELSE 10000 END / 1000000 FROM own WHERE ppv >= 10000 AND member_id > 1`,
    `CREATE TEMP TABLE entitled AS SELECT p.member_id, p.sponsor_id, g.cv * CASE WHEN g.ov >= 400000 THEN 90000 WHEN g.ov >= 100000 THEN 60000 WHEN g.ov >= 20000 THEN 30000 ELSE 0 END / 1000000 AS amount
     FROM groups g JOIN people p USING (member_id)`,
    `INSERT INTO paid SELECT 'steps', e.member_id, e.amount - coalesce(sum(b.amount), 0) FROM entitled e LEFT JOIN entitled b ON b.sponsor_id = e.member_id
     WHERE e.member_id > 1 GROUP BY e.member_id, e.amount`,
    `INSERT INTO paid SELECT 'fund', r.member_id, (SELECT sum(cv) * 20000 / 1000000 FROM sales) * s.shares / sum(s.shares) OVER ()
     FROM ranks r JOIN (VALUES (2, 1), (3, 3), (4, 10)) AS s(rank, shares) USING (rank)`,
    `INSERT INTO paid SELECT 'prize', member_id, 1000000 * (4 ^ generate_series(0, rank - 1))::bigint FROM ranks WHERE rank > 0`,
    `INSERT INTO paid WITH RECURSIVE walk AS (
       SELECT p.sponsor_id AS at, 1 AS level, b.amount FROM paid b JOIN people p USING (member_id) WHERE b.bonus = 'legs'
       UNION ALL
       SELECT p.sponsor_id, CASE WHEN r.rank IS NULL THEN w.level ELSE w.level + 1 END, w.amount
       FROM walk w JOIN people p ON p.member_id = w.at LEFT JOIN ranks r ON r.member_id = w.at WHERE w.at > 1 AND w.level <= 3
     ) SELECT 'match', w.at, sum(w.amount * (ARRAY[100000, 50000, 30000])[w.level] / 1000000) FROM walk w JOIN ranks r ON r.member_id = w.at
       WHERE w.level <= 3 AND r.rank >= w.level - 1 GROUP BY w.at`,
  ];
  for (const step of steps) await pool.query(step);
  const { rows } = await pool.query<{ bonus: string; total: string }>(
    'SELECT bonus, sum(amount)::text AS total FROM paid GROUP BY bonus',
  );
  return Object.fromEntries(rows.map(({ bonus, total }) => [bonus, BigInt(total)]));
}
