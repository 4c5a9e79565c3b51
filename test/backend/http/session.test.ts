import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import {
  api,
  begin,
  cookieFrom,
  cookieLines,
  type Door,
  fromOurPage,
  messageFor,
  openDoor,
  origin,
  signIn,
  walletOf,
} from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const lower = (index: number) => walletOf(index).address.toLowerCase() as `0x${string}`;
const me = (cookie: string) => request(door.app).get(api('/me')).set('Cookie', cookie);

describe('B06: what changes, changes with the next request', () => {
  it('gives a new token at each sign-in and ends the one from before', async () => {
    const planted = await signIn(door, walletOf(1));
    const begun = await begin(door);
    const message = messageFor(walletOf(2), begun.challenge);
    const response = await request(door.app)
      .post(api('/auth/session'))
      .set(fromOurPage)
      .set('Cookie', `${begun.cookie}; ${planted}`)
      .send({ message, signature: await walletOf(2).signMessage({ message }) });
    expect(response.status).toBe(201);
    expect(cookieFrom(response, 'upline')).not.toBe(planted);
    expect((await me(planted)).status).toBe(401);
  });

  it('takes and gives roles at once', async () => {
    const cookie = await signIn(door, walletOf(3));
    const list = () => request(door.app).get(api('/members')).set('Cookie', cookie);
    expect((await list()).status).toBe(403);
    await door.identity.grantRole({ wallet: lower(3), role: 'auditor', by: 'test' });
    expect((await list()).body).toMatchObject({ code: 'DATABASE.BUSY' });
    expect((await me(cookie)).body).toMatchObject({ roles: ['auditor'] });
    await door.identity.revokeRole({ wallet: lower(3), role: 'auditor', by: 'test' });
    expect((await list()).status).toBe(403);
  });

  it('signs out for good', async () => {
    const cookie = await signIn(door, walletOf(4));
    const response = await request(door.app).delete(api('/auth/session')).set({ Origin: origin, Cookie: cookie });
    expect(response.status).toBe(204);
    expect(cookieLines(response).join()).toMatch(/upline=;.*Expires=Thu, 01 Jan 1970/);
    expect((await me(cookie)).status).toBe(401);
  });

  it('can be ended from the inside', async () => {
    const cookie = await signIn(door, walletOf(5));
    expect(await door.identity.endSessionsOf(walletOf(5).address)).toBe(1);
    expect((await me(cookie)).status).toBe(401);
  });

  it('follows the chain when a wallet joins, and when the member takes another wallet', async () => {
    const old = await signIn(door, walletOf(6));
    await request(door.app).patch(api('/me')).set(fromOurPage).set('Cookie', old).send({ name: 'Мария', locale: 'ru' });
    expect((await me(old)).body).toMatchObject({ memberId: null, roles: [] });

    door.members.set(lower(6), 42);
    expect((await me(old)).body).toMatchObject({ memberId: 42, roles: ['partner'], account: { name: 'Мария', locale: 'ru' } });

    door.members.delete(lower(6));
    door.members.set(lower(7), 42);
    expect((await me(old)).status, 'the old wallet no longer speaks for the member').toBe(401);
    const fresh = await signIn(door, walletOf(7));
    expect((await me(fresh)).body).toMatchObject({ memberId: 42, account: { name: 'Мария' } });
    const again = await signIn(door, walletOf(6));
    expect((await me(again)).body).toMatchObject({ memberId: null, roles: [], account: { name: null } });
  });

  it('ends by itself', async () => {
    const cookie = await signIn(door, walletOf(8));
    door.clock.advance(12 * 3_600_000 + 1);
    expect((await me(cookie)).status).toBe(401);
  });
});

describe('names', () => {
  it('are found by member number, through the wallet when nobody has signed in yet', async () => {
    door.members.set(lower(11), 101);
    await door.identity.rememberPerson({ wallet: walletOf(11).address, name: 'Анна 50%', locale: 'ru' });
    await door.identity.rememberPerson({ memberId: 102, name: 'Boris', locale: 'en' });
    expect(await door.identity.namesOf([101, 102, 103])).toEqual(
      new Map([
        [101, 'Анна 50%'],
        [102, 'Boris'],
      ]),
    );
    expect(await door.identity.searchByName('АННА', 10)).toEqual([101]);
    expect(await door.identity.searchByName('%', 10), 'a pattern sign is an ordinary letter').toEqual([101]);
    expect(await door.identity.searchByName('o_is', 10)).toEqual([]);
  });

  it('cannot be changed by somebody who joins with the wallet of a member', async () => {
    await door.identity.rememberPerson({ wallet: walletOf(12).address, memberId: 200, name: 'Real', locale: 'en' });
    await door.identity.rememberPerson({ wallet: walletOf(12).address, name: 'Fake', locale: 'en' });
    expect((await door.identity.namesOf([200])).get(200)).toBe('Real');
  });
});
