import type { Address, Hex } from '#kernel/hex.ts';
import type { Prisma, Transaction } from '#platform/database.ts';
import type { InvitationRecord, JoinRecord } from '../types.ts';

type InvitationRow = Prisma.InvitationGetPayload<object>;
type JoinRow = Prisma.JoinGetPayload<object>;

/** @returns false when the same invitation stands there already, under whatever code */
export async function addInvitation(client: Transaction, invitation: InvitationRecord): Promise<boolean> {
  const { uses, nonce, deadline, ...rest } = invitation;
  const added = await client.invitation.createMany({
    data: [{ ...rest, uses: BigInt(uses), nonce: nonce.toString(), deadline: deadline.toString() }],
    skipDuplicates: true,
  });
  return added.count === 1;
}

export async function readInvitation(
  client: Transaction,
  key: { code: string } | { digest: Hex },
): Promise<InvitationRecord | undefined> {
  const row = await client.invitation.findUnique({ where: key });
  return row === null ? undefined : toInvitation(row);
}

/** Newest first. */
export async function readInvitationsOf(client: Transaction, sponsorId: number): Promise<InvitationRecord[]> {
  const rows = await client.invitation.findMany({ where: { sponsorId }, orderBy: { createdAt: 'desc' } });
  return rows.map(toInvitation);
}

/** How many newcomers each invitation has brought, as far as the mirror knows; invitations that brought nobody are left out. */
export async function countJoined(client: Transaction, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await client.join.groupBy({
    by: ['code'],
    where: { code: { in: [...codes] }, memberId: { not: null } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.code, row._count]));
}

/** Joins that were taken on under a sponsor since a moment, by whatever invitation. */
export async function countTakenOn(client: Transaction, sponsorId: number | undefined, since: Date): Promise<number> {
  const under = sponsorId === undefined ? {} : { invitation: { sponsorId } };
  return client.join.count({ where: { ...under, createdAt: { gte: since } } });
}

export async function addJoin(transaction: Transaction, join: Omit<JoinRecord, 'memberId'> & { createdAt: Date }): Promise<void> {
  await transaction.join.create({ data: join });
}

export async function readJoin(client: Transaction, digest: Hex): Promise<JoinRecord | undefined> {
  const row = await client.join.findUnique({ where: { digest } });
  return row === null ? undefined : toJoin(row);
}

export async function readJoinByOperation(client: Transaction, operationId: string): Promise<JoinRecord | undefined> {
  const row = await client.join.findFirst({ where: { operationId } });
  return row === null ? undefined : toJoin(row);
}

export async function lockWallet(transaction: Transaction, wallet: Address): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`join:${wallet}`}, 0))`;
}

/** Joins of a wallet, newest first. */
export async function readJoinsOfWallet(client: Transaction, wallet: Address): Promise<JoinRecord[]> {
  const rows = await client.join.findMany({ where: { wallet }, orderBy: { createdAt: 'desc' } });
  return rows.map(toJoin);
}

/** Joins whose newcomer the mirror has not shown yet, newest first. */
export async function readOpenJoins(client: Transaction, since: Date): Promise<JoinRecord[]> {
  const rows = await client.join.findMany({
    where: { memberId: null, createdAt: { gte: since } },
    orderBy: { createdAt: 'desc' },
    take: 500,
  });
  return rows.map(toJoin);
}

export async function writeJoined(client: Transaction, digest: Hex, memberId: number): Promise<void> {
  await client.join.update({ where: { digest }, data: { memberId } });
}

function toInvitation(row: InvitationRow): InvitationRecord {
  return {
    ...row,
    digest: row.digest as Hex,
    invitee: row.invitee as Address | null,
    inviter: row.inviter as Address,
    signature: row.signature as Hex,
    uses: Number(row.uses),
    nonce: BigInt(row.nonce),
    deadline: Number(row.deadline),
  };
}

function toJoin({ digest, code, wallet, operationId, memberId }: JoinRow): JoinRecord {
  return { digest: digest as Hex, code, wallet: wallet as Address, operationId, memberId };
}
