import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { openDoorWithCast, type Part } from './cast.ts';
import { api, type Door, fromOurPage } from './door.ts';
import { addressOf, allRoutes, changingRoutes, sampleRequests } from './requests.ts';

let door: Door;
const cookies = {} as Record<Part, string>;
beforeAll(async () => {
  const opened = await openDoorWithCast();
  door = opened.door;
  for (const part of ['self', 'administrator', 'approver'] as const) cookies[part] = (await opened.cookieOf(part)) ?? '';
});
afterAll(() => door.close());

type Route = (typeof allRoutes)[number];

/** Somebody who may call the route, so that only the fault is left to refuse. */
function allowed(route: Route): string {
  if (route.permission === 'settlement.approve') return cookies.approver;
  const staff = ['members.list', 'orders.confirmPayment', 'orders.refund', 'indexer.see', 'plans.try'];
  const isStaff =
    typeof route.permission === 'string' && (staff.includes(route.permission) || route.permission.startsWith('settlement.'));
  return isStaff ? cookies.administrator : cookies.self;
}

async function sendRaw(route: Route, body: string, address = addressOf(sampleRequests[route.id])) {
  door.calls.length = 0;
  const method = route.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  const begun = request(door.app)[method](address);
  const asked = begun.set({ ...fromOurPage, Cookie: allowed(route) });
  return route.method === 'GET' ? asked : asked.send(body);
}

async function expectRefused(route: Route, body: string, about: string): Promise<void> {
  const response = await sendRaw(route, body);
  expect(response.status, `${about}: ${response.text}`).toBe(400);
  expect(response.body, about).toMatchObject({ code: 'REQUEST.INVALID' });
  expect(door.calls, about).toEqual([]);
}

