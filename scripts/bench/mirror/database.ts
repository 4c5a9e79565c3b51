import { followReports } from '#mirror/reports/follow.ts';
import { readFileSync } from 'node:fs';
import { reportSums, reportTopLegs, reportUpline, reportWindow } from '#mirror/reports/read.ts';
import { takeIn } from '#mirror/reports/take.ts';
import type { Database } from '#platform/database.ts';
import { type Figure, atMost, percentile, three } from '../report.ts';
import { noise } from './network.ts';
import { loadView, repeats, type Stratum, strataOf } from './strata.ts';

const batch = 500;
/** Half of what may stand beside the numbering, of members and of orders. */
const rounds = 5;
/** Rounds before, taken back again: an indexer that follows has taken in thousands, and they must leave room beside the numbering. */
const warmUp = 5;

/** The reports from the database with thousands of members and orders beside the numbering, and what taking those in costs. */
export async function measure(database: Database): Promise<Figure[]> {
  await followReports(database);
  const view = await loadView(database);
  const figures = await appending(database, view);
  const { pool } = database;
  // As autovacuum does after so many rows.
  await pool.query('VACUUM (ANALYZE) reports.tail, reports.changes');
  const reports: Readonly<Record<string, (memberId: number) => Promise<unknown>>> = {
    upline: (memberId) => reportUpline(pool, memberId),
    page: (memberId) => reportWindow(pool, memberId, 50),
    sums: (memberId) => reportSums(pool, memberId, view.period),
    pastSums: (memberId) => reportSums(pool, memberId, view.period - 1),
    legs: (memberId) => reportTopLegs(pool, memberId, view.period, 10),
  };
  for (const stratum of strataOf(view)) {
    for (const [report, read] of Object.entries(reports)) figures.push(await timed(report, read, stratum));
  }
  return figures;
}

async function timed(
  report: string,
  read: (memberId: number) => Promise<unknown>,
  { name, memberIds }: Stratum,
): Promise<Figure> {
  for (const memberId of memberIds.slice(0, 30)) await read(memberId);
  const times: number[] = [];
  for (const memberId of memberIds) {
    let least = Infinity;
    for (let round = 0; round < repeats; round += 1) {
      const start = performance.now();
      await read(memberId);
      least = Math.min(least, performance.now() - start);
    }
    times.push(least);
  }
  return atMost(`sql.${report}.${name}.p99`, percentile(times, 99), 'ms', 5, `median ${three(percentile(times, 50))} ms`);
}

async function appending(database: Database, { tree, period, block }: Awaited<ReturnType<typeof loadView>>): Promise<Figure[]> {
  const random = noise(23);
  const { pool } = database;
  let next = { block, member: tree.memberCount, entry: tree.memberCount };
  const figures: Figure[] = [];
  for (const depth of [10, 2_000]) {
    const under: number[] = [];
    for (let id = 1; id <= tree.memberCount; id += 1) {
      const own = tree.depthOf[id] ?? 0;
      if (own === depth || (depth > 1_000 && own > depth && own < depth + 200)) under.push(id);
    }
    const anyOf = (): number => under[Math.floor(random() * under.length)] ?? 1;
    const client = await pool.connect();
    const answered = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = answered.rows[0]?.pid ?? 0;
    let least = Infinity;
    let spent = 0;
    for (let round = -warmUp; round < rounds; round += 1) {
      const size = batch;
      next = { ...next, block: next.block + 1 };
      await pool.query(
        `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
         SELECT $2::int + i, s, 0, 0, $3::int + 1, i, $4::bigint, i, now(), '\\x00' FROM unnest($1::int[]) WITH ORDINALITY AS t(s, i)`,
        [Array.from({ length: size }, anyOf), next.member, depth, next.block],
      );
      await pool.query(
        `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
         SELECT $2::bigint + i - 1, $3::int, 1, m, 700, 0, i, $4::bigint, 0 FROM unnest($1::int[]) WITH ORDINALITY AS t(m, i)`,
        [Array.from({ length: size }, anyOf), next.entry, period, next.block],
      );
      await pool.query('UPDATE mirror.checkpoints SET block_number = $1, head = $1', [next.block]);
      if (round < 0) {
        await client.query('BEGIN');
        await takeIn(client);
        await client.query('ROLLBACK');
        for (const table of ['members', 'volume_entries'])
          await pool.query(`DELETE FROM mirror.${table} WHERE block_number = $1`, [next.block]);
        continue;
      }
      next = { ...next, member: next.member + size, entry: next.entry + size };
      const before = processorMilliseconds(pid);
      const start = performance.now();
      await client.query('BEGIN');
      await takeIn(client);
      await client.query('COMMIT');
      least = Math.min(least, performance.now() - start);
      spent += processorMilliseconds(pid) - before;
    }
    client.release();
    const each = (least * 1_000) / (batch * 2);
    figures.push(
      atMost(`sql.append.depth${depth}`, each, 'µs', 20, `each of ${batch} members and ${batch} orders taken in at once`),
      {
        id: `sql.append.depth${depth}.cpu`,
        value: three((spent * 1_000) / (batch * 2 * rounds)),
        unit: 'µs',
        about: 'processor time of it, of the server and of our process, whatever else the machine does; mean of all rounds',
      },
    );
  }
  return figures;
}

/** Of a server process and of ours. Linux tells the former in hundredths of a second; elsewhere it is not counted. */
function processorMilliseconds(pid: number): number {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1_000;
  if (process.platform !== 'linux') return own;
  // Fields 14 and 15, counted behind the name, which may hold anything (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return own + (Number(fields[11]) + Number(fields[12])) * 10;
}
