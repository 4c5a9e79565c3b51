import { createHash, randomBytes } from 'node:crypto';
import { type Locale, UplineError } from '#kernel/errors/index.ts';
import { permissionsOf, type Role, staffRoles } from '#kernel/roles.ts';
import { type AccountRow, accounts, grants, nonces, sessions } from '../repository/accounts.ts';
import { checkSignInMessage, parseSignInMessage, signInMilliseconds } from '../rules.ts';
import type { Challenge, SignedIn, Wallet } from '../types.ts';
import { accountFor, asLocale } from './accounts.ts';
import { type IdentityOptions, lowerCase } from './options.ts';

const statement = 'Sign in to Upline. This costs nothing and moves nothing.';
/** How stale "last seen" may be before it is written again; not every request needs a write. */
const seenMilliseconds = 60_000;
/** Ended sessions are kept this long, for whoever asks who was here. */
const keepSessionsMilliseconds = 90 * 24 * 3_600_000;

export async function issueNonce(options: IdentityOptions): Promise<Challenge> {
  const now = options.clock.now();
  const url = new URL(options.publicUrl);
  const challenge: Challenge = {
    nonce: randomBytes(16).toString('hex'),
    domain: url.host,
    uri: url.origin,
    chainId: options.chainId,
    version: '1',
    statement,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + signInMilliseconds),
    browserToken: randomBytes(32).toString('base64url'),
  };
  const { nonce, issuedAt, expiresAt } = challenge;
  await nonces.forgetExpired(options.database.prisma, new Date(now.getTime() - 24 * 3_600_000));
  await nonces.insert(options.database.prisma, { nonce, issuedAt, expiresAt, browserHash: fingerprint(challenge.browserToken) });
  return challenge;
}

/**
 * Exchanges a signed message for a session. The nonce is spent before the signature is looked at, so each try needs a new one.
 * @throws UplineError SESSION.MESSAGE_REFUSED, SESSION.NONCE_REFUSED, SESSION.SIGNATURE_REFUSED
 */
export async function signIn(
  options: IdentityOptions,
  request: { message: string; signature: `0x${string}`; browserToken: string | undefined; previousToken: string | undefined },
): Promise<{ token: string; signedIn: SignedIn }> {
  const { database, clock } = options;
  const now = clock.now();
  const url = new URL(options.publicUrl);
  const message = parseSignInMessage(request.message);
  checkSignInMessage(message, { domain: url.host, origin: url.origin, chainId: options.chainId }, now);
  const ours =
    request.browserToken !== undefined &&
    (await nonces.use(database.prisma, message.nonce, fingerprint(request.browserToken), now));
  if (!ours) throw new UplineError('SESSION.NONCE_REFUSED');
  const signed = await options.verifySignature({
    wallet: message.wallet,
    message: request.message,
    signature: request.signature,
  });
  if (!signed) throw new UplineError('SESSION.SIGNATURE_REFUSED');

  const wallet = lowerCase(message.wallet);
  const memberId = await options.wallets.memberOfWallet(wallet);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + options.sessionHours * 3_600_000);
  const account = await database.transaction(async (transaction) => {
    const found = await accountFor(transaction, wallet, memberId, now);
    // A token from before the sign-in ends here: whoever planted it gains nothing.
    if (request.previousToken !== undefined) await sessions.revoke(transaction, fingerprint(request.previousToken), now);
    await sessions.forgetExpired(transaction, new Date(now.getTime() - keepSessionsMilliseconds));
    await sessions.insert(transaction, { tokenHash: fingerprint(token), accountId: found.id, wallet, createdAt: now, expiresAt });
    return found;
  });
  return { token, signedIn: await describe(options, { wallet, memberId, account, expiresAt }) };
}

/** Who holds this token now; roles and member number are read anew each time, so that a change holds from the next request on. */
export async function sessionOf(options: IdentityOptions, token: string): Promise<SignedIn | undefined> {
  const { database, clock } = options;
  const now = clock.now();
  const tokenHash = fingerprint(token);
  const row = await sessions.find(database.prisma, tokenHash, now);
  if (row === undefined) return undefined;
  if (now.getTime() - row.lastSeenAt.getTime() > seenMilliseconds) await sessions.touch(database.prisma, tokenHash, now);
  const memberId = await options.wallets.memberOfWallet(row.wallet);
  // The member has another wallet now: this one no longer speaks for the account.
  const moved = row.account.wallet !== row.wallet || (memberId === null && row.account.memberId !== null);
  if (moved) return undefined;
  let account = row.account;
  if (memberId !== null && account.memberId !== BigInt(memberId)) {
    // Joined, or was handed over, after signing in.
    account = await database.transaction((transaction) => accountFor(transaction, row.wallet, memberId, now));
  }
  return describe(options, { wallet: row.wallet, memberId, account, expiresAt: row.expiresAt });
}

export async function signOut(options: IdentityOptions, token: string): Promise<void> {
  await sessions.revoke(options.database.prisma, fingerprint(token), options.clock.now());
}

/** Ends every session of a wallet. @returns how many there were */
export async function endSessionsOf(options: IdentityOptions, wallet: Wallet): Promise<number> {
  return sessions.revokeOfWallet(options.database.prisma, lowerCase(wallet), options.clock.now());
}

export async function changeProfile(
  options: IdentityOptions,
  signedIn: SignedIn,
  change: { name?: string | undefined; locale?: Locale | undefined },
): Promise<SignedIn> {
  const { name, locale } = change;
  const account = await accounts.update(
    options.database.prisma,
    signedIn.accountId,
    { ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }) },
    options.clock.now(),
  );
  return { ...signedIn, name: account.name, locale: asLocale(account.locale) };
}

async function describe(
  options: IdentityOptions,
  known: { wallet: Wallet; memberId: number | null; account: AccountRow; expiresAt: Date },
): Promise<SignedIn> {
  const granted = new Set(await grants.rolesOf(options.database.prisma, known.wallet));
  const roles: Role[] = staffRoles.filter((role) => granted.has(role));
  if (known.memberId !== null) roles.unshift('partner');
  return {
    accountId: known.account.id,
    wallet: known.wallet,
    memberId: known.memberId,
    name: known.account.name,
    locale: asLocale(known.account.locale),
    roles,
    permissions: permissionsOf(roles),
    expiresAt: known.expiresAt,
  };
}

/** Tokens have 256 random bits, so a plain hash is enough to keep them from whoever reads the table. */
const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex');
