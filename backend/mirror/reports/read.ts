import type { Pool } from 'pg';
import { youngSums } from './young.ts';

/*
 * The reports from the database alone: the second source beside the tree in memory, for processes that do not hold it and for
 * replicas. Each answer says the block that it is of.
 */

export interface ReportSums {
  readonly frontlineCount: number;
  readonly downlineCount: number;
  /** Hundredths of a point. */
  readonly ppv: bigint;
  readonly gv: bigint;
}

export interface ReportPlace {
  readonly memberId: number;
  readonly level: number;
  readonly frontlineCount: number;
  readonly downlineCount: number;
}

/** From the member up to the company; empty for an unknown number. */
export async function reportUpline(pool: Pick<Pool, 'query'>, memberId: number): Promise<number[]> {
  const { rows } = await pool.query<[number, number[] | null]>({
    name: 'report-upline',
    rowMode: 'array',
    // Members younger than the numbering step by step; then by single steps to the next place that knows the 32 above it.
    text: `WITH RECURSIVE young AS (
             SELECT member_id, sponsor_id FROM reports.tail WHERE member_id = $1
             UNION ALL SELECT t.member_id, t.sponsor_id FROM young y JOIN reports.tail t ON t.member_id = y.sponsor_id
           ), first AS (
             SELECT coalesce((SELECT min(sponsor_id) FROM young WHERE sponsor_id NOT IN (SELECT member_id FROM young)), $1) AS member_id
           ), up AS (
             SELECT p.member_id, p.sponsor_id, p.above FROM first f JOIN reports.places p ON p.member_id = f.member_id
             UNION ALL
             SELECT p.member_id, p.sponsor_id, p.above FROM up u
               JOIN reports.places p ON p.member_id = CASE WHEN u.above IS NULL THEN u.sponsor_id ELSE u.above[array_length(u.above, 1)] END
           )
           SELECT member_id, NULL::int[] FROM young UNION ALL SELECT member_id, above FROM up`,
    values: [memberId],
  });
  const path: number[] = [];
  // A step of 32 names everybody up to the next row, and that row itself.
  for (const [id, above] of rows) {
    if (path.at(-1) !== id) path.push(id);
    if (above !== null) path.push(...above);
  }
  return path;
}

/** Counts and volumes of a member's whole branch. Of a closed period as it was at its end. undefined for who was not there. */
export async function reportSums(
  pool: Pick<Pool, 'query'>,
  memberId: number,
  period: number,
): Promise<(ReportSums & { block: number }) | undefined> {
  const { rows } = await pool.query<SumsRow>({
    name: 'report-sums',
    text: `SELECT coalesce(d.closed, false) AS closed, p.member_id, r.member_id AS rolled, s.block_number AS block,
             CASE WHEN d.closed THEN r.frontline ELSE p.frontline
               + (SELECT count(*) FROM reports.tail t WHERE t.sponsor_id = p.member_id AND t.member_id <= l.members)::int END AS frontline,
             CASE WHEN d.closed THEN r.downline ELSE p.last - p.pre
               + (SELECT count(*) FROM reports.tail t WHERE t.anchor BETWEEN p.pre AND p.last AND t.member_id <= l.members)::int END AS downline,
             CASE WHEN d.closed THEN r.balance ELSE coalesce(
               (SELECT c.balance FROM reports.changes c WHERE c.period = $2 AND c.member_id = p.member_id ORDER BY block_number DESC LIMIT 1),
               r.balance, 0) END AS balance,
             coalesce(r.group_volume, 0) + CASE WHEN d.closed THEN 0 ELSE
               (SELECT coalesce(sum(c.volume), 0)::bigint FROM reports.changes c WHERE c.period = $2 AND c.anchor BETWEEN p.pre AND p.last)
             END AS volume
           FROM reports.position s
             CROSS JOIN LATERAL (SELECT coalesce((SELECT member_count FROM mirror.periods WHERE period = $2), 2147483647) AS members) l
             LEFT JOIN reports.periods d ON d.period = $2
             LEFT JOIN reports.places p ON p.member_id = $1
             LEFT JOIN reports.rollups r ON r.period = $2 AND r.member_id = $1`,
    values: [memberId, period],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const block = Number(row.block);
  if (row.closed ? row.rolled === null : row.member_id === null) {
    const young = row.closed ? undefined : await youngSums(pool, memberId, period);
    return young === undefined ? undefined : { ...young, block };
  }
  return {
    frontlineCount: row.frontline,
    downlineCount: row.downline,
    ppv: row.balance < 0n ? 0n : row.balance,
    gv: row.volume,
    block,
  };
}

interface SumsRow {
  closed: boolean;
  member_id: number | null;
  rolled: number | null;
  block: bigint;
  frontline: number;
  downline: number;
  balance: bigint;
  volume: bigint;
}

/** The member and those nearest below, with what stands below each of them; nearest first, at most `limit`. */
export async function reportWindow(pool: Pick<Pool, 'query'>, memberId: number, limit: number): Promise<ReportPlace[]> {
  const { rows } = await pool.query<[number, number, number, number]>({
    name: 'report-window',
    rowMode: 'array',
    // The recursion goes level by level and stops when the page is full.
    text: `WITH RECURSIVE below AS (
             SELECT member_id, 0 AS level FROM mirror.members WHERE member_id = $1
             UNION ALL
             SELECT m.member_id, b.level + 1 FROM below b CROSS JOIN LATERAL (
               SELECT member_id FROM mirror.members WHERE sponsor_id = b.member_id ORDER BY member_id LIMIT $2
             ) m
           ), page AS MATERIALIZED (SELECT member_id, level FROM below LIMIT $2)
           SELECT page.member_id, page.level,
             coalesce(p.frontline, 0) + (SELECT count(*) FROM reports.tail t WHERE t.sponsor_id = page.member_id)::int,
             coalesce(p.last - p.pre + (SELECT count(*) FROM reports.tail t WHERE t.anchor BETWEEN p.pre AND p.last)::int, -1)
           FROM page LEFT JOIN reports.places p ON p.member_id = page.member_id`,
    values: [memberId, limit],
  });
  const places: ReportPlace[] = [];
  for (const [id, level, frontlineCount, below] of rows) {
    const downlineCount = below >= 0 ? below : ((await youngSums(pool, id, -1))?.downlineCount ?? 0);
    places.push({ memberId: id, level, frontlineCount, downlineCount });
  }
  return places;
}

/**
 * Legs by group volume, first the greatest. Of a closed period as it was at its end; of the open one as of `block`, the block of the
 * last numbering: the tree in memory knows it to the newest block.
 * @returns undefined when the period has no rollup yet
 */
export async function reportTopLegs(
  pool: Pick<Pool, 'query'>,
  memberId: number,
  period: number,
  limit: number,
): Promise<{ legs: { memberId: number; gv: bigint; downlineCount: number }[]; block: number } | undefined> {
  const { rows } = await pool.query<[bigint, number | null, bigint, number]>({
    name: 'report-top-legs',
    rowMode: 'array',
    text: `SELECT d.block_number, l.member_id, l.group_volume, l.downline FROM reports.periods d LEFT JOIN LATERAL (
             SELECT member_id, group_volume, downline FROM reports.rollups
             WHERE period = $2 AND sponsor_id = $1 ORDER BY group_volume DESC, member_id LIMIT $3
           ) l ON true WHERE d.period = $2`,
    values: [memberId, period, limit],
  });
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    block: Number(first[0]),
    legs: rows.flatMap(([, id, gv, downlineCount]) => (id === null ? [] : [{ memberId: id, gv, downlineCount }])),
  };
}
