import { encodeFunctionData } from 'viem';
import { volumeLedgerAbi } from '#chain/generated/abi.ts';
import { packEntries } from '#engine/index.ts';
import { bytesToHex } from '#kernel/hex.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { WorkflowContext } from '../types.ts';

/**
 * `waiting`: a batch is under way · `recorded`, `refused`: it just ended · `queued`: a new one was made · `nothing`: no order waits, or
 * nothing can be recorded yet.
 */
export type RecordOutcome = 'waiting' | 'recorded' | 'refused' | 'queued' | 'nothing';

export interface RecordVolumes {
  /** One step: looks after the batch under way or makes the next. Any number of processes may call it at any time. */
  recordVolumes(): Promise<RecordOutcome>;
}

/** Entries of one batch; a block has room for several such batches. */
export const BATCH_ENTRIES = 500;

/**
 * Paid orders and refunds → ledger, each exactly once. Three things stand in the way of a double entry: a batch holds only what the
 * mirror does not have; it is made for one number of the ledger, and the contract takes it under no other; and its transaction is signed
 * once. So a crash at any point, or a mirror that lags, costs a batch that the contract refuses, never a second entry.
 */
export function createRecordVolumes(context: WorkflowContext): RecordVolumes {
  const { database, mirror, sender, deployment, modules, between, logger } = context;
  const { orders } = modules;

  /** @returns undefined when the way is free */
  const followBatch = async (): Promise<RecordOutcome | undefined> => {
    const batch = await orders.openBatch();
    if (batch === undefined) return undefined;
    const operation = await sender.byId(batch.operationId);
    if (operation === undefined || operation.status === 'failed') {
      logger.warn({ batch: String(batch.expectedSeq), error: operation?.error }, 'the ledger refused a batch; it is made anew');
      await orders.closeBatch(batch.batchId, 'refused');
      return 'refused';
    }
    const mined = operation.status === 'mined' || operation.status === 'final';
    if (!mined || (await ledgerSeq()) < batch.expectedSeq) return 'waiting';
    await orders.closeBatch(batch.batchId, 'recorded');
    return 'recorded';
  };

  const ledgerSeq = async (): Promise<bigint> => (await mirror.checkpoint())?.seqs.volumeLedger ?? 0n;

  const composeBatch = async (): Promise<RecordOutcome> => {
    // Nothing is sold in the founding period; what was paid early waits for the first.
    if ((await mirror.currentPeriod()) < FIRST_PERIOD) return 'nothing';
    // First the number, then what waits: whatever is recorded between the two makes the number wrong, and the contract refuses it.
    const expectedSeq = (await ledgerSeq()) + 1n;
    const entries = await orders.waitingEntries(BATCH_ENTRIES);
    if (entries.length === 0) return 'nothing';
    between('record-volumes: chosen');

    const { volumeLedger } = deployment.contracts;
    const args = [expectedSeq, bytesToHex(packEntries(entries))] as const;
    const data = encodeFunctionData({ abi: volumeLedgerAbi, functionName: 'record', args });
    const queued = await database.transaction(async (transaction) => {
      await orders.lockBatches(transaction);
      if ((await orders.openBatch(transaction)) !== undefined) return false;
      const attempt = (await orders.attemptsFor(transaction, expectedSeq)) + 1;
      const key = `record:${expectedSeq}:${attempt}`;
      const wish = { key, kind: 'recordVolumes', role: 'recorder', target: volumeLedger, data } as const;
      const operation = await sender.enqueue(wish, transaction);
      between('record-volumes: queued, not noted');
      await orders.noteBatch(transaction, { expectedSeq, entryCount: entries.length, operationId: operation.id });
      return true;
    });
    between('record-volumes: noted');
    return queued ? 'queued' : 'waiting';
  };

  return { recordVolumes: async () => (await followBatch()) ?? composeBatch() };
}
