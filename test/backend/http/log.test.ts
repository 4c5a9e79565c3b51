import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { api, begin, type Door, fromOurPage, messageFor, openDoor, signIn, walletOf } from './door.ts';

let door: Door;
let written = '';
beforeAll(async () => {
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  door = await openDoor({ logger: pino({ level: 'trace' }, stream) });
});
afterAll(() => door.close());

describe('B22, B29: the log and the words that we sign', () => {
  it('say what was asked, and nothing that lets anybody in or names a person', async () => {
    written = '';
    const cookie = await signIn(door, walletOf(1));
    const token = cookie.split('=')[1] ?? 'none';
    await request(door.app)
      .get(api('/members?query=Canary-Name'))
      .set('Cookie', cookie)
      .set('Authorization', 'Bearer canary-bearer');
    await request(door.app)
      .patch(api('/me'))
      .set({ ...fromOurPage, Cookie: cookie })
      .send({ name: 'Canary Person' });
    await request(door.app).get(`${api('/nothing')}%0d%0a{"level":60,"msg":"forged"}`);
    const lines = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { req?: { path: string }; msg: string });
    expect(lines.filter((line) => line.req?.path === api('/members'))).toHaveLength(1);
    expect(lines.filter((line) => line.msg === 'forged')).toEqual([]);
    for (const secret of [token, 'Canary', 'canary-bearer', 'upline=']) expect(written).not.toContain(secret);
  });

  it('never take the name of the site from the request', async () => {
    const poisoned = await begin(door, { ...fromOurPage, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' });
    expect(poisoned.challenge).toMatchObject({ domain: 'localhost:4000', uri: 'http://localhost:4000' });
    expect(messageFor(walletOf(1), poisoned.challenge)).not.toContain('evil');
  });
});
