import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSiweMessage } from 'viem/siwe';
import type { SignInChallenge } from '#api/auth.ts';
import type { Frontline } from '#api/genealogy.ts';
import type { Order } from '#api/orders.ts';
import { freePort } from '#test/support/processes.ts';
import { type Company, openCompany, wallet } from './company.ts';
import { isReady, preparePrograms, type Programs, type Started, until } from './programs.ts';

/*
 * Two API processes and two workers over one database: whoever answers, and whoever works, it is one Upline. The indexer is the test's.
 */
let company: Company;
let programs: Programs;
let workers: Started[];
/** Addresses of the two API processes. */
let urls: readonly [string, string];

const fromOurPage = { Origin: 'http://localhost:4000', 'Content-Type': 'application/json' };

async function ask(url: string, path: string, options: { cookie?: string; body?: object; method?: string; key?: string } = {}) {
  const { cookie, body, key } = options;
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...fromOurPage,
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, cookies: answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '') };
}

/** Asks one process for the nonce and presents the signature to the other. @returns the `Cookie` header of the session */
async function signIn(person: number, first: string, second: string): Promise<string> {
  const begun = await ask(first, '/auth/nonce', { body: {} });
  const challenge = JSON.parse(begun.text) as SignInChallenge;
  const account = wallet(person);
  const message = createSiweMessage({
    ...challenge,
    address: account.address,
    version: '1',
    issuedAt: new Date(challenge.issuedAt),
    expirationTime: new Date(challenge.expiresAt),
  });
  const body = { message, signature: await account.signMessage({ message }) };
  const done = await ask(second, '/auth/session', { body, cookie: begun.cookies.join('; ') });
  expect(done.status, done.text).toBe(201);
  return done.cookies.find((cookie) => cookie.startsWith('upline=')) ?? '';
}

const frontlineSeenBy = async (url: string, cookie: string): Promise<number[]> => {
  const { text } = await ask(url, '/members/2/frontline?limit=50', { cookie });
  return (JSON.parse(text) as Frontline).items.map((row) => row.memberId);
};

beforeAll(async () => {
  company = await openCompany();
  programs = await preparePrograms(company);
  await company.join(2, 1);
  await company.closePeriod(0);
  const ports = [await freePort(), await freePort()] as const;
  const apis = ports.map((port) => programs.start('api', { PORT: String(port) }));
  workers = [programs.start('worker'), programs.start('worker')];
  urls = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`];
  for (const [index, url] of urls.entries()) await until(`ready: ${apis[index]?.output()}`, () => isReady(url));
  await until('both workers run', async () => workers.every((worker) => worker.output().includes('worker runs')));
}, 180_000);
afterAll(async () => {
  await programs?.end();
  await company?.stop();
});

describe('two API processes and two workers over one database', { timeout: 180_000 }, () => {
  test('a sign-in begun at one ends at the other, holds at both, and signing out at one ends it at both', async () => {
    const cookie = await signIn(2, urls[0], urls[1]);
    for (const url of urls) expect((await ask(url, '/me', { cookie })).status).toBe(200);
    expect((await ask(urls[0], '/auth/session', { method: 'DELETE', cookie })).status).toBe(204);
    for (const url of urls) expect((await ask(url, '/me', { cookie })).status).toBe(401);
  });

  test('an order sent to both under one key is one order, goes to the chain once, and both show it recorded', async () => {
    const cookie = await signIn(2, urls[0], urls[0]);
    const body = { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        ask(urls[turn % 2 === 0 ? 0 : 1], '/orders', { cookie, body, key: 'one-for-both' }),
      ),
    );
    expect([...new Set(answers.map((answer) => answer.status))]).toEqual([201]);
    const ids = new Set(answers.map((answer) => (JSON.parse(answer.text) as Order).orderId));
    expect(ids.size).toBe(1);
    const [orderId = ''] = ids;
    const payments = await Promise.all(
      urls.map((url) => ask(url, `/orders/${orderId}/payment`, { cookie, body: { method: 'demo-card' } })),
    );
    expect(payments.map((payment) => payment.status)).toEqual([200, 200]);
    const statusAt = async (url: string): Promise<string> =>
      (JSON.parse((await ask(url, `/orders/${orderId}`, { cookie })).text) as Order).status;
    await until('recorded', async () => ['recorded', 'final'].includes(await statusAt(urls[0])));
    expect(['recorded', 'final']).toContain(await statusAt(urls[1]));
    const { rows } = await company.database.database.pool.query<{ count: bigint }>(
      'SELECT count(*) AS count FROM mirror.volume_entries WHERE order_ref = $1',
      [(JSON.parse(answers[0]?.text ?? '') as Order).orderRef],
    );
    expect(rows[0]?.count).toBe(1n);
  });

  test('one worker has the jobs and the other stands by; what many orders wait for is done once each', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => company.order(2)));
    await until('all are recorded', async () => {
      const found = await Promise.all(orders.map((order) => company.doors.orders.orderById(order.orderId)));
      return found.every((order) => order.status === 'recorded' || order.status === 'final');
    });
    const { rows } = await company.database.database.pool.query<{ twice: bigint; holders: bigint }>(
      `SELECT (SELECT count(*) FROM (SELECT order_ref FROM mirror.volume_entries GROUP BY order_ref, kind HAVING count(*) > 1) d) AS twice,
         (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
            AND ((classid::bigint << 32) | objid::bigint) = ('x' || left(encode(sha256('upline:jobs'), 'hex'), 16))::bit(64)::bigint) AS holders`,
    );
    expect(rows[0]).toEqual({ twice: 0n, holders: 1n });
  });

  test('who has just joined is in the tree of both, which each holds in its own memory', async () => {
    const cookie = await signIn(2, urls[1], urls[0]);
    const before = await Promise.all(urls.map((url) => frontlineSeenBy(url, cookie)));
    expect(before[0]).toEqual(before[1]);
    for (let person = 3; person <= 5; person += 1) {
      const memberId = await company.join(person, 2);
      // The mirror has the block by now: whoever is asked next must know it, without a wait.
      for (const url of urls) expect(await frontlineSeenBy(url, cookie)).toContain(memberId);
    }
  });

  test('the limit of sign-ins counts what came to both', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 70; turn += 1)
      statuses.push((await ask(urls[turn % 2 === 0 ? 0 : 1], '/auth/nonce', { body: {} })).status);
    // 60 a minute together; the sign-ins above were of the same minute or the one before.
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(60);
    expect(statuses.slice(-4)).toEqual([429, 429, 429, 429]);
  });
});
