import type pg from 'pg';
import { planHash, prepareHashing, runPeriod, type RunInput } from '#engine/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { copyRows } from '#mirror/reports/copy.ts';
import { openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { canonicalText } from '#engine/canonical.ts';
import { three, type Figure } from '../report.ts';
import { peakMiB } from '../spent.ts';
import { withPostgres } from './server.ts';
import { firstPeriod, levelPlan } from './world.ts';

const SIZE = 1_000_000;
/** Seconds that the same took in SQL alone, measured when the project was designed. */
const IN_SQL = 52;

/** From the rows of the mirror to the root, by the product's own door: read, run, state, tree. By the clock, because two processes work. Writing is not in it. */
export async function measure(): Promise<Figure[]> {
  await prepareHashing();
  const world = firstPeriod(SIZE, SIZE);
  return withPostgres(async (pool, url) => {
    await migrate(url);
    await fillMirror(pool, world);
    const database = openDatabase({ connectionString: url, maxConnections: 2 });
    await database.pool.query('SELECT 1');
    const marks = [performance.now()];
    const mark = (): number => marks.push(performance.now());

    const facts = await createMirrorReader(database).periodFacts(1, 'finalized');
    if (facts === undefined) throw new Error('the mirror has no such period');
    mark();
    const { memberCount, sponsorOf, entries, firstEntry, runningHash } = facts;
    const result = runPeriod({ ...world, memberCount, sponsorOf, entries, firstEntry, runningHash });
    mark();
    await database.close();
    const parts = marks.slice(1).map((at, index) => (at - (marks[index] ?? 0)) / 1_000);
    const took = parts.reduce((sum, part) => sum + part, 0);
    return [
      {
        id: 'engine.end.all',
        value: three(took),
        unit: 's',
        reference: IN_SQL,
        ratio: three(IN_SQL / took),
        bar: '≤ 3.5 s',
        ok: took <= 3.5,
        about: `1M members and orders, ten levels; SQL alone (measured another day), with writing; ${result.leafCount} leaves, not written`,
      },
      ...['read', 'run'].map((name, index) => ({
        id: `engine.end.${name}`,
        value: three(parts[index] ?? 0),
        unit: 's',
        about: { read: 'facts of the period from the mirror', run: 'run, commitments and tree' }[name] ?? '',
      })),
      { id: 'engine.end.memory', value: three(peakMiB()), unit: 'MiB', about: 'peak, the made-up network included' },
    ];
  });
}

/** The network as the indexer would have written it. */
async function fillMirror(pool: pg.Pool, { sponsorOf, memberCount, entries }: RunInput): Promise<void> {
  const client = await pool.connect();
  await client.query('CREATE TEMP TABLE raw_members (member_id int, sponsor_id int)');
  await client.query('CREATE TEMP TABLE raw_orders (entry int, member_id int, pv bigint, cv bigint)');
  await copyRows(
    client,
    'raw_members',
    [
      { name: 'member_id', kind: 'int', value: (id) => id },
      { name: 'sponsor_id', kind: 'int', value: (id) => sponsorOf[id] },
    ],
    { from: 1, to: memberCount },
  );
  const sale = (row: number) => {
    const entry = entries[row];
    if (entry?.kind !== 'ownPurchase') throw new Error('only own purchases are written');
    return entry;
  };
  await copyRows(
    client,
    'raw_orders',
    [
      { name: 'entry', kind: 'int', value: (row) => row },
      { name: 'member_id', kind: 'int', value: (row) => sale(row).memberId },
      { name: 'pv', kind: 'bigint', value: (row) => Number(sale(row).pv) },
      { name: 'cv', kind: 'bigint', value: (row) => Number(sale(row).cv) },
    ],
    { from: 0, to: entries.length - 1 },
  );
  await client.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     SELECT member_id, sponsor_id, 0, 0, 0, member_id, 1, member_id, now(), '\\x00' FROM raw_members`,
  );
  await client.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     SELECT entry, 1, 1, member_id, pv, cv, entry + 1, 2, 0 FROM raw_orders`,
  );
  const hash = Buffer.from(planHash(levelPlan).slice(2), 'hex');
  await client.query(
    `INSERT INTO mirror.plans (version, plan_hash, first_period, cap_ppm, instant_levels, spec, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (1, $1, 1, $2, '\\x', $3, 1, 0, 0, now(), '\\x00')`,
    [hash, levelPlan.cap.ratePpm, Buffer.from(canonicalText(levelPlan))],
  );
  await client.query(
    `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
     SELECT p, $1, $2 * p, 0, 0, 0, p, decode(repeat('00', 32), 'hex'), '\\x00', p + 1, p * 3, 99, now(), '\\x00' FROM generate_series(0, 1) AS p`,
    [memberCount, entries.length],
  );
  await client.query(
    `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state)
     VALUES (1, 1, '\\x00', 0, '\\x00', 9, '\\x00', now(), 9, 9, 'following')`,
  );
  client.release();
  await pool.query('VACUUM ANALYZE');
}
