import type { ErrorCode, ErrorParameters } from '#kernel/errors/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Database, Prisma, Transaction } from '#platform/database.ts';

/** Which of the company's keys signs. */
export type SenderRole = 'relayer' | 'recorder' | 'settler';

/**
 * `queued` wanted · `signed` bytes are stored · `sent` a node has them · `mined` in a block that can still be replaced ·
 * `final` cannot be undone · `failed` nothing happened on the chain but, at most, a fee.
 */
export type OperationStatus = 'queued' | 'signed' | 'sent' | 'mined' | 'final' | 'failed';

/** One wanted effect on the chain. */
export interface ChainOperation {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly role: SenderRole;
  readonly target: Address;
  readonly data: Hex;
  readonly status: OperationStatus;
  readonly transactionHash: Hex | null;
  readonly block: number | null;
  readonly error: { readonly code: ErrorCode; readonly parameters: ErrorParameters } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OperationRequest {
  /** The same key is the same operation for ever, however often it is asked for. */
  readonly key: string;
  readonly kind: string;
  readonly role: SenderRole;
  readonly sender: Address;
  readonly chainId: number;
  readonly target: Address;
  readonly data: Hex;
}

/** Notes the wish, once. @throws UplineError CHAIN.OPERATION_CONFLICT when the key stands for something else */
export async function insertOperation(store: Transaction, request: OperationRequest): Promise<ChainOperation> {
  await store.chainOperation.createMany({
    data: [
      {
        idempotencyKey: request.key,
        kind: request.kind,
        role: request.role,
        sender: request.sender.toLowerCase(),
        target: request.target.toLowerCase(),
        data: request.data,
        chainId: request.chainId,
      },
    ],
    skipDuplicates: true,
  });
  const row = await store.chainOperation.findUniqueOrThrow({ where: { idempotencyKey: request.key } });
  if (row.target !== request.target.toLowerCase() || row.data !== request.data || row.role !== request.role) {
    throw new UplineError('CHAIN.OPERATION_CONFLICT', { key: request.key });
  }
  return toOperation(row);
}

export async function findOperation(
  { prisma }: Database,
  by: { readonly id: string } | { readonly key: string },
): Promise<ChainOperation | undefined> {
  const row = await prisma.chainOperation.findUnique({ where: 'id' in by ? { id: by.id } : { idempotencyKey: by.key } });
  return row === null ? undefined : toOperation(row);
}

export type OperationRow = Prisma.ChainOperationGetPayload<object>;

export function toOperation(row: OperationRow): ChainOperation {
  return {
    id: row.id,
    key: row.idempotencyKey,
    kind: row.kind,
    role: row.role as SenderRole,
    target: row.target as Address,
    data: row.data as Hex,
    status: row.status as OperationStatus,
    transactionHash: row.transactionHash as Hex | null,
    block: row.blockNumber === null ? null : Number(row.blockNumber),
    error:
      row.errorCode === null
        ? null
        : { code: row.errorCode as ErrorCode, parameters: (row.errorParameters ?? {}) as ErrorParameters },
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
