import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { openDoorWithCast, type Part } from './cast.ts';
import { api, type Door, fromOurPage, origin } from './door.ts';
import { addressOf, changingRoutes, sampleRequests } from './requests.ts';

let door: Door;
const cookies: string[] = [];
beforeAll(async () => {
  const opened = await openDoorWithCast();
  door = opened.door;
  for (const part of ['self', 'administrator', 'approver'] satisfies Part[]) cookies.push((await opened.cookieOf(part)) ?? '');
});
afterAll(() => door.close());

const tricks: readonly [string, Record<string, string>, (body: string) => string, string][] = [
  ['no Origin', { 'Content-Type': 'application/json' }, (body) => body, 'REQUEST.CROSS_ORIGIN'],
  [
    'another Origin',
    { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
    (body) => body,
    'REQUEST.CROSS_ORIGIN',
  ],
  ['Origin null', { 'Content-Type': 'application/json', Origin: 'null' }, (body) => body, 'REQUEST.CROSS_ORIGIN'],
  [
    'an Origin that begins like ours',
    { 'Content-Type': 'application/json', Origin: `${origin}.evil.example` },
    (body) => body,
    'REQUEST.CROSS_ORIGIN',
  ],
  ['only a Referer', { 'Content-Type': 'application/json', Referer: `${origin}/` }, (body) => body, 'REQUEST.CROSS_ORIGIN'],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin }, () => 'a=1', 'REQUEST.NOT_JSON'],
  ['a form with files', { 'Content-Type': 'multipart/form-data; boundary=x', Origin: origin }, () => '--x--', 'REQUEST.NOT_JSON'],
  ['JSON called text', { 'Content-Type': 'text/plain', Origin: origin }, (body) => body, 'REQUEST.NOT_JSON'],
  ['JSON called nothing', { Origin: origin, 'Content-Type': '' }, (body) => body, 'REQUEST.NOT_JSON'],
  [
    'a type that only begins like JSON',
    { 'Content-Type': 'application/json-patch+json', Origin: origin },
    (body) => body,
    'REQUEST.NOT_JSON',
  ],
];

describe('B08: other sites cannot make a browser change anything', () => {
  it.each(changingRoutes.map((route) => [route.id, route] as const))('%s', async (id, route) => {
    const method = route.method.toLowerCase() as 'post' | 'patch' | 'delete';
    const body = JSON.stringify(sampleRequests[id].body ?? {});
    for (const cookie of cookies) {
      for (const [name, headers, change, code] of tricks) {
        door.calls.length = 0;
        const asked = request(door.app)[method](addressOf(sampleRequests[id]));
        const response = await asked.set({ ...headers, Cookie: cookie }).send(change(body));
        expect(response.body, `${name}: ${response.text}`).toMatchObject({ code });
        expect(door.calls, name).toEqual([]);
      }
    }
  });

  it('no answer invites another site to read it', async () => {
    for (const asked of [
      request(door.app).get(api('/deployment')).set('Origin', 'https://evil.example'),
      request(door.app).options(api('/orders')).set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' }),
    ]) {
      const response = await asked;
      expect(Object.keys(response.headers as object).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('a GET cannot be dressed up as a change', async () => {
    door.calls.length = 0;
    const response = await request(door.app)
      .get(`${addressOf(sampleRequests['orders.confirmPayment'])}?_method=POST`)
      .set({ ...fromOurPage, Cookie: cookies[1] ?? '', 'X-HTTP-Method-Override': 'POST' });
    expect(response.status).toBe(404);
    expect(door.calls).toEqual([]);
  });
});
