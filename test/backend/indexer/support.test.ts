import { afterAll, expect, test } from 'vitest';
import { startAnvil } from '#test/support/anvil.ts';
import { createTestDatabase } from '#test/support/database.ts';

const { database, drop } = await createTestDatabase();
afterAll(drop);

test('a test file has its own migrated database and its own chain', async () => {
  expect(await database.prisma.mirrorMember.count()).toBe(0);
  const { rows } = await database.pool.query<{ value: bigint }>('SELECT (2::numeric ^ 200)::numeric(78,0) AS value');
  expect(rows[0]?.value).toBe(2n ** 200n);
  const chain = await startAnvil();
  expect(await chain.request('eth_chainId')).toBe('0x7a69');
  await chain.stop();
});
