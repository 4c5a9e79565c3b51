import { type Hex, toEventSelector, toHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import { genealogyAbi } from '#chain/generated/abi.ts';
import { decoders } from '#chain/generated/decoders.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { readCounters } from '#mirror/counters.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain, testAccount } from '#test/support/deployment.ts';
import { startRpcProxy } from '#test/support/rpc-proxy.ts';
import {
  closePeriod,
  importMembers,
  playFounding,
  playPayout,
  publishPlan,
  purchase,
  recordEntries,
} from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
let chain: TestChain;
const options = (url = chain.anvil.url) => ({
  database,
  deployment: chain.deployment,
  client: createChainClient([url], chain.anvil.chainId),
  finalityDepth: 3,
  logger: silentLogger(),
  pollMilliseconds: 20,
  recheckMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  await playPayout(chain);
  await chain.mine(4);
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

test.each<[string, string]>([
  ['a member', 'DELETE FROM mirror.members WHERE member_id = 4'],
  [
    'a whole block of volumes',
    'DELETE FROM mirror.volume_entries WHERE block_number = (SELECT max(block_number) FROM mirror.volume_entries)',
  ],
  ['a changed amount', 'UPDATE mirror.volume_entries SET cv = cv + 1 WHERE entry_index = 1'],
  [
    'a row too many',
    `INSERT INTO mirror.daily_caps SELECT seq, 77, block_number + 1, 999, block_time, transaction_hash FROM (SELECT max(seq) + 1 AS seq FROM mirror.daily_caps) s, LATERAL (SELECT block_number, block_time, transaction_hash FROM mirror.plans LIMIT 1) p`,
  ],
])('I24: %s, planted in old blocks, is found by the periodic look', async (what, plant) => {
  await syncOnce(options());
  const before = await mirrorDigest(database);
  const counted = await readCounters(database);
  await database.pool.query(plant);
  expect(await mirrorDigest(database)).not.toBe(before);
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  if (what === 'a row too many') {
    // The answer of one node cannot prove that an event was never there: nothing is thrown away, and the verdict names it.
    await expect.poll(async () => (await readCounters(database)).recheckedBlocks - counted.recheckedBlocks).toBeGreaterThan(20);
    const { differences } = await verifyMirror({ database, client: chain.client, deployment: chain.deployment });
    expect(differences.some(({ table }) => table === 'daily_caps')).toBe(true);
    await database.pool.query('DELETE FROM mirror.daily_caps WHERE cap = 77');
  } else {
    await expect.poll(() => mirrorDigest(database), { timeout: 10_000 }).toBe(before);
    expect((await readCounters(database)).healedBlocks).toBeGreaterThan(counted.healedBlocks);
  }
  await indexer.stop();
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

test('a hole behind the position is filled when the next event shows it', async () => {
  await recordEntries(chain, [purchase(2, 901)]);
  await chain.mine(4);
  await syncOnce(options());
  // As if the last batch had been left out by a node that could not be asked for a proof.
  await database.pool.query(`DELETE FROM mirror.volume_entries WHERE order_ref = 901`);
  await database.pool.query(`DELETE FROM mirror.volume_batches WHERE seq = (SELECT max(seq) FROM mirror.volume_batches)`);
  await database.pool
    .query(`UPDATE mirror.contract_seqs SET seq = seq - 1, block_number = block_number - 1 WHERE contract = 'volumeLedger'
    AND block_number = (SELECT max(block_number) FROM mirror.contract_seqs WHERE contract = 'volumeLedger')`);
  await recordEntries(chain, [purchase(2, 902)]);
  await syncOnce({ ...options(), recheckMilliseconds: 3_600_000 });
  expect(await mirror.entriesOfOrders([901, 902])).toHaveLength(2);
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

test('I17: events of a contract that is newer than this version are kept raw with their numbers, and read when a version knows them', async () => {
  const table = decoders.genealogy as Record<string, unknown>;
  const topic = toEventSelector(genealogyAbi.find((item) => item.type === 'event' && item.name === 'RouteChosen') as never);
  const known = table[topic];
  delete table[topic];
  await chain.sendAs(testAccount('company'), 'genealogy', 'chooseRoute', [true]);
  await importMembers(chain, [1]);
  await syncOnce(options());
  expect((await mirror.memberById(1))?.route).toBe('token');
  const raw = await database.pool.query<{ topics: Buffer }>('SELECT topics FROM mirror.raw_logs');
  expect(raw.rows.map(({ topics }) => `0x${topics.subarray(0, 32).toString('hex')}`)).toEqual([topic]);

  table[topic] = known;
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  await indexer.stop();
  expect((await mirror.memberById(1))?.route).toBe('bank');
  expect((await database.pool.query('SELECT FROM mirror.raw_logs')).rowCount).toBe(0);
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

test('I18: texts with zero bytes, broken UTF-8, turned writing and a megabyte are kept as the bytes that they are', async () => {
  const texts: Hex[] = ['0x00410042', '0xff80fec3', toHex('\u202Egnp.exe \\ \t\n \\N'), `0x${'5c'.repeat(900_000)}`];
  await chain.anvil.request('evm_setBlockGasLimit', '0x7fffffff');
  const first = (await chain.read<number>('volumeLedger', 'currentPeriod')) + 1;
  for (const [place, text] of texts.entries()) {
    const send = chain.send('planAdministrator', 'planRegistry', 'publish', [text, 400_000, first + place, '0x']);
    await send;
  }
  await syncOnce(options());
  const { rows } = await database.pool.query<{ spec: Buffer }>('SELECT spec FROM mirror.plans ORDER BY version DESC LIMIT 4');
  expect(rows.map(({ spec }) => `0x${spec.toString('hex')}`)).toEqual(texts.toReversed());
  expect(await mirror.plans()).toHaveLength(5);
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

test('I25: the smallest and the greatest amount come back as they went in', async () => {
  const greatest = 2n ** 256n - 1n;
  const proxy = await startRpcProxy(chain.anvil.url);
  await chain.send('administrator', 'token', 'mint', [testAccount('treasurer').address, 9n]);
  await chain.send('treasurer', 'token', 'approve', [chain.deployment.contracts.payoutVault, 9n]);
  await chain.send('treasurer', 'payoutVault', 'fund', [1n]);
  for (const amount of [greatest, 0n]) {
    const word = amount.toString(16).padStart(64, '0');
    proxy.intercept = (request, answer) => {
      if (request.method !== 'eth_getLogs' || !Array.isArray(answer.result)) return answer;
      const vault = chain.deployment.contracts.payoutVault;
      const logs = answer.result as { address: string; topics: string[] }[];
      const changed = logs.map((log) => (log.address.toLowerCase() === vault ? { ...log, data: `0x${word}` } : log));
      return { ...answer, result: changed };
    };
    await syncOnce(options(proxy.url));
    const { rows } = await database.pool.query<{ amount: bigint }>('SELECT amount FROM mirror.funding ORDER BY seq DESC LIMIT 1');
    expect(rows[0]?.amount).toBe(amount);
    await chain.send('treasurer', 'payoutVault', 'fund', [1n]);
  }
  await proxy.stop();
  const { rows } = await database.pool.query<Record<string, bigint>>(
    `SELECT ${'cv budget instant'
      .split(' ')
      .map((name) => `max(${name}) AS ${name}`)
      .join(', ')} FROM mirror.periods`,
  );
  expect(Object.values(rows[0] ?? {}).every((value) => typeof value === 'bigint')).toBe(true);
});

test('I20: a thousand members at random are what the contracts say of them', async () => {
  const { database: other, drop: dropOther } = await createTestDatabase();
  const large = await deployTestChain();
  for (let part = 0; part < 6; part += 1)
    await importMembers(
      large,
      Array.from({ length: 200 }, (_, place) => 1 + ((place * 7 + part * 31) % (1 + part * 200))),
    );
  await publishPlan(large, 1);
  await closePeriod(large);
  await syncOnce({ ...options(large.anvil.url), database: other, deployment: large.deployment });
  const verdict = await verifyMirror({ database: other, client: large.client, deployment: large.deployment, sample: 1_000 });
  expect(verdict.views).toBeGreaterThan(3_000);
  expect(verdict.differences).toEqual([]);
  // Moved in every row that the logs could be compared with, it is still seen by the contract.
  await other.pool.query('UPDATE mirror.members SET sponsor_id = 1, depth = 1 WHERE sponsor_id > 1');
  const moved = await verifyMirror({ database: other, client: large.client, deployment: large.deployment, limit: 100_000 });
  expect(moved.differences.filter(({ table }) => table === 'contract view').length).toBeGreaterThan(500);
  await large.stop();
  await dropOther();
});
