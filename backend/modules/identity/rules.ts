import { UplineError } from '#kernel/errors/index.ts';
import type { Wallet } from './types.ts';

/** The fields of a sign-in message (EIP-4361). Times as they were written. */
export interface SignInMessage {
  readonly scheme: string | undefined;
  readonly domain: string;
  readonly wallet: Wallet;
  readonly statement: string | undefined;
  readonly uri: string;
  readonly version: string;
  readonly chainId: string;
  readonly nonce: string;
  readonly issuedAt: string;
  readonly expirationTime: string | undefined;
  readonly notBefore: string | undefined;
}

export interface SignInPolicy {
  /** Host, with the port unless it is the scheme's own. */
  readonly domain: string;
  readonly origin: string;
  readonly chainId: number;
}

/** A nonce and a message live this long. */
export const signInMilliseconds = 5 * 60_000;
/** How far a browser's clock may run ahead of ours. */
const toleranceMilliseconds = 30_000;

/**
 * Reads a message line by line in the order of the standard. A field that stands twice, out of order or inside another one is a fault:
 * searching for "Nonce: …" anywhere would accept it from the statement or the resources.
 * @throws UplineError SESSION.MESSAGE_REFUSED naming the field
 */
export function parseSignInMessage(text: string): SignInMessage {
  const lines = text.split('\n');
  let position = 0;
  const next = (): string | undefined => lines[position++];
  const opening = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^\s/?#]+) wants you to sign in with your Ethereum account:$/.exec(
    next() ?? '',
  );
  if (!opening?.[2]) return refuse('domain', 'unreadable');
  const wallet = next() ?? '';
  if (!isWallet(wallet)) return refuse('address', 'unreadable');
  if (next() !== '') return refuse('address', 'not followed by an empty line');
  let statement: string | undefined;
  if (lines[position] !== '') statement = next();
  if (next() !== '') return refuse('statement', 'more than one line');
  const required = (name: string): string => {
    const line = next();
    if (!line?.startsWith(`${name}: `)) return refuse(name, 'missing or out of order');
    return line.slice(name.length + 2);
  };
  const optional = (name: string): string | undefined => (lines[position]?.startsWith(`${name}: `) ? required(name) : undefined);
  const message = {
    scheme: opening[1],
    domain: opening[2],
    wallet,
    statement,
    uri: required('URI'),
    version: required('Version'),
    chainId: required('Chain ID'),
    nonce: required('Nonce'),
    issuedAt: required('Issued At'),
    expirationTime: optional('Expiration Time'),
    notBefore: optional('Not Before'),
  };
  optional('Request ID');
  if (lines[position] === 'Resources:') {
    position += 1;
    while (lines[position]?.startsWith('- ')) position += 1;
  }
  if (position !== lines.length) return refuse('message', 'followed by lines that do not belong there');
  return message;
}

/**
 * Whether this message asks for a sign-in here and now. The nonce is only checked for its form; whether it was ours is the store's answer.
 * @throws UplineError SESSION.MESSAGE_REFUSED naming the field
 */
export function checkSignInMessage(message: SignInMessage, policy: SignInPolicy, now: Date): void {
  const origin = new URL(policy.origin);
  if (message.scheme !== undefined && `${message.scheme}:` !== origin.protocol) refuse('scheme', 'another one');
  if (message.domain !== policy.domain) refuse('domain', 'another site');
  if (originOf(message.uri) !== origin.origin) refuse('URI', 'another site');
  if (message.version !== '1') refuse('Version', 'not 1');
  if (message.chainId !== String(policy.chainId)) refuse('Chain ID', 'another chain');
  if (!/^[A-Za-z0-9]{16,64}$/.test(message.nonce)) refuse('Nonce', 'unreadable');
  const issuedAt = moment('Issued At', message.issuedAt);
  if (issuedAt > now.getTime() + toleranceMilliseconds) refuse('Issued At', 'in the future');
  if (issuedAt < now.getTime() - signInMilliseconds) refuse('Issued At', 'too long ago');
  if (message.expirationTime === undefined) refuse('Expiration Time', 'missing');
  else if (moment('Expiration Time', message.expirationTime) <= now.getTime()) refuse('Expiration Time', 'past');
  if (message.notBefore !== undefined && moment('Not Before', message.notBefore) > now.getTime())
    refuse('Not Before', 'in the future');
}

/** A name as it is searched: without the differences that people do not type. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

function moment(field: string, text: string): number {
  const value = instant.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(value) ? refuse(field, 'not a time') : value;
}

function originOf(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).origin : undefined;
}

function isWallet(text: string): text is Wallet {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

function refuse(field: string, reason: string): never {
  throw new UplineError('SESSION.MESSAGE_REFUSED', { field, reason });
}
