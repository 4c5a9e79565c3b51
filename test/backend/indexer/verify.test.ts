import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { playFounding, playPayout } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
let chain: TestChain;

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  await playPayout(chain);
  await syncOnce({ database, deployment: chain.deployment, client: chain.client, finalityDepth: 3, logger: silentLogger() });
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

const verify = () => verifyMirror({ database, client: chain.client, deployment: chain.deployment });

test('a true mirror agrees with the logs and with the contracts', async () => {
  const verdict = await verify();
  expect(verdict.differences).toEqual([]);
  expect(verdict.rows).toBeGreaterThan(20);
  expect(verdict.views).toBeGreaterThan(40);
});

test.each<[string, string, string, object]>([
  [
    'a changed amount',
    'UPDATE mirror.volume_entries SET cv = cv + 1 WHERE entry_index = 2',
    'UPDATE mirror.volume_entries SET cv = cv - 1 WHERE entry_index = 2',
    { table: 'volume_entries', key: 'entry_index 2', column: 'cv', expected: '7000000', found: '7000001' },
  ],
  [
    'a moved member',
    'UPDATE mirror.members SET sponsor_id = 1 WHERE member_id = 5',
    'UPDATE mirror.members SET sponsor_id = 2 WHERE member_id = 5',
    { table: 'members', key: 'member_id 5', column: 'sponsor_id', expected: '2', found: '1' },
  ],
  [
    'a stolen wallet',
    `UPDATE mirror.member_wallets SET wallet = '\\x01' WHERE member_id = 1`,
    '',
    { table: 'member_wallets', column: 'wallet', found: '0x01' },
  ],
])('%s is named with table, row, column and both values', async (_, harm, heal, expected) => {
  await database.pool.query(harm);
  const { differences } = await verify();
  expect(differences[0]).toMatchObject(expected);
  if (heal !== '') await database.pool.query(heal);
});

test('a row too many and a row too few are named', async () => {
  await database.pool.query('DELETE FROM mirror.periods WHERE period = 1');
  expect(
    (await verify()).differences.some((item) => item.table === 'periods' && item.key === 'period 1' && item.found === 'nothing'),
  ).toBe(true);
  await database.pool.query(
    `INSERT INTO mirror.funding SELECT 999, direction, account, amount, block_number, log_index, block_time, transaction_hash FROM mirror.funding LIMIT 1`,
  );
  expect(
    (await verify()).differences.some(
      (item) => item.table === 'funding' && item.key === 'seq 999' && item.expected === 'nothing',
    ),
  ).toBe(true);
});
