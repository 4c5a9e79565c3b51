import type { Pool } from 'pg';
import type { ReportSums } from './types.ts';

/** Sums of a member who joined after the numbering: whoever stands below is as young, so a walk is short. undefined for no such member. */
export async function youngSums(pool: Pick<Pool, 'query'>, memberId: number, period: number): Promise<ReportSums | undefined> {
  const { rows } = await pool.query<{ found: number; frontline: number; balance: bigint | null; volume: bigint }>({
    name: 'report-young-sums',
    text: `WITH RECURSIVE limits AS (
             SELECT coalesce((SELECT member_count FROM mirror.periods WHERE period = $2), 2147483647) AS members
           ), below AS (
             SELECT member_id, 0 AS level FROM reports.tail, limits WHERE member_id = $1 AND member_id <= members
             UNION ALL
             SELECT t.member_id, b.level + 1 FROM below b CROSS JOIN limits JOIN reports.tail t ON t.sponsor_id = b.member_id AND t.member_id <= members
           )
           SELECT count(*)::int AS found, (count(*) FILTER (WHERE level = 1))::int AS frontline,
             max(c.balance) FILTER (WHERE level = 0) AS balance, coalesce(sum(greatest(c.balance, 0)), 0)::bigint AS volume
           FROM below b LEFT JOIN LATERAL (
             SELECT balance FROM reports.changes WHERE period = $2 AND member_id = b.member_id ORDER BY block_number DESC LIMIT 1
           ) c ON true`,
    values: [memberId, period],
  });
  const [row] = rows;
  if (row === undefined || row.found === 0) return undefined;
  const ppv = row.balance === null || row.balance < 0n ? 0n : row.balance;
  return { frontlineCount: row.frontline, downlineCount: row.found - 1, ppv, gv: row.volume };
}

/** Downline counts of members who joined after the numbering. */
export async function youngCounts(pool: Pick<Pool, 'query'>, memberIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await pool.query<[number, number]>({
    name: 'report-young-counts',
    rowMode: 'array',
    text: `WITH RECURSIVE below AS (
             SELECT id AS top, id AS member_id FROM unnest($1::int[]) AS id
             UNION ALL
             SELECT b.top, t.member_id FROM below b CROSS JOIN LATERAL (SELECT member_id FROM reports.tail WHERE sponsor_id = b.member_id OFFSET 0) t
           ) SELECT top, count(*)::int - 1 FROM below GROUP BY top`,
    values: [memberIds],
  });
  return new Map(rows);
}
