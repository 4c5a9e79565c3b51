import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { startRpcProxy } from '#test/support/rpc-proxy.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
let chain: TestChain;
const options = (url = chain.anvil.url, into = database) => ({
  database: into,
  deployment: chain.deployment,
  client: createChainClient([url], chain.anvil.chainId),
  finalityDepth: 4,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

test('I15: when all database connections break, the indexer takes its lock again and goes on', async () => {
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  for (let turn = 0; turn < 3; turn += 1) {
    await breakConnections();
    await recordEntries(chain, [purchase(2, 400 + turn)]);
  }
  await expect.poll(async () => (await mirror.entriesOfOrders([402])).length, { timeout: 10_000 }).toBe(1);
  // It holds the lock again: nobody else can write.
  await expect(startIndexer(options())).rejects.toMatchObject({ code: 'MIRROR.ANOTHER_WRITER' });
  await indexer.stop();
  const fresh = await createTestDatabase();
  await syncOnce(options(chain.anvil.url, fresh.database));
  expect(await mirrorDigest(database)).toBe(await mirrorDigest(fresh.database));
  await fresh.drop();
});

test('I17: an event that this version does not know is kept raw, and what it knows goes on', async () => {
  await importMembers(chain, [1]);
  const proxy = await startRpcProxy(chain.anvil.url);
  const topic = `0x${'ee'.repeat(32)}`;
  proxy.intercept = (request, answer) => {
    if (request.method !== 'eth_getLogs' || !Array.isArray(answer.result)) return answer;
    const logs = answer.result as { logIndex: string }[];
    return { ...answer, result: logs.flatMap((log) => [log, { ...log, logIndex: '0x63', topics: [topic], data: '0x1234' }]) };
  };
  const before = await mirror.memberCount();
  await syncOnce(options(proxy.url));
  expect(await mirror.memberCount()).toBe(before + 1);
  const { rows } = await database.pool.query<{ topics: Buffer; data: Buffer }>('SELECT topics, data FROM mirror.raw_logs');
  expect(rows.map((row) => `0x${row.topics.toString('hex')} ${row.data.toString('hex')}`)).toContain(`${topic} 1234`);
  await proxy.stop();
});

async function breakConnections(): Promise<void> {
  await database.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
}
