import type { VolumeEntry } from '#engine/index.ts';
import type { Transaction } from '#platform/database.ts';
import {
  addBatch,
  closeBatch,
  countBatches,
  lockBatches,
  markEvent,
  readOpenBatch,
  readUnfinishedNotes,
  removeEvents,
  removeNote,
  writeNoteState,
  writeOrderState,
} from '../repository/notes.ts';
import { lockOrder, undoPayment, writeEvent } from '../repository/orders.ts';
import { writeStateOfAll } from '../repository/quotes.ts';
import { isSale, statusOf } from '../rules.ts';
import type { RecordBatchRecord, RecordedNote, VolumeNoteRecord } from '../types.ts';
import type { OrdersOptions } from './options.ts';

/** What the ledger has yet to hear of orders, and what it is known to have heard. */
export interface Volumes {
  /** Entries that the mirror does not hold, oldest first, at most `limit`. */
  waitingEntries(limit: number): Promise<VolumeEntry[]>;
  openBatch(transaction?: Transaction): Promise<RecordBatchRecord | undefined>;
  /** How often a batch was sent for this number of the ledger. */
  attemptsFor(transaction: Transaction, expectedSeq: bigint): Promise<number>;
  /** Makes others who want to open a batch wait until the transaction ends. */
  lockBatches(transaction: Transaction): Promise<void>;
  /** Fails when another batch is open. */
  noteBatch(transaction: Transaction, batch: { expectedSeq: bigint; entryCount: number; operationId: string }): Promise<void>;
  closeBatch(batchId: bigint, state: 'recorded' | 'refused'): Promise<void>;
  /**
   * Brings orders to the state in which the mirror holds them, back too when the chain was reorganised. Recorded goods are shipped.
   * @returns how many notes changed
   */
  followMirror(): Promise<number>;
}

const pageSize = 500;

export function createVolumes({ database, clock, mirror, warehouse }: OrdersOptions): Volumes {
  /** Goes through all notes that are not final, each with what the mirror holds of it. */
  async function* unfinished(): AsyncGenerator<{ note: VolumeNoteRecord; recorded: RecordedNote | undefined }> {
    for (let after = 0n; ;) {
      const notes = await readUnfinishedNotes(database.prisma, after, pageSize);
      const held = await recordedNotes(notes);
      for (const note of notes) yield { note, recorded: held.get(keyOf(note.orderRef, note.kind)) };
      const last = notes.at(-1);
      if (last === undefined || notes.length < pageSize) return;
      after = last.noteId;
    }
  }

  async function recordedNotes(notes: readonly VolumeNoteRecord[]): Promise<Map<string, RecordedNote>> {
    const found = await mirror.entriesOfOrders([...new Set(notes.map((note) => note.orderRef))]);
    // Should an order ever stand there twice, its first entry is the one that counts.
    return new Map(
      found
        .toReversed()
        .flatMap((recorded) =>
          recorded.entry.kind === 'attestation' ? [] : [[keyOf(recorded.entry.orderRef, recorded.entry.kind), recorded] as const],
        ),
    );
  }

  async function apply(
    transaction: Transaction,
    note: VolumeNoteRecord,
    recorded: RecordedNote | undefined,
    final: boolean,
  ): Promise<void> {
    const order = await lockOrder(transaction, note.orderId);
    if (order === undefined) return;
    if (recorded === undefined && note.via === 'checkout' && isSale(note.kind)) return unpay(transaction, note);
    await writeNoteState(transaction, note.noteId, recorded, final);
    if (!isSale(note.kind)) return markEvent(transaction, note.orderId, 'refunded', recorded?.transactionHash ?? null);
    const refunded = order.status === 'refunded';
    const status = statusOf({ paid: true, refunded, recorded: recorded !== undefined, final });
    await writeOrderState(transaction, note.orderId, { status, period: recorded?.period ?? null });
    if (recorded === undefined) return removeEvents(transaction, note.orderId, ['recorded', 'final']);
    const txHash = recorded.transactionHash;
    await writeEvent(transaction, { orderId: note.orderId, status: 'recorded', at: recorded.recordedAt, txHash });
    if (final) await writeEvent(transaction, { orderId: note.orderId, status: 'final', at: clock.now(), txHash });
    if (!refunded) await warehouse.ship(transaction, note.orderId);
  }

  /** The payment on the chain was undone with its block: the order waits for one again. */
  async function unpay(transaction: Transaction, { noteId, orderId }: VolumeNoteRecord): Promise<void> {
    await removeNote(transaction, noteId);
    await undoPayment(transaction, orderId);
    await removeEvents(transaction, orderId, ['paid', 'recorded', 'final']);
    await writeStateOfAll(transaction, orderId, 'open');
  }

  return {
    waitingEntries: async (limit) => {
      const entries: VolumeEntry[] = [];
      for await (const { note, recorded } of unfinished()) {
        if (recorded === undefined && note.via === 'batch') entries.push(toEntry(note));
        if (entries.length === limit) break;
      }
      return entries;
    },
    openBatch: (transaction) => readOpenBatch(transaction ?? database.prisma),
    attemptsFor: countBatches,
    lockBatches,
    noteBatch: (transaction, batch) => addBatch(transaction, { ...batch, createdAt: clock.now() }),
    closeBatch: (batchId, state) => closeBatch(database.prisma, batchId, state),
    followMirror: async () => {
      const finalized = await mirror.asOf('finalized');
      let changed = 0;
      for await (const { note, recorded } of unfinished()) {
        const final = recorded !== undefined && recorded.block <= finalized.block;
        if (final === note.final && (recorded?.block ?? null) === note.block) continue;
        await database.transaction((transaction) => apply(transaction, note, recorded, final));
        changed += 1;
      }
      return changed;
    },
  };
}

const keyOf = (orderRef: number, kind: string): string => `${orderRef}:${kind}`;

function toEntry({ kind, memberId, pv, cv, orderRef, customer }: VolumeNoteRecord): VolumeEntry {
  const volume = { memberId, pv, cv, orderRef };
  return kind === 'ownPurchase' || kind === 'ownRefund' ? { kind, ...volume } : { kind, ...volume, customer: customer ?? 0 };
}
