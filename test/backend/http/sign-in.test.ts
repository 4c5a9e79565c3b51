import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import request from 'supertest';
import {
  api,
  begin,
  type Begun,
  chainId,
  cookieFrom,
  cookieLines,
  type Door,
  fromOurPage,
  messageFor,
  openDoor,
  origin,
  present,
  signIn,
  walletOf,
} from './door.ts';

const wallet = walletOf(1);
const stranger = walletOf(2);

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const sessions = (): Promise<number> => door.database.prisma.session.count();

async function tryMessage(begun: Begun, message: string, signer = wallet): Promise<{ status: number; code: string | undefined }> {
  const before = await sessions();
  const response = await present(door, begun.cookie, message, await signer.signMessage({ message }));
  if (response.status !== 201) expect(await sessions(), 'a refused try must leave no session').toBe(before);
  return { status: response.status, code: (response.body as { code?: string }).code };
}

describe('signing in', () => {
  it('gives a session for a message that was signed for us', async () => {
    const cookie = await signIn(door, wallet);
    const me = await request(door.app).get(api('/me')).set('Cookie', cookie);
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({ account: { wallet: wallet.address.toLowerCase(), locale: 'en' }, memberId: null, roles: [] });
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const begun = await begin(door);
    const message = messageFor(wallet, begun.challenge);
    const response = await present(door, begun.cookie, message, await wallet.signMessage({ message }));
    const line = cookieLines(response).find((cookie) => cookie.startsWith('upline='));
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Strict/);
    expect(line).toMatch(/; Path=\//);
    expect(JSON.stringify(response.body)).not.toContain(cookieFrom(response, 'upline').split('=')[1]);
  });

  it('keeps no token and no browser secret in the database', async () => {
    const begun = await begin(door);
    const cookie = await signIn(door, wallet);
    const dump = JSON.stringify([
      await door.database.prisma.session.findMany(),
      await door.database.prisma.signInNonce.findMany(),
    ]);
    expect(dump).not.toContain(cookie.split('=')[1]);
    expect(dump).not.toContain(begun.cookie.split('=')[1]);
  });
});

describe('B01: a nonce works once, for five minutes, in one browser', () => {
  it('refuses a replay', async () => {
    const begun = await begin(door);
    const message = messageFor(wallet, begun.challenge);
    expect((await tryMessage(begun, message)).status).toBe(201);
    expect(await tryMessage(begun, message)).toEqual({ status: 401, code: 'SESSION.NONCE_REFUSED' });
  });

  it('refuses a nonce that we never gave', async () => {
    const begun = await begin(door);
    const message = messageFor(wallet, { ...begun.challenge, nonce: 'f'.repeat(32) });
    expect(await tryMessage(begun, message)).toEqual({ status: 401, code: 'SESSION.NONCE_REFUSED' });
  });

  it('refuses a nonce that is too old, even when the message says otherwise', async () => {
    const begun = await begin(door);
    door.clock.advance(5 * 60_000 + 1);
    const message = messageFor(wallet, {
      ...begun.challenge,
      issuedAt: door.clock.now().toISOString(),
      expiresAt: new Date(door.clock.now().getTime() + 60_000).toISOString(),
    });
    expect(await tryMessage(begun, message)).toEqual({ status: 401, code: 'SESSION.NONCE_REFUSED' });
  });

  it('refuses a nonce that another browser asked for', async () => {
    const [mine, theirs] = [await begin(door), await begin(door)];
    const message = messageFor(wallet, mine.challenge);
    expect(await tryMessage({ ...mine, cookie: theirs.cookie }, message)).toEqual({ status: 401, code: 'SESSION.NONCE_REFUSED' });
    const none = await request(door.app)
      .post(api('/auth/session'))
      .set(fromOurPage)
      .send({ message, signature: await wallet.signMessage({ message }) });
    expect(none.status).toBe(401);
    expect((await tryMessage(mine, message)).status, 'the right browser can still use it').toBe(201);
  });
});