/** Every place inside a value where something can be put or replaced. */
function* places(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

function replaced(value: unknown, path: readonly (string | number)[], by: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** What is kept for a page as it says, by names of its own. */
const ownNames = new Set(['views.save settings.filter']);
const extras = ['role', 'roles', 'sponsorId', 'status', 'balance', 'memberId', 'accountId', 'isAdmin', 'price', 'id'];

describe('B13: a field that nobody asked for is refused, at every depth', () => {
  it.each(changingRoutes.map((route) => [route.id, route] as const))('%s', async (id, route) => {
    const body = sampleRequests[id].body ?? {};
    for (const path of places(body)) {
      const target = at(body, path);
      if (typeof target !== 'object' || target === null || Array.isArray(target)) continue;
      if (ownNames.has(`${id} ${path.join('.')}`)) continue;
      for (const name of extras.filter((extra) => !(extra in target))) {
        const changed = replaced(body, path, (old) => ({ ...(old as object), [name]: name === 'role' ? 'administrator' : 1 }));
        await expectRefused(route, JSON.stringify(changed), `${path.join('.')}.${name}`);
      }
    }
  });

  it.each(allRoutes.map((route) => [route.id, route] as const))('%s: in the query too', async (id, route) => {
    const sample = sampleRequests[id];
    const address = addressOf({ ...sample, query: { ...sample.query, role: 'administrator' } });
    const response = await sendRaw(route, JSON.stringify(sample.body ?? {}), address);
    expect(response.status, response.text).toBe(400);
    expect(door.calls).toEqual([]);
  });
});

/** What clients that mean no good put in the place of a value. */
const wrong: readonly [string, unknown][] = [
  ['a filter', { contains: '' }],
  ['another filter', { not: null }],
  ['an empty object', {}],
  ['an empty list', []],
  ['a list', [['x']]],
  ['null', null],
  ['true', true],
  ['a fraction', 0.5],
  ['a negative', -1],
  ['a huge number', 1e300],
  ['text with an exponent', '1e9'],
  ['a script', '<script>alert(1)</script>'],
  ['control signs', 'a\u0000\u202eb'],
  ['very long text', 'x'.repeat(5000)],
];

/** Values that are wrong elsewhere but allowed here. */
const allowedExceptions = new Set([
  'auth.signIn message: a script',
  'auth.signIn message: control signs',
  'auth.signIn message: text with an exponent',
  'auth.updateMe name: text with an exponent',
  'join.create name: text with an exponent',
  'orders.place customerName: text with an exponent',
  'orders.refund reason: text with an exponent',
  'orders.refund reason: a script',
  'views.save name: text with an exponent',
  'views.save name: a script',
  'views.save settings.filter: an empty object',
  'views.save settings.filter.sort: text with an exponent',
  'views.save settings.filter.sort: a script',
  'views.save settings.hidden: an empty list',
]);

describe('B14: a value of the wrong shape is refused, never interpreted', () => {
  it.each(changingRoutes.map((route) => [route.id, route] as const))('%s', async (id, route) => {
    const body = sampleRequests[id].body ?? {};
    for (const path of places(body)) {
      for (const [name, value] of wrong) {
        const about = `${id} ${path.join('.')}: ${name}`;
        // A body without fields is right as an empty object.
        if (allowedExceptions.has(about) || (path.length === 0 && name === 'an empty object' && Object.keys(body).length === 0))
          continue;
        if (id === 'auth.updateMe' && path.length === 0 && name === 'an empty object') continue;
        await expectRefused(route, JSON.stringify(replaced(body, path, () => value)), about);
      }
      if (path.length === 0) continue;
      const key = path.at(-1);
      const optional = new Set([
        'customerName',
        ...(id === 'auth.updateMe' ? ['name', 'locale'] : []),
        ...(id === 'views.save' ? ['sort'] : []),
      ]);
      if (typeof key !== 'string' || optional.has(key)) continue;
      const without = replaced(body, path.slice(0, -1), (old) => {
        const { [key]: _gone, ...rest } = old as Record<string, unknown>;
        return rest;
      });
      await expectRefused(route, JSON.stringify(without), `${id} without ${path.join('.')}`);
    }
  });

  it.each(changingRoutes.map((route) => [route.id, route] as const))('%s: prototypes and broken JSON', async (id, route) => {
    const fields = Object.entries(sampleRequests[id].body ?? {}).map(
      ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    for (const trick of ['"__proto__":{"role":"administrator"}', '"constructor":{"prototype":{"role":1}}', '"toString":1']) {
      await expectRefused(route, `{${[...fields, trick].join(',')}}`, trick);
    }
    for (const broken of ['{', '[]', 'null', '"text"', '1', '{"a":1}{"b":2}']) await expectRefused(route, broken, broken);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });

  const pathTricks = [
    '0',
    '-1',
    '1e3',
    '0x10',
    '1.0',
    '01',
    '4294967296',
    '99999999999999999999',
    '%20',
    '1%00',
    '%D9%A1',
    '1;2',
    "1'--",
    'null',
    'undefined',
    '[]',
  ];
  it.each(allRoutes.filter((route) => route.params !== undefined).map((route) => [route.id, route] as const))(
    '%s: in the path',
    async (id, route) => {
      for (const name of Object.keys(route.params?.shape ?? {})) {
        const pattern = route.path.split('/');
        const real = sampleRequests[id].path.split('/');
        for (const trick of pathTricks) {
          if (trick === '0' && name === 'period') continue;
          // Codes are free text of letters and digits, at least ten.
          if (name === 'code' && /^\d{10,}$/.test(trick)) continue;
          const address = api(real.map((part, index) => (pattern[index] === `:${name}` ? trick : part)).join('/'));
          const response = await sendRaw(route, JSON.stringify(sampleRequests[id].body ?? {}), address);
          expect([400, 404], `${address}: ${response.text}`).toContain(response.status);
          expect(door.calls, address).toEqual([]);
        }
      }
    },
  );

  it.each(allRoutes.filter((route) => route.query !== undefined).map((route) => [route.id, route] as const))(
    '%s: in the query',
    async (id, route) => {
      for (const name of Object.keys(route.query?.shape ?? {})) {
        const base = addressOf({ path: sampleRequests[id].path });
        for (const trick of [`${name}=1&${name}=2`, `${name}[contains]=`, `${name}[]=1`, `${name}=`, `${name}=%00`]) {
          const response = await sendRaw(route, '', `${base}?${trick}`);
          expect(response.status, `${trick}: ${response.text}`).toBe(400);
          expect(door.calls, trick).toEqual([]);
        }
      }
      for (const limit of ['0', '-1', '1e9', '1000000000', '2001']) {
        const response = await sendRaw(route, '', `${addressOf({ path: sampleRequests[id].path })}?limit=${limit}`);
        expect(response.status, `limit=${limit}`).toBe(400);
      }
    },
  );
});
