import type { Database, Transaction } from '#platform/database.ts';
import { nameKey } from '../rules.ts';
import type { Wallet } from '../types.ts';

export interface AccountRow {
  readonly id: string;
  readonly wallet: string | null;
  readonly memberId: bigint | null;
  readonly name: string | null;
  readonly locale: string;
}

export interface SessionRow {
  readonly wallet: Wallet;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly account: AccountRow;
}

type Source = Database['prisma'] | Transaction;

const accountFields = { id: true, wallet: true, memberId: true, name: true, locale: true } as const;

export const nonces = {
  async insert(source: Source, nonce: { nonce: string; browserHash: string; issuedAt: Date; expiresAt: Date }): Promise<void> {
    await source.signInNonce.create({ data: nonce });
  },

  /** One statement, so that of many at once exactly one gets it. */
  async use(source: Source, nonce: string, browserHash: string, now: Date): Promise<boolean> {
    const { count } = await source.signInNonce.updateMany({
      where: { nonce, browserHash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    return count === 1;
  },

  async forgetExpired(source: Source, before: Date): Promise<void> {
    await source.signInNonce.deleteMany({ where: { expiresAt: { lt: before } } });
  },
};

export const sessions = {
  async insert(
    source: Source,
    session: { tokenHash: string; accountId: string; wallet: Wallet; createdAt: Date; expiresAt: Date },
  ): Promise<void> {
    await source.session.create({ data: { ...session, lastSeenAt: session.createdAt } });
  },

  async find(source: Source, tokenHash: string, now: Date): Promise<SessionRow | undefined> {
    const row = await source.session.findFirst({
      where: { tokenHash, revokedAt: null, expiresAt: { gt: now } },
      select: { wallet: true, lastSeenAt: true, expiresAt: true, account: { select: accountFields } },
    });
    return row === null ? undefined : { ...row, wallet: row.wallet as Wallet };
  },

  async touch(source: Source, tokenHash: string, now: Date): Promise<void> {
    await source.session.updateMany({ where: { tokenHash }, data: { lastSeenAt: now } });
  },

  async revoke(source: Source, tokenHash: string, now: Date): Promise<void> {
    await source.session.updateMany({ where: { tokenHash, revokedAt: null }, data: { revokedAt: now } });
  },

  async forgetExpired(source: Source, before: Date): Promise<void> {
    await source.session.deleteMany({ where: { expiresAt: { lt: before } } });
  },

  async revokeOfWallet(source: Source, wallet: Wallet, now: Date): Promise<number> {
    return (await source.session.updateMany({ where: { wallet, revokedAt: null }, data: { revokedAt: now } })).count;
  },
};

export const accounts = {
  /** Makes others who want the account of this wallet wait until the transaction ends. */
  async lockWallet(transaction: Transaction, wallet: Wallet): Promise<void> {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`account:${wallet}`}, 0))`;
  },

  async byWallet(source: Source, wallet: Wallet): Promise<AccountRow | undefined> {
    return (await source.account.findUnique({ where: { wallet }, select: accountFields })) ?? undefined;
  },

  async byMember(source: Source, memberId: number): Promise<AccountRow | undefined> {
    return (await source.account.findUnique({ where: { memberId: BigInt(memberId) }, select: accountFields })) ?? undefined;
  },

  async insert(
    source: Source,
    account: { wallet: Wallet | null; memberId: number | null; name: string | null; locale: string; now: Date },
  ): Promise<AccountRow> {
    const { now, memberId, ...rest } = account;
    return source.account.create({
      data: {
        ...rest,
        nameKey: account.name === null ? null : nameKey(account.name),
        memberId: memberId === null ? null : BigInt(memberId),
        createdAt: now,
        updatedAt: now,
      },
      select: accountFields,
    });
  },

  /** Those whose number has an account already are left as they are. */
  async insertMembers(
    source: Source,
    people: readonly { memberId: number; name: string; locale: string }[],
    now: Date,
  ): Promise<void> {
    await source.account.createMany({
      data: people.map(({ memberId, name, locale }) => ({
        memberId: BigInt(memberId),
        name,
        locale,
        createdAt: now,
        updatedAt: now,
      })),
      skipDuplicates: true,
    });
  },

  async update(
    source: Source,
    id: string,
    change: { wallet?: Wallet | null; memberId?: number; name?: string; locale?: string },
    now: Date,
  ): Promise<AccountRow> {
    const { memberId, ...rest } = change;
    return source.account.update({
      where: { id },
      data: {
        ...rest,
        ...(change.name === undefined ? {} : { nameKey: nameKey(change.name) }),
        ...(memberId === undefined ? {} : { memberId: BigInt(memberId) }),
        updatedAt: now,
      },
      select: accountFields,
    });
  },

  async namesByMember(source: Source, memberIds: readonly number[]): Promise<{ memberId: number; name: string }[]> {
    const rows = await source.account.findMany({
      where: { memberId: { in: memberIds.map(BigInt) }, name: { not: null } },
      select: { memberId: true, name: true },
    });
    return rows.flatMap((row) =>
      row.memberId === null || row.name === null ? [] : [{ memberId: Number(row.memberId), name: row.name }],
    );
  },

  async namesByWallet(source: Source, wallets: readonly Wallet[]): Promise<Map<string, string>> {
    const rows = await source.account.findMany({
      where: { wallet: { in: [...wallets] }, name: { not: null } },
      select: { wallet: true, name: true },
    });
    return new Map(rows.flatMap((row) => (row.wallet === null || row.name === null ? [] : [[row.wallet, row.name] as const])));
  },

  async searchByName(source: Source, text: string, limit: number): Promise<{ memberId: bigint | null; wallet: string | null }[]> {
    return source.account.findMany({
      where: { nameKey: { contains: nameKey(text).replace(/[\\%_]/g, '\\$&') } },
      select: { memberId: true, wallet: true },
      orderBy: { memberId: 'asc' },
      take: limit,
    });
  },

  /** Members by name: number and place, one behind the other; and who is known by a wallet only. */
  async nameOrder({
    pool,
  }: Pick<Database, 'pool'>): Promise<{ places: number; members: Uint8Array; walletsOnly: WalletPlace[] }> {
    const { rows } = await pool.query<{ places: number | null; members: Buffer | null; wallets: WalletPlace[] | null }>(
      `SELECT max(place)::int AS places,
         string_agg(int4send(member_id::int) || int4send(place), ''::bytea) FILTER (WHERE member_id IS NOT NULL) AS members,
         json_agg(json_build_object('wallet', wallet, 'place', place)) FILTER (WHERE member_id IS NULL AND wallet IS NOT NULL) AS wallets
       FROM (SELECT member_id, wallet, (dense_rank() OVER (ORDER BY name_key COLLATE "C"))::int AS place
             FROM office.accounts WHERE name_key IS NOT NULL) placed`,
    );
    const { places = null, members = null, wallets = null } = rows[0] ?? {};
    return { places: places ?? 0, members: members ?? new Uint8Array(), walletsOnly: wallets ?? [] };
  },
};

interface WalletPlace {
  readonly wallet: string;
  readonly place: number;
}

export const grants = {
  async rolesOf(source: Source, wallet: Wallet): Promise<string[]> {
    const rows = await source.roleGrant.findMany({ where: { wallet, revokedAt: null }, select: { role: true } });
    return rows.map((row) => row.role);
  },

  async insert(source: Source, grant: { wallet: Wallet; role: string; grantedBy: string; grantedAt: Date }): Promise<void> {
    await source.roleGrant.create({ data: grant });
  },

  async revoke(source: Source, wallet: Wallet, role: string, by: string, now: Date): Promise<void> {
    await source.roleGrant.updateMany({ where: { wallet, role, revokedAt: null }, data: { revokedBy: by, revokedAt: now } });
  },
};
