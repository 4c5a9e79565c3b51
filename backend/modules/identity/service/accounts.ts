import type { Locale } from '#kernel/errors/index.ts';
import type { Transaction } from '#platform/database.ts';
import { type AccountRow, accounts } from '../repository/accounts.ts';
import type { PersonRecord, Wallet } from '../types.ts';
import { type IdentityOptions, lowerCase } from './options.ts';

/**
 * The account of a wallet, made when there is none. It follows the member: when a member's wallet was changed on the chain, the new
 * wallet finds the account with its name and history, and the old wallet no longer does.
 */
export async function accountFor(
  transaction: Transaction,
  wallet: Wallet,
  memberId: number | null,
  now: Date,
): Promise<AccountRow> {
  await accounts.lockWallet(transaction, wallet);
  const byWallet = await accounts.byWallet(transaction, wallet);
  if (memberId === null) {
    if (byWallet !== undefined && byWallet.memberId === null) return byWallet;
    // The member that it acted for has another wallet now and keeps the account.
    if (byWallet !== undefined) await accounts.update(transaction, byWallet.id, { wallet: null }, now);
    return accounts.insert(transaction, { wallet, memberId: null, name: null, locale: 'en', now });
  }
  const byMember = await accounts.byMember(transaction, memberId);
  if (byMember === undefined) {
    if (byWallet === undefined) return accounts.insert(transaction, { wallet, memberId, name: null, locale: 'en', now });
    if (byWallet.memberId === null) return accounts.update(transaction, byWallet.id, { memberId }, now);
    // The wallet acted for another member before; that member keeps the account, without this wallet.
    await accounts.update(transaction, byWallet.id, { wallet: null }, now);
    return accounts.insert(transaction, { wallet, memberId, name: null, locale: 'en', now });
  }
  if (byMember.wallet === wallet) return byMember;
  if (byWallet !== undefined) await accounts.update(transaction, byWallet.id, { wallet: null }, now);
  const name = byMember.name ?? byWallet?.name;
  return accounts.update(transaction, byMember.id, { wallet, ...(name === undefined || name === null ? {} : { name }) }, now);
}

/**
 * Keeps the name of somebody who joins or is imported. A member who already has a name keeps it: only they change it.
 */
export async function rememberPerson(options: IdentityOptions, person: PersonRecord): Promise<void> {
  const now = options.clock.now();
  const wallet = person.wallet === undefined ? null : lowerCase(person.wallet);
  const { name, locale } = person;
  await options.database.transaction(async (transaction) => {
    if (wallet !== null) await accounts.lockWallet(transaction, wallet);
    const known =
      (person.memberId === undefined ? undefined : await accounts.byMember(transaction, person.memberId)) ??
      (wallet === null ? undefined : await accounts.byWallet(transaction, wallet));
    if (known === undefined) {
      await accounts.insert(transaction, { wallet, memberId: person.memberId ?? null, name, locale, now });
    } else if (known.name === null || known.memberId === null) {
      const memberId = known.memberId === null ? person.memberId : undefined;
      await accounts.update(transaction, known.id, { name, locale, ...(memberId === undefined ? {} : { memberId }) }, now);
    }
  });
}

/** Most rows that one statement inserts. */
const bulk = 5000;

/** Keeps the names of a network that is brought in at once. Members who have a name keep it. */
export async function rememberMembers(
  options: IdentityOptions,
  people: readonly { readonly memberId: number; readonly name: string; readonly locale: Locale }[],
): Promise<void> {
  const now = options.clock.now();
  for (let start = 0; start < people.length; start += bulk) {
    await accounts.insertMembers(options.database.prisma, people.slice(start, start + bulk), now);
  }
}

/**
 * Display names by member number; members without a known name are left out. A member who has never signed in is found by the
 * wallet that the chain names.
 */
export async function namesOf(options: IdentityOptions, memberIds: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(memberIds)];
  const names = new Map((await accounts.namesByMember(options.database.prisma, wanted)).map((row) => [row.memberId, row.name]));
  const missing = wanted.filter((memberId) => !names.has(memberId));
  if (missing.length === 0) return names;
  const wallets = await options.wallets.walletsOfMembers(missing);
  const byWallet = await accounts.namesByWallet(options.database.prisma, [...wallets.values()].map(lowerCase));
  for (const [memberId, wallet] of wallets) {
    const name = byWallet.get(lowerCase(wallet));
    if (name !== undefined) names.set(memberId, name);
  }
  return names;
}

/** Numbers of the members whose name contains `text`, in order of number, at most `limit`. */
export async function searchByName(options: IdentityOptions, text: string, limit: number): Promise<number[]> {
  const rows = await accounts.searchByName(options.database.prisma, text, limit);
  const found = await Promise.all(
    rows.map(async (row) => {
      if (row.memberId !== null) return Number(row.memberId);
      return row.wallet === null ? null : options.wallets.memberOfWallet(row.wallet as Wallet);
    }),
  );
  return [...new Set(found.filter((memberId) => memberId !== null))].sort((left, right) => left - right);
}

/**
 * The place of each member's name among all names, by member number: equal names share a place, from 1; 0 for members without a
 * name. Beside it the number of places.
 */
export async function nameOrder(options: IdentityOptions): Promise<{ placeOf: Uint32Array; places: number }> {
  const { places, members, walletsOnly } = await accounts.nameOrder(options.database);
  const bytes = new DataView(members.buffer, members.byteOffset, members.byteLength);
  const found: { memberId: number; place: number }[] = [];
  for (let at = 0; at < bytes.byteLength; at += 8) found.push({ memberId: bytes.getUint32(at), place: bytes.getUint32(at + 4) });
  for (const { wallet, place } of walletsOnly) {
    const memberId = await options.wallets.memberOfWallet(wallet as Wallet);
    if (memberId !== null) found.push({ memberId, place });
  }
  const placeOf = new Uint32Array(found.reduce((highest, { memberId }) => Math.max(highest, memberId), 0) + 1);
  for (const { memberId, place } of found) placeOf[memberId] = place;
  return { placeOf, places };
}

export const asLocale = (text: string): Locale => (text === 'ru' ? 'ru' : 'en');
