import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Metrics } from '#http/health.ts';
import { createMirrorReader, type MirrorReader } from '#mirror/read/index.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import { createReportReads, type ReportReads } from '#platform/replicas.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { startPostgres, type TestServer } from '#test/support/postgres.ts';
import { type Replica, startReplica } from '#test/support/replica.ts';
import { type FactState, writeCheckpoint, writeFacts } from './facts.ts';

/*
 * A real primary and a real streaming replica. Whatever a report tells, it is never older than the bound, never older than what the same
 * process has told before, and it says of which block it is.
 */
let server: TestServer;
let replica: Replica;
let primary: Database;
let follower: Database;
const state: FactState = { members: 0, entries: 0, period: 0 };
let block = 0;

beforeAll(async () => {
  server = await startPostgres();
  await migrate(server.url);
  // The servers of tests do not wait for the disk; a replica gets only what is there.
  const setting = openDatabase({ connectionString: server.url });
  await setting.pool.query('ALTER DATABASE postgres SET synchronous_commit = on');
  await setting.close();
  primary = openDatabase({ connectionString: server.url });
  await add({ joins: [0, 1, 1, 2] });
  replica = await startReplica(server);
  follower = openDatabase({ connectionString: replica.url, onError: () => undefined });
}, 120_000);
afterAll(async () => {
  await follower?.close();
  await primary?.close();
  await replica?.remove();
  await server?.stop();
});

/** The next block of the chain, straight into the primary. */
async function add(facts: { joins?: readonly number[]; orders?: readonly { memberId: number; pv: number }[] }): Promise<void> {
  block += 1;
  await writeFacts(primary.pool, state, { block, joins: facts.joins ?? [], orders: facts.orders ?? [] });
  await writeCheckpoint(primary.pool, block, Math.max(0, block - 1));
}

