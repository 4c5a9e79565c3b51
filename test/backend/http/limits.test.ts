import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { Order } from '#api/orders.ts';
import type { OrdersDoor } from '#http/dependencies.ts';
import { api, type Door, fromOurPage, openDoor, recorder, signIn, walletOf } from './door.ts';
import { sampleRequests } from './requests.ts';

describe('B16: limits hold for the real hop and for the account', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor({ settings: { rateLimits: { nonce: 5, join: 2, perAccount: 10, perHop: 60, signIn: 100 } } });
  });
  afterAll(() => door.close());

  it('does not believe a forged X-Forwarded-For', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      const response = await request(door.app)
        .post(api('/auth/nonce'))
        .set({ ...fromOurPage, 'X-Forwarded-For': `10.0.0.${index}`, Forwarded: `for=10.0.0.${index}` })
        .send('{}');
      statuses.push(response.status);
      if (response.status === 429) {
        expect(response.body).toMatchObject({ code: 'REQUEST.TOO_MANY' });
        expect((response.headers as Record<string, string>)['retry-after']).toBe('60');
      }
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429, 429]);
  });

  it('counts joining more strictly than reading', async () => {
    const join = () => request(door.app).post(api('/join')).set(fromOurPage).send(sampleRequests['join.create'].body);
    expect([(await join()).status, (await join()).status, (await join()).status]).toEqual([503, 503, 429]);
    expect(door.calls.filter((call) => call === 'join.join')).toHaveLength(2);
  });

  it('stops a hop that asks for everything', async () => {
    let refused = 0;
    for (let index = 0; index < 70; index += 1) refused += (await request(door.app).get(api('/nothing'))).status === 429 ? 1 : 0;
    expect(refused).toBeGreaterThan(8);
  });
});

describe('the limit of an account', () => {
  it('counts all of its sessions together', async () => {
    const door = await openDoor({
      settings: { rateLimits: { perAccount: 10, perHop: 1000, nonce: 1000, signIn: 1000, join: 10 } },
    });
    try {
      const cookies = [await signIn(door, walletOf(1)), await signIn(door, walletOf(1))];
      const other = await signIn(door, walletOf(2));
      const get = async (cookie: string | undefined) =>
        (
          await request(door.app)
            .get(api('/me'))
            .set('Cookie', cookie ?? '')
        ).status;
      const statuses: number[] = [];
      for (let index = 0; index < 12; index += 1) statuses.push(await get(cookies[index % 2]));
      expect(statuses.filter((status) => status === 200)).toHaveLength(10);
      expect(statuses.slice(10)).toEqual([429, 429]);
      expect(await get(other), 'another account from the same place is not held up').toBe(200);
    } finally {
      await door.close();
    }
  });
});

describe('B17: a request that is repeated under one key is carried out once', () => {
  let door: Door;
  let cookie: string;
  let placed = 0;
  let fail = false;
  beforeAll(async () => {
    door = await openDoor({
      behind: (calls) => ({
        orders: new Proxy(recorder('orders', calls) as OrdersDoor, {
          get: (target, name) => (name === 'placeOrder' ? placeOrder : target[name as keyof OrdersDoor]),
        }),
      }),
    });
    door.members.set(walletOf(1).address.toLowerCase(), 5);
    door.members.set(walletOf(2).address.toLowerCase(), 6);
    cookie = await signIn(door, walletOf(1));
  });
  afterAll(() => door.close());

  async function placeOrder(memberId: number): Promise<Order> {
    await sleep(100);
    if (fail) throw new Error('lost');
    placed += 1;
    return { ...order, memberId, orderRef: String(1000 + placed) };
  }
  const order: Omit<Order, 'memberId' | 'orderRef'> = {
    orderId: '018f0000-0000-7000-8000-000000000001',
    memberName: null,
    kind: 'own',
    customerName: null,
    status: 'placed',
    lines: [],
    total: '1',
    pv: '1',
    cv: '1',
    period: null,
    placedAt: '2026-11-21T12:00:00.000Z',
    timeline: [],
    payment: null,
    refundReason: null,
    refundOperationId: null,
  };
  const body = { kind: 'own', lines: [{ sku: 'TEA-1', quantity: 1 }] };
  const place = (key: string | undefined, asked: object = body, who = cookie) =>
    request(door.app)
      .post(api('/orders'))
      .set({ ...fromOurPage, Cookie: who, ...(key === undefined ? {} : { 'Idempotency-Key': key }) })
      .send(asked);

  it('fifty at once', async () => {
    placed = 0;
    const answers = await Promise.all(Array.from({ length: 50 }, () => place('key-fifty')));
    expect(placed).toBe(1);
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect((await place('key-fifty')).body).toEqual(answers[0]?.body);
    expect(placed).toBe(1);
  });

  it('refuses the key for another request, and leaves it to its owner', async () => {
    await place('key-other');
    const other = await place('key-other', { ...body, lines: [{ sku: 'TEA-1', quantity: 2 }] });
    expect(other.body).toMatchObject({ status: 409, code: 'REQUEST.IDEMPOTENCY_REUSED' });
    placed = 0;
    expect((await place('key-other', body, await signIn(door, walletOf(2)))).status).toBe(201);
    expect(placed, "another person's key of the same name is another key").toBe(1);
  });

  it('forgets a failure, so that the same key can be tried again', async () => {
    fail = true;
    expect((await place('key-fails')).status).toBe(500);
    fail = false;
    expect((await place('key-fails')).status).toBe(201);
  });

  it('takes over from a process that died', async () => {
    const account = await door.database.prisma.account.findFirstOrThrow({ where: { memberId: 5n } });
    await place('key-died');
    const where = { owner_key: { owner: `account:${account.id}`, key: 'key-died' } };
    await door.database.prisma.idempotencyKey.update({ where, data: { status: 0, body: null } });
    placed = 0;
    const waiting = place('key-died').then((answer) => answer);
    await sleep(300);
    expect(placed, 'it waits as long as the other may be alive').toBe(0);
    door.clock.advance(61_000);
    expect((await waiting).status).toBe(201);
    expect(placed).toBe(1);
  });

  it('does nothing without a key, and refuses a strange one', async () => {
    placed = 0;
    await place(undefined);
    await place(undefined);
    expect(placed).toBe(2);
    expect((await place('a b')).status).toBe(400);
  });
});