describe('B02: fifty at once', () => {
  it('makes exactly one session of one nonce', async () => {
    const begun = await begin(door);
    const message = messageFor(wallet, begun.challenge);
    const signature = await wallet.signMessage({ message });
    const before = await sessions();
    const answers = await Promise.all(Array.from({ length: 50 }, () => present(door, begun.cookie, message, signature)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(49);
    expect(await sessions()).toBe(before + 1);
  });
});

describe('B03: a message must be for this site, this chain and this moment', () => {
  let begun: Begun;
  let good: string;
  beforeEach(async () => {
    begun = await begin(door);
    good = messageFor(wallet, begun.challenge);
  });
  const at = (seconds: number): string => new Date(door.clock.now().getTime() + seconds * 1000).toISOString();

  const cases: readonly [string, (message: string) => string, string][] = [
    ['another domain', (text) => text.replace(/^localhost:4000/, 'evil.example'), 'domain'],
    ['another URI', (text) => text.replace(`URI: ${origin}`, 'URI: https://evil.example'), 'URI'],
    ['another chain', (text) => text.replace(`Chain ID: ${chainId}`, 'Chain ID: 1'), 'Chain ID'],
    ['another version', (text) => text.replace('Version: 1', 'Version: 2'), 'Version'],
    ['no expiration', (text) => text.replace(/\nExpiration Time: .*/, ''), 'Expiration Time'],
    ['an expiration in the past', (text) => text.replace(/(Expiration Time: ).*/, `$1${at(-1)}`), 'Expiration Time'],
    ['a not-before in the future', (text) => `${text}\nNot Before: ${at(60)}`, 'Not Before'],
    ['issued in the future', (text) => text.replace(/(Issued At: ).*/, `$1${at(120)}`), 'Issued At'],
    ['issued long ago', (text) => text.replace(/(Issued At: ).*/, `$1${at(-301)}`), 'Issued At'],
  ];
  it.each(cases)('refuses %s', async (_name, change, field) => {
    const message = change(good);
    expect(message).not.toBe(good);
    const response = await present(door, begun.cookie, message, await wallet.signMessage({ message }));
    expect(response.status).toBe(401);
    expect(response.body).toMatchObject({ code: 'SESSION.MESSAGE_REFUSED', parameters: { field } });
    expect((await tryMessage(begun, good)).status, 'the unchanged message is good').toBe(201);
  });

  it.each([
    ['an address that is not the signer', (text: string) => text.replace(wallet.address, stranger.address)],
    ['a scheme that is not ours', (text: string) => `https://${text}`],
    ['a line after the end', (text: string) => `${text}\nChain ID: ${chainId}`],
    ['two expirations', (text: string) => text.replace(/(Expiration Time: .*)/, '$1\n$1')],
    ['a time without a zone', (text: string) => text.replace(/(Issued At: .*)Z/, '$1')],
    ['windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['not a message at all', () => 'hello'],
  ])('refuses %s', async (_name, change) => {
    const message = change(good);
    expect((await tryMessage(begun, message)).status).toBe(401);
  });

  it('refuses a signature over another text', async () => {
    const response = await present(door, begun.cookie, good, await wallet.signMessage({ message: `${good} ` }));
    expect(response.body).toMatchObject({ status: 401, code: 'SESSION.SIGNATURE_REFUSED' });
  });
});

describe('B04: the nonce counts only in its own field', () => {
  const foreign = 'a'.repeat(32);

  it('refuses the right nonce in the statement', async () => {
    const begun = await begin(door);
    const message = messageFor(wallet, { ...begun.challenge, nonce: foreign, statement: `Nonce: ${begun.challenge.nonce}` });
    expect((await tryMessage(begun, message)).status).toBe(401);
  });

  it('refuses the right nonce in the resources', async () => {
    const begun = await begin(door);
    const message = `${messageFor(wallet, { ...begun.challenge, nonce: foreign })}\nResources:\n- urn:Nonce: ${begun.challenge.nonce}`;
    expect((await tryMessage(begun, message)).status).toBe(401);
  });

  it('refuses a second nonce line, whichever is right', async () => {
    const begun = await begin(door);
    const good = messageFor(wallet, begun.challenge);
    const line = `Nonce: ${begun.challenge.nonce}`;
    expect((await tryMessage(begun, good.replace(line, `Nonce: ${foreign}\n${line}`))).status).toBe(401);
    expect((await tryMessage(begun, good.replace(line, `${line}\nNonce: ${foreign}`))).status).toBe(401);
  });
});
