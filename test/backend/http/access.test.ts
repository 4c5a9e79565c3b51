import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { RouteId } from '#api/index.ts';
import { cast, openDoorWithCast, type Part } from './cast.ts';
import { api, type Door, fromOurPage } from './door.ts';
import { addressOf, allRoutes, ownOperation, ownOrder, sampleRequests, subject, unknownId } from './requests.ts';

/**
 * Who gets through, written by hand so that a slip in a contract shows here. One sign for each of the cast, in its order:
 * anonymous, self, upline, stranger, administrator, approver, auditor, operator.
 */
const letThrough: Readonly<Record<RouteId, string>> = {
  'system.deployment': 'yyyy yyyy',
  'system.disclosure': 'yyyy yyyy',
  'auth.nonce': 'yyyy yyyy',
  'auth.signIn': 'yyyy yyyy',
  'auth.signOut': '-yyy yyyy',
  'auth.me': '-yyy yyyy',
  'auth.updateMe': '-yyy yyyy',
  'views.list': '-yyy yyyy',
  'views.save': '-yyy yyyy',
  // Of a view that is nobody's own.
  'views.delete': '---- ----',
  'invitations.get': 'yyyy yyyy',
  'invitations.place': 'yyyy yyyy',
  'invitations.create': '-yyy ----',
  'invitations.list': '-yyy ----',
  'join.create': 'yyyy yyyy',
  'join.get': 'yyyy yyyy',
  'members.list': '---- yyy-',
  'members.get': '-yy- yyy-',
  'members.frontline': '-yy- yyy-',
  'members.downline': '-yy- yyy-',
  'members.legs': '-yy- yyy-',
  'members.tree': '-yy- yyy-',
  'members.upline': '-yy- yyy-',
  'catalog.list': '-yyy yyyy',
  'orders.place': '-yyy ----',
  'orders.list': '-yyy yyyy',
  'orders.get': '-y-- yyy-',
  'orders.pay': '-y-- ----',
  'orders.quote': '-y-- ----',
  'orders.confirmPayment': '---- y---',
  'orders.refund': '---- y---',
  'earnings.get': '-y-- yyy-',
  'earnings.lines': '-y-- yyy-',
  'claims.offer': '-y-- ----',
  'claims.create': '-y-- ----',
  'credits.offer': '-y-- yyy-',
  'credits.withdraw': '-y-- ----',
  'claims.list': '-y-- yyy-',
  'operations.get': '-y-- yyy-',
  'plans.list': '-yyy yyyy',
  'plans.get': '-yyy yyyy',
  'trials.backtest': '---- y-y-',
  'trials.simulate': '---- y-y-',
  'periods.list': '---- yyy-',
  'periods.get': '---- yyy-',
  'periods.dryRun': '---- yyy-',
  'periods.requestClose': '---- y---',
  'closeRequests.approve': '---- -y--',
  'periods.run': '---- y---',
  'periods.propose': '---- y---',
  'periods.pay': '---- y---',
  'payoutFiles.get': 'yyyy yyyy',
  'indexer.get': '---- y-yy',
  'demo.people': 'yyyy yyyy',
  'demo.time': '-yyy yyyy',
};

const refusals = new Set(['SESSION.REQUIRED', 'SESSION.FORBIDDEN', 'REQUEST.NOT_FOUND']);

let door: Door;
let cookieOf: (part: Part) => Promise<string | undefined>;
const cookies = new Map<Part, string | undefined>();
beforeAll(async () => {
  ({ door, cookieOf } = await openDoorWithCast());
  for (const part of cast) cookies.set(part, await cookieOf(part));
});
afterAll(() => door.close());

async function ask(route: (typeof allRoutes)[number], cookie: string | undefined, address = addressOf(sampleRequests[route.id])) {
  const headers = { ...fromOurPage, ...(cookie === undefined ? {} : { Cookie: cookie }) };
  const method = route.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  const asked = request(door.app)[method](address).set(headers);
  return route.method === 'GET' ? asked : asked.send(JSON.stringify(sampleRequests[route.id].body ?? {}));
}