/** Waits until the replica has everything that the primary has written. */
async function level(): Promise<void> {
  const { rows } = await primary.pool.query<{ at: string }>('SELECT pg_current_wal_flush_lsn()::text AS at');
  for (let turn = 0; turn < 200; turn += 1) {
    const seen = await follower.pool.query<{ there: boolean }>('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there', [
      rows[0]?.at,
    ]);
    if (seen.rows[0]?.there === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the replica does not catch up');
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function open(freshMilliseconds: number): { mirror: MirrorReader; reads: ReportReads; changes: string[] } {
  const changes: string[] = [];
  const reads = createReportReads({
    primary,
    replicas: [follower],
    freshMilliseconds,
    onChange: ({ state: now }) => changes.push(now),
  });
  return { mirror: createMirrorReader(primary, reads), reads, changes };
}

const timesOf = (reads: ReportReads, source: string, reason = ''): number =>
  reads.figures().reads.find((each) => each.source === source && each.reason === reason)?.times ?? 0;

describe('reports from a streaming replica', { timeout: 60_000 }, () => {
  test('a replica that is level answers, the same as the primary', async () => {
    await level();
    const { mirror, reads } = open(1_000);
    const alone = createMirrorReader(primary);
    expect(await mirror.frontline(1, { limit: 10 })).toEqual(await alone.frontline(1, { limit: 10 }));
    expect(await mirror.downlineWindow(1, { depth: 5, limit: 10 })).toEqual(
      await alone.downlineWindow(1, { depth: 5, limit: 10 }),
    );
    expect((await mirror.uplinePath(4)).map((member) => member.memberId)).toEqual([4, 2, 1]);
    expect(timesOf(reads, 'replica')).toBe(3);
    expect(reads.figures().replicas).toEqual([{ name: 'replica 1', usable: true, lagSeconds: expect.any(Number) as number }]);
  });

  test('one that falls behind the bound is passed over, said in the figures, and used again when it has caught up', async () => {
    await level();
    const { mirror, reads, changes } = open(300);
    expect((await mirror.reportPosition()).block).toBe(block);
    await replica.pause();
    try {
      await add({ joins: [1] });
      await pause(700);
      const { items } = await mirror.frontline(1, { limit: 10 });
      expect(items.map((row) => row.memberId)).toContain(state.members);
      expect(timesOf(reads, 'primary', 'behind')).toBeGreaterThan(0);
      expect(reads.figures().replicas[0]?.usable).toBe(false);
    } finally {
      await replica.resume();
    }
    await level();
    await pause(150);
    const before = timesOf(reads, 'replica');
    await mirror.frontline(1, { limit: 10 });
    expect(timesOf(reads, 'replica')).toBe(before + 1);
    expect(changes).toEqual(['fresh', 'behind', 'fresh']);
  });

  test('within the bound a report may lie behind and says so; money, rights and newcomers do not', async () => {
    await level();
    const { mirror, reads } = open(600_000);
    const old = block;
    const count = state.members;
    expect((await mirror.reportPosition()).block).toBe(old);
    await replica.pause();
    try {
      await add({ joins: [2], orders: [{ memberId: 2, pv: 500 }] });
      const { rows } = await primary.pool.query<{ cumulative: bigint }>(
        `INSERT INTO mirror.claims (seq, member_id, wallet, amount, cumulative, block_number, log_index, block_time, transaction_hash)
         VALUES (1, 2, '\\x00', 70, 70, $1, 1, now(), '\\x00') RETURNING cumulative`,
        [block],
      );
      expect(rows[0]?.cumulative).toBe(70n);
      expect(await mirror.reportPosition()).toMatchObject({ block: old });
      expect((await mirror.members({ limit: 1 })).total).toBe(count);
      expect(await mirror.settledOf(2)).toBe(70n);
      expect(await mirror.asOf()).toMatchObject({ block });
      expect(await mirror.memberCount()).toBe(count + 1);
      expect(await mirror.isUpline(2, count + 1)).toBe(true);
      // The replica does not know the newcomer; the primary is asked instead of telling that there is nobody.
      expect((await mirror.figures([count + 1]))[0]).toMatchObject({ sponsorId: 2 });
      expect(timesOf(reads, 'primary', 'behind')).toBe(1);
    } finally {
      await replica.resume();
    }
  });

  test('what was shown once is not taken back by an older replica', async () => {
    await level();
    const { mirror, reads } = open(600_000);
    await mirror.reportPosition();
    await replica.pause();
    try {
      await add({ joins: [3] });
      // A right is asked for on the primary, and memory moves on with it.
      await mirror.isUpline(1, 2);
      expect((await mirror.members({ limit: 1 })).total).toBe(state.members);
      expect((await mirror.reportPosition()).block).toBe(block);
      expect(timesOf(reads, 'primary', 'behind')).toBe(2);
    } finally {
      await replica.resume();
    }
  });

  test('a file of the whole downline is of one block, also when the replica dies in the middle of it', async () => {
    await level();
    await add({ joins: Array.from({ length: 2_500 }, () => 1) });
    await level();
    const { mirror, reads } = open(5_000);
    const seen: number[] = [];
    let parts = 0;
    for await (const part of mirror.everyDownline(1, { sort: 'ppv', only: (memberId) => memberId % 2 === 0 })) {
      seen.push(...part.map((row) => row.memberId));
      parts += 1;
      if (parts === 1) await replica.stop();
    }
    expect(seen).toHaveLength(Math.floor(state.members / 2));
    expect(timesOf(reads, 'primary', 'failed')).toBe(1);
    await mirror.members({ limit: 1 });
    expect(timesOf(reads, 'primary', 'away')).toBe(1);
    await replica.start();
    await level();
    await pause(2_100);
    await mirror.members({ limit: 1 });
    await pause(300);
    const before = timesOf(reads, 'replica');
    await mirror.members({ limit: 1 });
    expect(timesOf(reads, 'replica')).toBe(before + 1);
  });

  test('the metrics of the process say who answered and how far each replica lies behind', async () => {
    await level();
    const { mirror, reads } = open(600_000);
    await mirror.members({ limit: 1 });
    const nothing = { indexerStatus: () => Promise.reject(new Error('not asked')), indexerCounters: async () => ({}) };
    const text = await new Metrics(nothing, silentLogger(), reads).registry.metrics();
    expect(text).toContain('upline_report_reads_total{source="replica",reason=""} 1');
    expect(text).toContain('upline_replica_usable{replica="replica 1"} 1');
    expect(text).toMatch(/upline_replica_lag_seconds\{replica="replica 1"\} [0-9.e-]+/);
  });

  test('a server that follows nobody is not taken for a replica', async () => {
    const reads = createReportReads({ primary, replicas: [primary], freshMilliseconds: 1_000 });
    expect((await createMirrorReader(primary, reads).members({ limit: 1 })).total).toBe(state.members);
    expect(timesOf(reads, 'primary', 'notAReplica')).toBe(1);
  });
});
