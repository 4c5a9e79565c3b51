import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { packInstantLevels } from '#kernel/instant-levels.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { type FactTable, factTableNames, factTables } from '#mirror/write/tables.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain, testAccount } from '#test/support/deployment.ts';
import { bindWallets, memberWallet, playAccounts, playSales } from '#test/support/checkout-story.ts';
import { closePeriod, playFounding, playPayout, publishPlan } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
let chain: TestChain;

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  await playPayout(chain);
  await publishPlan(chain, 3, '{"plan":3}', packInstantLevels([50_000, 20_000]));
  await closePeriod(chain);
  await bindWallets(chain, [2, 3, 4]);
  await playSales(chain);
  await playAccounts(chain);
  await closePeriod(chain);
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
  expect(verdict.rows).toBeGreaterThan(40);
  expect(verdict.views).toBeGreaterThan(60);
});

test('every kind of fact has a row, so that nothing is verified by being absent', async () => {
  // Nobody takes an invitation back or joins by one here, no order is passed over, and no event is unknown.
  const absent = new Set<FactTable>(['invitationsRevoked', 'invitationUses', 'rawLogs']);
  for (const name of factTableNames) {
    const { rows } = await database.pool.query<{ count: bigint }>(
      `SELECT count(*) AS count FROM mirror.${factTables[name].name}`,
    );
    expect(rows[0]?.count === 0n, name).toBe(absent.has(name));
  }
});

test('credits, routes and recovery are read as they stand', async () => {
  const mirror = createMirrorReader(database);
  // 5 % of 80 dUSD for the purchase of member 4, and 2 % of 33.333333 dUSD for the sale to a customer.
  expect(await mirror.creditOf(2)).toEqual({ credited: 4_666_666n, withdrawn: 4_666_666n });
  expect(await mirror.creditOf(4)).toEqual({ credited: 1_666_666n, withdrawn: 0n });
  expect((await mirror.memberById(2))?.wallet).toBe(memberWallet(2, 1).address.toLowerCase());
  expect((await mirror.memberById(3))?.route).toBe('bank');
  expect(await mirror.recoveryOf(2)).toEqual({ account: testAccount('guardian').address.toLowerCase(), running: undefined });
  expect(await mirror.highestSaleOf(4)).toBe(3);
  const { sold, credited, creditsPaid, acknowledged } = await mirror.vaultTotals();
  expect({ sold, credited, creditsPaid, acknowledged }).toEqual({
    sold: 4n * 100_000_000n,
    credited: 6_333_332n,
    creditsPaid: 4_666_666n,
    acknowledged: 500_000n,
  });
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
