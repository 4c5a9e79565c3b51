import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Metrics } from '#http/health.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { followReports } from '#mirror/reports/follow.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createChainClient } from '#chain/client.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import { importMembers, playFounding, playPayout, purchase, recordEntries } from '#test/support/story.ts';
import { createShowStatus } from '#workflows/show-status/index.ts';

const { database, url, drop } = await createTestDatabase();
let chain: TestChain;
let folder: string;
const options = () => ({
  database,
  deployment: chain.deployment,
  client: chain.client,
  finalityDepth: 5,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  await playPayout(chain);
  await syncOnce(options());
  folder = await mkdtemp(join(tmpdir(), 'upline-rebuild-'));
  await writeFile(join(folder, 'deployment.json'), JSON.stringify(chain.deployment));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await chain.stop();
  await drop();
});

/** The command as an operator types it. @returns exit code and what it printed */
async function upline(...args: string[]): Promise<{ code: number; out: string }> {
  const environment = {
    DATABASE_URL: url,
    RPC_URLS: chain.anvil.url,
    DEPLOYMENT_FILE: join(folder, 'deployment.json'),
    FINALITY_DEPTH: '5',
  };
  const command = [fileURLToPath(new URL('../../../scripts/upline.mjs', import.meta.url)), ...args];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env: { ...process.env, ...environment } });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

test('upline mirror rebuild makes the same mirror at the same block, though the chain has gone on', async () => {
  const before = await mirrorDigest(database);
  await importMembers(chain, [1, 2]);
  const { code, out } = await upline('mirror', 'rebuild', '--json');
  expect(JSON.parse(out)).toMatchObject({ before, after: before, same: true });
  expect(code).toBe(0);
  expect(await mirrorDigest(database)).toBe(before);
  const { rows } = await database.pool.query<{ count: bigint }>('SELECT count(*) AS count FROM reports.places');
  expect(rows[0]?.count).toBe(9n);
});

test('reports that were kept up step by step are those that rebuild makes at once, and damaged ones are told', async () => {
  // Numbered where they stand, then taken further: new members under new ones, volumes, a refund, a rollback, a closed period.
  await syncOnce(options());
  await followReports(database);
  const members = await chain.read<number>('genealogy', 'memberCount');
  await importMembers(chain, [members, members + 1]);
  await recordEntries(chain, [purchase(members + 2, 501), purchase(2, 502)]);
  await syncOnce(options());
  await followReports(database);
  await chain.anvil.request('anvil_reorg', 1, []);
  await chain.mine();
  await recordEntries(chain, [purchase(members + 1, 503), purchase(2, 504), purchase(2, 505)]);
  await syncOnce(options());
  await followReports(database);
  const { code, out } = await upline('mirror', 'rebuild', '--json');
  const said = JSON.parse(out) as { reportsBefore?: string; reportsAfter?: string };
  expect(said.reportsBefore).toMatch(/^[0-9a-f]{64}$/);
  expect(said.reportsAfter).toBe(said.reportsBefore);
  expect(code).toBe(0);

  await database.pool.query('UPDATE reports.rollups SET group_volume = group_volume + 1 WHERE member_id = 2 AND period = 1');
  const harmed = await upline('mirror', 'rebuild');
  expect(harmed.code).toBe(1);
  expect(harmed.out).toContain('do NOT say what they said');
  expect((await upline('mirror', 'rebuild')).code).toBe(0);
});

test('a damaged mirror is found by verify and made whole by rebuild, which says that it was another', async () => {
  await database.pool.query('UPDATE mirror.volume_entries SET cv = cv + 1 WHERE entry_index = 2');
  const harmed = await upline('mirror', 'verify');
  expect(harmed.code).toBe(1);
  expect(harmed.out).toContain('npx upline mirror rebuild');
  const rebuilt = await upline('mirror', 'rebuild');
  expect(rebuilt.code).toBe(1);
  expect(rebuilt.out).toContain('NOT what it was');
  expect((await upline('mirror', 'verify')).code).toBe(0);
});

test('while an indexer runs, rebuild refuses and touches nothing', async () => {
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  const before = await mirrorDigest(database);
  const { code, out } = await upline('mirror', 'rebuild');
  expect(code).toBe(2);
  expect(out).toMatch(/indexer/i);
  expect(await mirrorDigest(database)).toBe(before);
  await indexer.stop();
});

test('O09: a hole, a standstill and a rollback show in the figures for machines as soon as they are there', async () => {
  const mirror = createMirrorReader(database);
  const door = createShowStatus({ mirror, deployment: chain.deployment } as Parameters<typeof createShowStatus>[0]);
  const figures = async (): Promise<string> => new Metrics(door, silentLogger()).registry.metrics();
  const proxy = await startFaultProxy(chain.anvil.url, 'alarm');
  const client = createChainClient([proxy.url], chain.deployment.chainId);
  const indexer = await startIndexer({ ...options(), client });
  await indexer.caughtUp;
  await expect.poll(figures).toContain('upline_indexer_lag_blocks 0');
  expect(await figures()).toContain('upline_indexer_open_holes 0');
  expect(await figures()).toContain(
    `upline_indexer_events{contract="genealogy"} ${await chain.read<bigint>('genealogy', 'lastSeq')}`,
  );

  proxy.faults = { emptyLogs: 1 };
  await recordEntries(chain, [purchase(2, 7_001)]);
  await expect.poll(figures, { timeout: 10_000 }).toContain('upline_indexer_stopped{reason="MIRROR.HOLE"} 1');
  expect(await figures()).toContain('upline_indexer_open_holes 1');
  expect(await door.mirrorReady()).toMatchObject({ ready: false });
  proxy.faults = {};
  await expect.poll(figures, { timeout: 10_000 }).toContain('upline_indexer_open_holes 0');
  await chain.anvil.request('anvil_reorg', 1, []);
  await expect.poll(figures, { timeout: 10_000 }).toContain('upline_indexer_happened{what="reorgs"} 1');
  expect(await figures()).toMatch(/upline_indexer_happened\{what="holes"\} [1-9]/);

  proxy.faults = { drop: 1 };
  await expect.poll(figures, { timeout: 10_000 }).toContain('upline_indexer_stopped{reason="CHAIN.UNREACHABLE"} 1');
  await indexer.stop();
  await proxy.stop();
});
