import { entryKindNumber, entryKindOf } from '#engine/index.ts';
import type { Transaction } from '#platform/database.ts';
import type { NoteKind, NoteWay, RecordBatchRecord, RecordedNote, VolumeNoteRecord } from '../types.ts';
import { referenceOf } from './orders.ts';

/** The same order and kind twice is one note. */
export async function addNote(
  transaction: Transaction,
  note: Omit<VolumeNoteRecord, 'noteId' | 'block' | 'final'> & { createdAt: Date },
): Promise<void> {
  await transaction.volumeNote.createMany({
    data: [{ ...note, orderRef: BigInt(note.orderRef), kind: entryKindNumber(note.kind) }],
    skipDuplicates: true,
  });
}

/** Notes that the chain can still lose, oldest first: a sale always stands before its refund. */
export async function readUnfinishedNotes(client: Transaction, after: bigint, limit: number): Promise<VolumeNoteRecord[]> {
  const rows = await client.volumeNote.findMany({
    where: { final: false, noteId: { gt: after } },
    orderBy: { noteId: 'asc' },
    take: limit,
  });
  return rows.map(({ noteId, orderId, orderRef, kind, memberId, pv, cv, customer, via, block, final }) => ({
    noteId,
    orderId,
    orderRef: referenceOf(orderRef),
    kind: entryKindOf(kind) as NoteKind,
    memberId,
    pv,
    cv,
    customer,
    via: via as NoteWay,
    block: block === null ? null : Number(block),
    final,
  }));
}

/** @param recorded undefined: the chain does not have it (any more) */
export async function writeNoteState(
  transaction: Transaction,
  noteId: bigint,
  recorded: RecordedNote | undefined,
  final: boolean,
): Promise<void> {
  await transaction.volumeNote.update({
    where: { noteId },
    data: { period: recorded?.period ?? null, block: recorded?.block ?? null, final },
  });
}

export async function removeNote(transaction: Transaction, noteId: bigint): Promise<void> {
  await transaction.volumeNote.delete({ where: { noteId } });
}

export async function writeOrderState(
  transaction: Transaction,
  orderId: string,
  state: { status: string; period: number | null },
): Promise<void> {
  await transaction.order.update({ where: { orderId }, data: state });
}

export async function removeEvents(transaction: Transaction, orderId: string, statuses: readonly string[]): Promise<void> {
  await transaction.orderEvent.deleteMany({ where: { orderId, status: { in: [...statuses] } } });
}

/** Puts the transaction on an event that the office wrote before the chain had it. */
export async function markEvent(transaction: Transaction, orderId: string, status: string, txHash: string | null): Promise<void> {
  await transaction.orderEvent.updateMany({ where: { orderId, status }, data: { txHash } });
}

export async function readOpenBatch(client: Transaction): Promise<RecordBatchRecord | undefined> {
  const row = await client.recordBatch.findFirst({ where: { state: 'open' } });
  return row === null ? undefined : { batchId: row.batchId, expectedSeq: row.expectedSeq, operationId: row.operationId };
}

/** How many batches were tried for this number of the ledger; names the next attempt. */
export async function countBatches(client: Transaction, expectedSeq: bigint): Promise<number> {
  return client.recordBatch.count({ where: { expectedSeq } });
}

export async function lockBatches(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('record-batches', 0))`;
}

/** A second open batch breaks a unique index and with it the transaction. */
export async function addBatch(
  transaction: Transaction,
  batch: { expectedSeq: bigint; entryCount: number; operationId: string; createdAt: Date },
): Promise<void> {
  await transaction.recordBatch.create({ data: { ...batch, state: 'open' } });
}

export async function closeBatch(transaction: Transaction, batchId: bigint, state: 'recorded' | 'refused'): Promise<void> {
  await transaction.recordBatch.update({ where: { batchId }, data: { state } });
}
