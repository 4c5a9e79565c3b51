import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { copyOut } from '#platform/copy.ts';
import { openDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files.ts';
import { tryLock } from '#platform/locks.ts';
import { drainOutbox, publishMessage } from '#platform/outbox.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { createTestDatabase } from '#test/support/database.ts';

const { url, database, drop } = await createTestDatabase();
afterAll(drop);
beforeEach(async () => {
  await database.prisma.outboxMessage.deleteMany();
});

test('a second migration of the same database changes nothing', async () => {
  expect(await migrate(url)).toEqual([]);
});

test('a transaction that loses against another is done again, not lost', async () => {
  await database.pool.query('CREATE TABLE public.counters (id int PRIMARY KEY, value int NOT NULL)');
  await database.pool.query('INSERT INTO public.counters VALUES (1, 0)');
  const addOne = () =>
    database.transaction(
      async (transaction) => {
        const [row] = await transaction.$queryRaw<{ value: number }[]>`SELECT value FROM public.counters WHERE id = 1`;
        await sleep(5);
        await transaction.$executeRaw`UPDATE public.counters SET value = ${(row?.value ?? 0) + 1} WHERE id = 1`;
      },
      { isolation: 'Serializable', attempts: 12 },
    );
  await Promise.all([addOne(), addOne(), addOne(), addOne()]);
  const { rows } = await database.pool.query<{ value: number }>('SELECT value FROM public.counters');
  expect(rows[0]?.value).toBe(4);
});

test('a connection that breaks between two queries fails the next one of whoever has borrowed it, and not the process', async () => {
  const told: Error[] = [];
  const other = openDatabase({ connectionString: url, maxConnections: 1, onError: (error) => told.push(error) });
  const breakIt = () =>
    database.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'broken one'");
  const borrowed = await other.pool.connect();
  await borrowed.query("SET application_name = 'broken one'");
  await breakIt();
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await expect(borrowed.query('SELECT 1')).rejects.toThrow();
  borrowed.release(true);
  await other.pool.query("SET application_name = 'broken one'");
  await breakIt();
  await expect.poll(() => other.pool.totalCount).toBe(0);
  expect((await other.pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.close();
});

test('rows that stream out come all, whatever the server says between them, and a failure leaves the connection good', async () => {
  await database.pool.query(`CREATE FUNCTION public.noisy(number int) RETURNS int LANGUAGE plpgsql AS $$
    BEGIN IF number = 500 THEN RAISE NOTICE 'half of them'; END IF; RETURN 1000 / (1001 - number); END $$`);
  const client = await database.pool.connect();
  const read = async (last: number, refuse = 0): Promise<number[]> => {
    const numbers: number[] = [];
    const statement = `COPY (SELECT number, public.noisy(number) FROM generate_series(1, ${last}) AS number) TO STDOUT (FORMAT binary)`;
    await copyOut(client, statement, (row) => {
      // Two fields, the length of the first, the first.
      const number = row.readInt32BE(6);
      if (number === refuse) throw new RangeError(`not ${number}`);
      numbers.push(number);
    });
    return numbers;
  };
  const thousand = Array.from({ length: 1_000 }, (_, place) => place + 1);
  expect(await read(1_000)).toEqual(thousand);
  await expect(read(1_001)).rejects.toThrow('division by zero');
  await expect(read(1_000, 7)).rejects.toThrow('not 7');
  await expect(read(1_000, 700)).rejects.toThrow('not 700');
  expect(await read(1_000)).toEqual(thousand);
  expect((await client.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  client.release();
});

test('a message is there only if the fact is, once a key, and is handled once', async () => {
  await expect(
    database.transaction(async (transaction) => {
      await publishMessage(transaction, { topic: 'order.paid', key: '1', payload: {} });
      throw new Error('the fact failed');
    }),
  ).rejects.toThrow('the fact failed');
  for (let turn = 0; turn < 2; turn += 1) {
    await database.transaction((transaction) =>
      publishMessage(transaction, { topic: 'order.paid', key: '2', payload: { amount: '5' } }),
    );
  }
  const seen: unknown[] = [];
  const handlers = { 'order.paid': async (message: { payload: unknown }) => void seen.push(message.payload) };
  const counts = await Promise.all([drainOutbox({ database, handlers }), drainOutbox({ database, handlers })]);
  expect(counts[0] + counts[1]).toBe(1);
  expect(seen).toEqual([{ amount: '5' }]);
});

test('a message whose handler fails waits and keeps the reason; the handler leaves nothing behind', async () => {
  await database.transaction((transaction) => publishMessage(transaction, { topic: 'a', payload: {} }));
  const failures: unknown[] = [];
  const handled = await drainOutbox({
    database,
    handlers: {
      a: async (_, transaction) => {
        await publishMessage(transaction, { topic: 'left-behind', payload: {} });
        throw new Error('no printer');
      },
    },
    onFailure: (error) => failures.push(error),
  });
  expect(handled).toBe(0);
  expect(failures).toHaveLength(1);
  const rows = await database.prisma.outboxMessage.findMany();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ topic: 'a', attempts: 1, lastError: 'no printer', processedAt: null });
});

test('a lock is one holder’s, and free when the holder’s connection dies', async () => {
  const first = await tryLock(url, 'door');
  expect(await tryLock(url, 'door')).toBeUndefined();
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  await expect.poll(() => first?.lost.aborted).toBe(true);
  const second = await tryLock(url, 'door');
  expect(second).toBeDefined();
  await second?.release();
});

test('a stored file never changes and never leaves its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upline-files-'));
  const files = openFileStore(join(folder, 'store'));
  expect(await files.get('period-1.json')).toBeUndefined();
  await files.put('period-1.json', Buffer.from('one'));
  await files.put('period-1.json', Buffer.from('one'));
  await expect(files.put('period-1.json', Buffer.from('two'))).rejects.toMatchObject({ code: 'FILES.DIFFERENT_CONTENT' });
  expect((await files.get('period-1.json'))?.toString()).toBe('one');
  for (const name of ['../escape', 'a/b', '.hidden', '', 'a\0b'])
    await expect(files.put(name, Buffer.from('x'))).rejects.toMatchObject({ code: 'FILES.BAD_NAME' });
  await rm(folder, { recursive: true });
});
