import type { Pool } from 'pg';
import type { ReportSums } from './types.ts';
import { youngCounts, youngSums } from './young.ts';

export type { ReportSums } from './types.ts';

/*
 * The reports from the database alone: the second source beside the tree in memory, for processes that do not hold it and for
 * replicas. Each answer says the block that it is of.
 */

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
             UNION ALL SELECT t.member_id, t.sponsor_id FROM young y CROSS JOIN LATERAL (SELECT * FROM reports.tail WHERE member_id = y.sponsor_id LIMIT 1) t
           ), first AS (
             SELECT coalesce((SELECT min(sponsor_id) FROM young WHERE sponsor_id NOT IN (SELECT member_id FROM young)), $1) AS member_id
           ), up AS (
             SELECT p.member_id, p.sponsor_id, p.above FROM first f JOIN reports.places p ON p.member_id = f.member_id
             UNION ALL
             SELECT p.member_id, p.sponsor_id, p.above FROM up u CROSS JOIN LATERAL (
               SELECT member_id, sponsor_id, above FROM reports.places
               WHERE member_id = CASE WHEN u.above IS NULL THEN u.sponsor_id ELSE u.above[array_length(u.above, 1)] END LIMIT 1
             ) p
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
  const { rows } = await pool.query<{ closed: boolean; rolled: boolean; block: bigint; members: number | null }>({
    name: 'report-period',
    text: `SELECT coalesce(d.closed, false) AS closed, d.period IS NOT NULL AS rolled, s.block_number AS block,
             (SELECT member_count FROM mirror.periods WHERE period = $1) AS members
           FROM reports.position s LEFT JOIN reports.periods d ON d.period = $1`,
    values: [period],
  });
  const [state] = rows;
  if (state === undefined) return undefined;
  const rollup = state.rolled ? await rolledSums(pool, memberId, period) : undefined;
  const block = Number(state.block);
  if (state.closed) return rollup === undefined ? undefined : { ...toSums(rollup), block };
  const open = await openSums(pool, memberId, period, state.members ?? 2_147_483_647);
  if (open === undefined) {
    const young = await youngSums(pool, memberId, period);
    return young === undefined ? undefined : { ...young, block };
  }
  const balance = open.balance ?? rollup?.balance ?? 0n;
  return { ...toSums({ ...open, balance, volume: open.volume + (rollup?.volume ?? 0n) }), block };
}

interface RawSums {
  readonly frontline: number;
  readonly downline: number;
  readonly balance: bigint;
  readonly volume: bigint;
}

const toSums = ({ frontline, downline, balance, volume }: RawSums): ReportSums => ({
  frontlineCount: frontline,
  downlineCount: downline,
  ppv: balance < 0n ? 0n : balance,
  gv: volume,
});

/** The row of the period's own table: asked through the parent, most of the time would go into choosing among periods. */
async function rolledSums(pool: Pick<Pool, 'query'>, memberId: number, period: number): Promise<RawSums | undefined> {
  const { rows } = await pool.query<RawSums>({
    name: `report-rollup-${period}`,
    text: `SELECT frontline, downline, balance, group_volume AS volume FROM reports.rollups_${period} WHERE period = ${period} AND member_id = $1`,
    values: [memberId],
  });
  return rows[0];
}

/** What stands beside the rollup, and the counts of a period that is not closed for good; `members` hides who joined after its end. */
async function openSums(
  pool: Pick<Pool, 'query'>,
  memberId: number,
  period: number,
  members: number,
): Promise<(Omit<RawSums, 'balance'> & { balance: bigint | null }) | undefined> {
  const { rows } = await pool.query<Omit<RawSums, 'balance'> & { balance: bigint | null }>({
    name: 'report-open-sums',
    text: `SELECT p.frontline + (SELECT count(*) FROM reports.tail t WHERE t.sponsor_id = p.member_id AND t.member_id <= $3)::int AS frontline,
             p.last - p.pre + (SELECT count(*) FROM reports.tail t WHERE t.anchor BETWEEN p.pre AND p.last AND t.member_id <= $3)::int AS downline,
             (SELECT c.balance FROM reports.changes c WHERE c.period = $2 AND c.member_id = p.member_id ORDER BY block_number DESC LIMIT 1) AS balance,
             (SELECT coalesce(sum(c.volume), 0)::bigint FROM reports.changes c WHERE c.period = $2 AND c.anchor BETWEEN p.pre AND p.last) AS volume
           FROM reports.places p WHERE p.member_id = $1`,
    values: [memberId, period, members],
  });
  return rows[0];
}

/** The member and those nearest below, with what stands below each of them; nearest first, at most `limit`. */
export async function reportWindow(pool: Pick<Pool, 'query'>, memberId: number, limit: number): Promise<ReportPlace[]> {
  const { rows } = await pool.query<[number, number, number, number | null, number | null]>({
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
             coalesce(p.frontline, 0) + (SELECT count(*) FROM reports.tail t WHERE t.sponsor_id = page.member_id)::int, p.pre, p.last
           FROM page LEFT JOIN LATERAL (SELECT * FROM reports.places WHERE member_id = page.member_id LIMIT 1) p ON true`,
    values: [memberId, limit],
  });
  const anchors = await anchorsBetween(pool, rows[0]?.[3] ?? 0, rows[0]?.[4] ?? -1);
  const young = rows.flatMap(([id, , , pre]) => (pre === null ? [id] : []));
  const counts = young.length === 0 ? new Map<number, number>() : await youngCounts(pool, young);
  const places: ReportPlace[] = [];
  for (const [id, level, frontlineCount, pre, last] of rows) {
    const downlineCount =
      pre === null || last === null ? (counts.get(id) ?? 0) : last - pre + countUpTo(anchors, last) - countUpTo(anchors, pre - 1);
    places.push({ memberId: id, level, frontlineCount, downlineCount });
  }
  return places;
}

/**
 * Anchors of the young members below a place, in rising order. Read once for a page: its branches may lie in one another, and the
 * database would count the same members for each.
 */
async function anchorsBetween(pool: Pick<Pool, 'query'>, pre: number, last: number): Promise<Uint32Array> {
  const { rows } = await pool.query<{ packed: Buffer | null }>({
    name: 'report-anchors',
    text: `SELECT string_agg(int4send(anchor), ''::bytea ORDER BY anchor) AS packed FROM reports.tail WHERE anchor BETWEEN $1 AND $2`,
    values: [pre, last],
  });
  const packed = rows[0]?.packed ?? Buffer.alloc(0);
  const anchors = new Uint32Array(packed.length / 4);
  for (let place = 0; place < anchors.length; place += 1) anchors[place] = packed.readUInt32BE(place * 4);
  return anchors;
}

/** How many of the sorted numbers are not greater. */
function countUpTo(sorted: Uint32Array, most: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
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
  const known = await pool.query<{ block_number: bigint }>({
    name: 'report-rolled',
    text: 'SELECT block_number FROM reports.periods WHERE period = $1',
    values: [period],
  });
  const [rolled] = known.rows;
  if (rolled === undefined) return undefined;
  const { rows } = await pool.query<[number, bigint, number]>({
    name: `report-legs-${period}`,
    rowMode: 'array',
    text: `SELECT member_id, group_volume, downline FROM reports.rollups_${period}
           WHERE period = ${period} AND sponsor_id = $1 ORDER BY group_volume DESC, member_id LIMIT $2`,
    values: [memberId, limit],
  });
  return {
    block: Number(rolled.block_number),
    legs: rows.map(([id, gv, downlineCount]) => ({ memberId: id, gv, downlineCount })),
  };
}
