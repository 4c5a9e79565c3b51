import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database.ts';
import { freePort } from '#test/support/processes.ts';
import { type Company, openCompany } from './company.ts';
import { isReady, preparePrograms, type Programs, until } from './programs.ts';

let company: Company;
let programs: Programs;
const start: Programs['start'] = (program, change) => programs.start(program, change);

beforeAll(async () => {
  company = await openCompany();
  programs = await preparePrograms(company);
  await company.join(2, 1);
  await company.closePeriod(0);
});
afterEach(() => programs.end());
afterAll(async () => company?.stop());

const isRecorded = async (orderId: string): Promise<boolean> => {
  const { status } = await company.doors.orders.orderById(orderId);
  return status === 'recorded' || status === 'final';
};

describe('processes', { timeout: 180_000 }, () => {
  test('API and worker: ready, an order goes to the chain by itself, and both end when asked', async () => {
    const port = await freePort();
    const api = start('api', { PORT: String(port) });
    const worker = start('worker');
    const url = `http://127.0.0.1:${port}`;
    await until(`ready: ${api.output()}`, () => isReady(url));
    const deployment = (await (await fetch(`${url}/api/v1/deployment`)).json()) as {
      chainId: number;
      token: { decimals: number };
    };
    expect(deployment).toMatchObject({ chainId: 31_337, demo: true, token: { decimals: 6 } });
    expect(await (await fetch(`${url}/api/v1/demo/people`)).json()).toEqual({ items: [] });

    const order = await company.order(2);
    await until(`the order is recorded: ${worker.output()}`, () => isRecorded(order.orderId));
    api.child.kill('SIGTERM');
    worker.child.kill('SIGINT');
    expect(await Promise.all([api.ended, worker.ended])).toEqual([0, 0]);
  });

  test('a process ends with its parent, however that went', async () => {
    const worker = start('worker');
    await until('it runs', async () => worker.output().includes('worker runs'));
    worker.child.stdin?.destroy();
    expect(await worker.ended).toBe(0);
  });

  test('of two workers one works; killed outright in the middle, the other takes over and nothing is doubled', async () => {
    const workers = [start('worker'), start('worker')];
    await until('both run', async () => workers.every((worker) => worker.output().includes('worker runs')));
    const orders = await Promise.all(Array.from({ length: 4 }, () => company.order(2)));
    await until('a batch is under way', async () => (await company.services.modules.orders.openBatch()) !== undefined);
    // Whichever works: first one dies, then the other has to do without it, then a third without both.
    workers[0]?.child.kill('SIGKILL');
    const later = await Promise.all(Array.from({ length: 4 }, () => company.order(2)));
    await until('the second goes on', async () =>
      (await Promise.all(orders.map((order) => isRecorded(order.orderId)))).every(Boolean),
    );
    workers[1]?.child.kill('SIGKILL');
    start('worker');
    await until('the third finishes', async () =>
      (await Promise.all(later.map((order) => isRecorded(order.orderId)))).every(Boolean),
    );
    const { rows } = await company.database.database.pool.query<{ count: bigint; all: bigint }>(
      'SELECT count(DISTINCT (order_ref, kind)) AS count, count(*) AS all FROM mirror.volume_entries',
    );
    expect(rows[0]?.count).toBe(rows[0]?.all);
  });

  test('a second writer does not start, and whoever waits for a node ends when asked', async () => {
    const port = String(await freePort());
    const single = start('all-in-one', { PORT: port });
    // Our own test holds the place of the one who writes the mirror.
    expect(await single.ended).toBe(1);
    expect(single.output()).toContain('MIRROR.ANOTHER_WRITER');
    const empty = await createTestDatabase();
    const away = start('indexer', { RPC_URLS: 'http://127.0.0.1:9', DATABASE_URL: empty.url });
    await until('it looks for a node', async () => away.output().includes('could not move'));
    away.child.kill('SIGTERM');
    expect(await away.ended).toBe(0);
    await empty.drop();
  });

  test('wrong settings end the process with a code and a cure', async () => {
    const wrong = start('worker', { CHAIN_ID: '5' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toContain('CHAIN.WRONG_CHAIN');
    const unset = start('indexer', { DATABASE_URL: '' });
    expect(await unset.ended).toBe(1);
    expect(unset.output()).toMatch(/CONFIG\.INVALID.*DATABASE_URL/);
    const unsafe = start('api', { NODE_ENV: 'production' });
    expect(await unsafe.ended).toBe(1);
    expect(unsafe.output()).toContain('CONFIG.UNSAFE_IN_PRODUCTION');
  });
});
