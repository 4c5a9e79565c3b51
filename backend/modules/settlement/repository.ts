import type { Address, Hex } from '#kernel/hex.ts';
import type { Prisma, Transaction } from '#platform/database.ts';
import type { ClaimRequestRecord, CloseRequestRecord, PayoutFileRecord, StaffPerson } from './types.ts';

type CloseRow = Prisma.CloseRequestGetPayload<object>;

export async function readCloseRequest(client: Transaction, requestId: string): Promise<CloseRequestRecord | undefined> {
  const row = await client.closeRequest.findUnique({ where: { closeRequestId: requestId } });
  return row === null ? undefined : toRequest(row);
}

/** Holds the request until the transaction ends: of two who approve at once, the second sees the first. */
export async function lockCloseRequest(transaction: Transaction, requestId: string): Promise<CloseRequestRecord | undefined> {
  await transaction.$queryRaw`
    SELECT close_request_id FROM office.close_requests WHERE close_request_id = ${requestId}::uuid FOR UPDATE`;
  return readCloseRequest(transaction, requestId);
}

/** The request of a period that was not replaced. */
export async function readLiveRequest(client: Transaction, period: number): Promise<CloseRequestRecord | undefined> {
  const row = await client.closeRequest.findFirst({ where: { period, withdrawnAt: null } });
  return row === null ? undefined : toRequest(row);
}

export async function readLiveRequests(client: Transaction): Promise<Map<number, CloseRequestRecord>> {
  const rows = await client.closeRequest.findMany({ where: { withdrawnAt: null } });
  return new Map(rows.map((row) => [row.period, toRequest(row)]));
}

/** Makes others who want to request the close of this period wait until the transaction ends. */
export async function lockPeriod(transaction: Transaction, period: number): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`close-request:${period}`}, 0))`;
}

export async function addCloseRequest(
  transaction: Transaction,
  request: { requestId: string; period: number; inputsDigest: Hex; requestedBy: StaffPerson; requestedAt: Date },
): Promise<void> {
  const { requestId, period, inputsDigest, requestedBy, requestedAt } = request;
  await transaction.closeRequest.create({
    data: {
      closeRequestId: requestId,
      period,
      inputsDigest,
      requestedBy: requestedBy.accountId,
      requestedWallet: requestedBy.wallet,
      requestedAt,
    },
  });
}

export async function withdrawCloseRequest(transaction: Transaction, requestId: string, at: Date): Promise<void> {
  await transaction.closeRequest.update({ where: { closeRequestId: requestId }, data: { withdrawnAt: at } });
}

export async function writeApproval(
  transaction: Transaction,
  approval: { requestId: string; by: StaffPerson; at: Date; operationId: string },
): Promise<void> {
  const { requestId, by, at, operationId } = approval;
  await transaction.closeRequest.update({
    where: { closeRequestId: requestId },
    data: { approvedBy: by.accountId, approvedWallet: by.wallet, approvedAt: at, operationId },
  });
}

export async function readPayoutFile(client: Transaction, period: number): Promise<PayoutFileRecord | undefined> {
  const row = await client.payoutFile.findUnique({ where: { period } });
  return row === null ? undefined : toFile(row);
}

export async function readPayoutFiles(client: Transaction): Promise<Map<number, PayoutFileRecord>> {
  return new Map((await client.payoutFile.findMany()).map((row) => [row.period, toFile(row)]));
}

/** The same period again changes nothing: a run never changes, so neither does its file. */
export async function addPayoutFile(
  client: Transaction,
  file: PayoutFileRecord & { size: number; createdAt: Date },
): Promise<void> {
  await client.payoutFile.createMany({ data: [file], skipDuplicates: true });
}

export async function addProposalRequest(
  transaction: Transaction,
  request: { operationId: string; period: number; root: Hex; requestedBy: string; requestedAt: Date },
): Promise<void> {
  await transaction.proposalRequest.createMany({ data: [request], skipDuplicates: true });
}

/** Newest first. */
export async function readProposalRequests(client: Transaction, period: number): Promise<{ operationId: string; root: Hex }[]> {
  const rows = await client.proposalRequest.findMany({ where: { period }, orderBy: { requestedAt: 'desc' } });
  return rows.map(({ operationId, root }) => ({ operationId, root: root as Hex }));
}

export async function addClaimRequest(
  transaction: Transaction,
  request: ClaimRequestRecord & { period: number; cumulative: bigint; requestedBy: string; requestedAt: Date },
): Promise<void> {
  const { operationId, memberId, root, period, cumulative, requestedBy, requestedAt } = request;
  // As text, because Prisma's Decimal is not for money.
  await transaction.$executeRaw`
    INSERT INTO office.claim_requests (operation_id, member_id, root, period, cumulative, requested_by, requested_at)
    VALUES (${operationId}::uuid, ${memberId}, ${root}, ${period}, ${cumulative.toString()}::numeric, ${requestedBy}, ${requestedAt})
    ON CONFLICT (operation_id) DO NOTHING`;
}

/** Requests of a member, newest first. */
export async function readClaimRequests(
  client: Transaction,
  filter: { memberId: number; root?: Hex; since?: Date },
): Promise<ClaimRequestRecord[]> {
  const { memberId, root, since } = filter;
  const rows = await client.claimRequest.findMany({
    where: {
      memberId,
      ...(root === undefined ? {} : { root }),
      ...(since === undefined ? {} : { requestedAt: { gte: since } }),
    },
    orderBy: { requestedAt: 'desc' },
    select: { operationId: true, memberId: true, root: true },
  });
  return rows.map((row) => ({ ...row, root: row.root as Hex }));
}

export async function readClaimRequest(client: Transaction, operationId: string): Promise<ClaimRequestRecord | undefined> {
  const row = await client.claimRequest.findUnique({
    where: { operationId },
    select: { operationId: true, memberId: true, root: true },
  });
  return row === null ? undefined : { ...row, root: row.root as Hex };
}

function toRequest(row: CloseRow): CloseRequestRecord {
  const { closeRequestId, period, inputsDigest, requestedAt, approvedAt, operationId, withdrawnAt } = row;
  return {
    requestId: closeRequestId,
    period,
    inputsDigest: inputsDigest as Hex,
    requestedBy: { accountId: row.requestedBy, wallet: row.requestedWallet as Address },
    requestedAt,
    approvedBy: row.approvedBy === null ? null : { accountId: row.approvedBy, wallet: (row.approvedWallet ?? '0x') as Address },
    approvedAt,
    operationId,
    withdrawnAt,
  };
}

function toFile(row: { period: number; name: string; fileHash: string; root: string }): PayoutFileRecord {
  return { period: row.period, name: row.name, fileHash: row.fileHash as Hex, root: row.root as Hex };
}