describe('B09: who may call what', () => {
  it('is written down for every route, and for no other', () => {
    expect(Object.keys(letThrough).sort()).toEqual(allRoutes.map((route) => route.id).sort());
  });

  it.each(allRoutes.map((route) => [route.id, route] as const))('%s', async (id, route) => {
    const row = letThrough[id].replaceAll(' ', '');
    const seen: string[] = [];
    for (const part of cast) {
      // Signing out ends the session that the other rows need.
      const cookie = id === 'auth.signOut' ? await cookieOf(part) : cookies.get(part);
      const response = await ask(route, cookie);
      expect(response.status, `${part}: ${response.text}`).not.toBe(500);
      expect(response.status, `${part}: ${response.text}`).not.toBe(400);
      const { code } = response.body as { code?: string };
      seen.push(code !== undefined && refusals.has(code) ? '-' : 'y');
      if (seen.at(-1) === 'y') continue;
      if (part === 'anonymous') expect(response.status).toBe(401);
      // Of what belongs to others nobody learns whether it exists.
      else expect(response.status).toBe(typeof route.permission === 'object' || id === 'views.delete' ? 404 : 403);
    }
    expect(seen.join('')).toBe(row);
  });

  it('lets staff and nobody else see all orders', async () => {
    const all = async (part: Part) => {
      const response = await request(door.app)
        .get(api('/orders?scope=all'))
        .set('Cookie', cookies.get(part) ?? '');
      return (response.body as { code: string }).code;
    };
    expect(await all('auditor')).toBe('DATABASE.BUSY');
    expect(await all('self')).toBe('SESSION.FORBIDDEN');
    expect(await all('operator')).toBe('SESSION.FORBIDDEN');
  });
});

describe('B10: a stranger learns nothing, not even that something exists', () => {
  const swaps: readonly [string, string][] = [
    [`/orders/${ownOrder}`, `/orders/${unknownId}`],
    [`/operations/${ownOperation}`, `/operations/${unknownId}`],
    [`/members/${subject}`, '/members/4000000000'],
    [`/members/${subject}/earnings`, '/members/4000000000/earnings'],
    [`/members/${subject}/claim`, '/members/4000000000/claim'],
    [`/members/${subject}/claims`, '/members/4000000000/claims'],
  ];
  it.each(swaps)('%s answers like %s', async (real, missing) => {
    const get = async (path: string) => {
      const response = await request(door.app)
        .get(api(path))
        .set('Cookie', cookies.get('stranger') ?? '');
      const { requestId, ...body } = response.body as Record<string, unknown>;
      expect(requestId).toBeTypeOf('string');
      return { status: response.status, body, type: response.type };
    };
    const answer = await get(real);
    expect(answer.status).toBe(404);
    expect(answer).toEqual(await get(missing));
  });

  it('nor can a stranger change it', async () => {
    door.calls.length = 0;
    for (const path of [`/orders/${ownOrder}/payment`, `/members/${subject}/claims`]) {
      const id = path.startsWith('/orders') ? 'orders.pay' : 'claims.create';
      const response = await request(door.app)
        .post(api(path))
        .set({ ...fromOurPage, Cookie: cookies.get('stranger') ?? '' })
        .send(sampleRequests[id].body);
      expect(response.status).toBe(404);
    }
    expect(door.calls).toEqual([]);
  });
});

describe('routes of demo worlds', () => {
  it('do not exist elsewhere', async () => {
    const { openDoor } = await import('./door.ts');
    const real = await openDoor({ settings: { demo: false } });
    try {
      for (const route of allRoutes.filter((candidate) => candidate.demoOnly === true)) {
        const method = route.method.toLowerCase() as 'get' | 'post';
        const response = await request(real.app)[method](addressOf(sampleRequests[route.id])).set(fromOurPage);
        expect(response.status, route.id).toBe(404);
      }
      expect(real.calls).toEqual([]);
    } finally {
      await real.close();
    }
  });
});
