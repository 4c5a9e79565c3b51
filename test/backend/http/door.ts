import type { Express } from 'express';
import { mnemonicToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { verifyMessage } from 'viem/utils';
import request from 'supertest';
import type { SignInChallenge } from '#api/auth.ts';
import { createApp } from '#http/app.ts';
import type { Doors, ReadinessCheck } from '#http/dependencies.ts';
import type { HttpSettings } from '#http/settings.ts';
import { UplineError } from '#kernel/errors/index.ts';
import {
  createIdentity,
  type Identity,
  type SignatureVerifier,
  type Wallet,
  type WalletDirectory,
} from '#modules/identity/index.ts';
import { type SettableClock, settableClock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';
import { type Logger, silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';

export const origin = 'http://localhost:4000';
export const chainId = 31_337;

const mnemonic = 'test test test test test test test test test test test junk';
/** A wallet of its own for each number. */
export const walletOf = (index: number) => mnemonicToAccount(mnemonic, { accountIndex: 1, addressIndex: index });
type TestWallet = ReturnType<typeof walletOf>;

/** What real doors are made from. */
export type Parts = Pick<Door, 'database' | 'clock' | 'identity'>;

export interface Door {
  readonly app: Express;
  readonly database: Database;
  readonly identity: Identity;
  readonly clock: SettableClock;
  /** Who has which wallet, as the chain would say. */
  readonly members: Map<string, number>;
  /** Calls that came through to what stands behind the door, as `door.method`. */
  readonly calls: string[];
  close(): Promise<void>;
}

/** What a recorder answers: the request came through, and nothing was done. */
export const cameThrough = 'DATABASE.BUSY';

/**
 * The real app, identity module and PostgreSQL. What stands behind the other doors is recorded and not carried out, since these tests
 * ask who and what is let through; `behind` puts real or prepared doors in their place.
 */
export async function openDoor(
  options: {
    settings?: Partial<HttpSettings>;
    behind?: (calls: string[], parts: Parts) => Partial<Doors>;
    /** Who has which wallet, when it is not the map `members`. */
    wallets?: (database: Database) => WalletDirectory;
    verifySignature?: SignatureVerifier;
    readiness?: readonly ReadinessCheck[];
    logger?: Logger;
  } = {},
): Promise<Door> {
  const test = await createTestDatabase();
  const clock = settableClock(new Date('2026-11-21T12:00:00Z'));
  const members = new Map<string, number>();
  const calls: string[] = [];
  const settings: HttpSettings = {
    publicUrl: origin,
    browserRpcUrl: 'http://127.0.0.1:8545',
    demo: true,
    webDir: undefined,
    rateLimits: { perHop: 100_000, perAccount: 100_000, nonce: 100_000, signIn: 100_000, join: 100_000, trial: 100_000 },
    ...options.settings,
  };
  const identity = createIdentity({
    database: test.database,
    clock,
    wallets: options.wallets?.(test.database) ?? {
      memberOfWallet: async (wallet) => members.get(wallet) ?? null,
      walletsOfMembers: async (wanted) =>
        new Map([...members].flatMap(([wallet, memberId]) => (wanted.includes(memberId) ? [[memberId, wallet as Wallet]] : []))),
    },
    verifySignature:
      options.verifySignature ?? (({ wallet, message, signature }) => verifyMessage({ address: wallet, message, signature })),
    publicUrl: settings.publicUrl,
    chainId,
    sessionHours: 12,
  });
  const doors = { ...recorders(calls), ...options.behind?.(calls, { database: test.database, clock, identity }) };
  const app = createApp({
    settings,
    database: test.database,
    clock,
    logger: options.logger ?? silentLogger(),
    identity,
    doors,
    readiness: options.readiness ?? [],
  });
  return { app, database: test.database, identity, clock, members, calls, close: test.drop };
}

const doorNames = [
  'system',
  'genealogy',
  'invitations',
  'join',
  'catalog',
  'orders',
  'earnings',
  'claims',
  'operations',
  'plans',
  'trials',
  'settlement',
  'indexer',
  'demo',
] as const satisfies readonly (keyof Doors)[];

function recorders(calls: string[]): Doors {
  return Object.fromEntries(doorNames.map((name) => [name, recorder(name, calls)])) as unknown as Doors;
}

/** A door of which every method only notes that it was called. */
export function recorder(name: string, calls: string[]): object {
  return new Proxy(
    {},
    {
      get: (_target, method) => async () => {
        calls.push(`${name}.${String(method)}`);
        throw new UplineError(cameThrough);
      },
    },
  );
}

export const api = (path: string): string => `/api/v1${path}`;

/** The headers that a page of ours sends with a change. */
export const fromOurPage = { Origin: origin, 'Content-Type': 'application/json' };

export interface Begun {
  readonly challenge: SignInChallenge;
  /** `Cookie` header that binds the nonce to this browser. */
  readonly cookie: string;
}

export async function begin(door: Door, headers: Record<string, string> = fromOurPage): Promise<Begun> {
  const response = await request(door.app).post(api('/auth/nonce')).set(headers).send('{}');
  if (response.status !== 201) throw new Error(`no nonce: ${response.status} ${response.text}`);
  return { challenge: response.body as SignInChallenge, cookie: cookieFrom(response, 'upline-sign-in') };
}

export function messageFor(wallet: TestWallet, challenge: SignInChallenge): string {
  return createSiweMessage({
    address: wallet.address,
    domain: challenge.domain,
    uri: challenge.uri,
    chainId: challenge.chainId,
    version: challenge.version,
    nonce: challenge.nonce,
    statement: challenge.statement,
    issuedAt: new Date(challenge.issuedAt),
    expirationTime: new Date(challenge.expiresAt),
  });
}

export function present(door: Door, cookie: string, message: string, signature: string): request.Test {
  return request(door.app).post(api('/auth/session')).set(fromOurPage).set('Cookie', cookie).send({ message, signature });
}

/** Signs in as a person would. @returns the `Cookie` header of the session */
export async function signIn(door: Door, wallet: TestWallet): Promise<string> {
  const { challenge, cookie } = await begin(door);
  const message = messageFor(wallet, challenge);
  const response = await present(door, cookie, message, await wallet.signMessage({ message }));
  if (response.status !== 201) throw new Error(`not signed in: ${response.status} ${response.text}`);
  return cookieFrom(response, 'upline');
}

export function cookieFrom(response: { headers: unknown }, name: string): string {
  const line = cookieLines(response).find((cookie) => cookie.startsWith(`${name}=`));
  if (line === undefined) throw new Error(`no cookie ${name}`);
  return line.split(';')[0] ?? '';
}

export function cookieLines(response: { headers: unknown }): string[] {
  const lines = (response.headers as Record<string, unknown>)['set-cookie'];
  return Array.isArray(lines) ? lines.map(String) : [];
}
