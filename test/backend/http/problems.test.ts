import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { MemberRow } from '#api/genealogy.ts';
import { csvCell } from '#http/csv.ts';
import type { GenealogyDoor, IndexerDoor, PlansDoor, SystemDoor } from '#http/dependencies.ts';
import { api, type Door, fromOurPage, openDoor, signIn, walletOf } from './door.ts';

const row = (memberId: number, name: string): MemberRow => ({
  memberId,
  name,
  wallet: null,
  sponsorId: 1,
  depth: 1,
  joinedAt: '2026-11-21T12:00:00.000Z',
  frontlineCount: 0,
  downlineCount: 0,
  ppv: '-5',
  gv: '0',
  active: false,
});
const asOf = { block: 7, time: '2026-11-21T12:00:00.000Z' };

let door: Door;
let cookie: string;
let ready = true;
beforeAll(async () => {
  door = await openDoor({
    readiness: [
      { name: 'mirror', check: async () => (ready ? { ready } : { ready, reason: 'it is 40 blocks behind' }) },
      {
        name: 'database',
        check: async () => {
          if (!ready) throw new Error('connect ECONNREFUSED secret-host');
          return { ready };
        },
      },
    ],
    behind: () => ({
      system: {
        deployment: () => {
          throw new Error('password=hunter2 at /srv/secret.ts');
        },
        disclosure: async () => ({ members: 1n }) as never,
      } satisfies SystemDoor,
      plans: {
        listPlans: async () => [{ version: 1, secret: 'leak' } as never],
        planByVersion: async () => ({ ...plan, secret: 'leak' }),
      } satisfies PlansDoor,
      indexer: {
        indexerStatus: async () => ({ lagBlocks: 3, state: 'live', confirmed: null, contracts: [], holes: [] }) as never,
        indexerCounters: async () => ({}),
      } satisfies IndexerDoor,
      genealogy: {
        everyMemberRow: async function* () {
          yield [row(1, '=HYPERLINK("http://evil")'), row(2, 'Анна, "Аня"')];
          yield [row(3, '\u00a0+7 900')];
        },
      } as unknown as GenealogyDoor,
    }),
  });
  await door.identity.grantRole({ wallet: walletOf(1).address, role: 'auditor', by: 'test' });
  cookie = await signIn(door, walletOf(1));
});
afterAll(() => door.close());

const plan = {
  version: 1,
  name: { en: 'a', ru: 'б' },
  planHash: `0x${'00'.repeat(32)}` as const,
  capPpm: 1,
  firstPeriod: 1,
  instantLevels: [],
  publishedAt: asOf.time,
  txHash: `0x${'00'.repeat(32)}` as const,
  current: true,
  canonical: '{}',
};

describe('errors', () => {
  it('speak the language that was asked for, with a cure', async () => {
    const ask = async (language: string) =>
      (await request(door.app).get(api('/me')).set('Accept-Language', language)).body as unknown;
    expect(await ask('ru-RU,ru;q=0.9,en;q=0.8')).toMatchObject({ code: 'SESSION.REQUIRED', detail: 'Вход не выполнен.' });
    expect(await ask('en-GB')).toMatchObject({ code: 'SESSION.REQUIRED', detail: 'Nobody is signed in.', status: 401 });
    expect(await ask('de')).toMatchObject({ detail: 'Nobody is signed in.' });
  });

  it('name the field and the reason in that language', async () => {
    const response = await request(door.app)
      .patch(api('/me'))
      .set({ ...fromOurPage, Cookie: cookie, 'Accept-Language': 'ru' })
      .send({ locale: 'de' });
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toMatchObject({ code: 'REQUEST.INVALID', parameters: { path: 'body.locale' } });
    expect((response.body as { detail: string }).detail).toMatch(/поле body\.locale: .*[а-я]{4}/);
  });

  it('B26: tell nothing of what failed inside, but the number under which the log has it', async () => {
    const response = await request(door.app).get(api('/deployment'));
    expect(response.status).toBe(500);
    expect(response.body).toMatchObject({
      code: 'REQUEST.FAILED',
      parameters: { id: (response.headers as Record<string, string>)['x-request-id'] },
    });
    expect(response.text).not.toMatch(/hunter2|secret|\.ts|Error:/);
  });

  it('come instead of an answer that breaks its contract', async () => {
    expect((await request(door.app).get(api('/disclosure'))).status).toBe(500);
    expect((await request(door.app).get(api('/plans')).set('Cookie', cookie)).status).toBe(500);
  });
});

describe('answers', () => {
  it('B11: contain only what the contract names', async () => {
    const response = await request(door.app).get(api('/plans/1')).set('Cookie', cookie);
    expect(response.body).toEqual(plan);
  });

  it('are CSV when asked for, all pages, and safe to open in a spreadsheet', async () => {
    const response = await request(door.app).get(api('/members?format=csv')).set('Cookie', cookie).buffer();
    expect(response.type).toBe('text/csv');
    expect((response.headers as Record<string, string>)['content-disposition']).toContain('attachment');
    const lines = response.text.split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain(`"1","'=HYPERLINK(""http://evil"")"`);
    expect(lines[2]).toContain('"Анна, ""Аня"""');
    expect(lines[3]).toContain(`"'\u00a0+7 900"`);
    expect(lines[3]).toContain('"-5"');
  });

  it.each(['=1+1', ' =1', '\u00a0=1', '\t=1', '\r=1', '@SUM(1)', '-1+1', '+1', '＝1', '\u200b=1', '\ufeff=1'])(
    'escape %j',
    (text) => {
      expect(csvCell(text)).toBe(`"'${text}"`);
    },
  );
  it.each(['plain', '-12', '12', 'a=b', ''])('leave %j', (text) => {
    expect(csvCell(text)).toBe(`"${text}"`);
  });
});

describe('B20: bodies that are too much', () => {
  const post = (headers: Record<string, string>) =>
    request(door.app)
      .post(api('/auth/nonce'))
      .set({ ...fromOurPage, ...headers });
  it('are refused early', async () => {
    const large = await post({}).send(JSON.stringify({ a: 'x'.repeat(70_000) }));
    expect(large.body).toMatchObject({ status: 413, code: 'REQUEST.TOO_LARGE' });
    const bomb = await post({ 'Content-Encoding': 'gzip' })
      .serialize((value) => value as string)
      .send(gzipSync('{}') as unknown as string);
    expect(bomb.body).toMatchObject({ status: 415, code: 'REQUEST.NOT_JSON' });
    const deep = await post({}).send(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    expect(deep.status).toBe(400);
  });
});

describe('for machines', () => {
  it('/health and /ready tell alive from ready, and why not', async () => {
    expect((await request(door.app).get('/ready')).status).toBe(200);
    ready = false;
    const response = await request(door.app).get('/ready');
    ready = true;
    expect(response.status).toBe(503);
    expect(response.body).toMatchObject({
      ready: false,
      checks: [
        { name: 'mirror', ready: false, reason: 'it is 40 blocks behind' },
        { name: 'database', ready: false },
      ],
    });
    expect(response.text).not.toContain('secret-host');
    expect((await request(door.app).get('/health')).body).toEqual({ status: 'alive' });
  });

  it('/metrics counts by route, never by address', async () => {
    await request(door.app).get(api('/plans/1')).set('Cookie', cookie);
    const { text } = await request(door.app).get('/metrics');
    expect(text).toContain('route="/plans/:version",status="200"');
    expect(text).toContain('upline_indexer_lag_blocks 3');
    expect(text).not.toContain('/plans/1');
  });
});
