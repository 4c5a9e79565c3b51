import { setTimeout as sleep } from 'node:timers/promises';
import type { PrivateKeyAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Database, Transaction } from '#platform/database.ts';
import { tryLock } from '#platform/locks.ts';
import type { Logger } from '#platform/logger.ts';
import type { ChainClient } from './client.ts';
import type { Deployment } from './deployment.ts';
import { type ChainOperation, type SenderRole, findOperation, insertOperation } from './operations.ts';
import { type SenderContext, moveSender } from './sender-steps.ts';

export type { ChainOperation, OperationStatus, SenderRole } from './operations.ts';

/**
 * Effects on the chain, exactly once each. A wish is a row with a key of its own; its transaction is signed once, and the signed
 * bytes are stored before they are sent. After any crash the same bytes are sent again: the chain takes them at most once.
 */
export interface TransactionSender {
  /** Notes the wish, in the caller's transaction if there is one. Asking again with the same key gives the same operation. */
  enqueue(
    wish: { key: string; kind: string; role: SenderRole; target: Address; data: Hex },
    transaction?: Transaction,
  ): Promise<ChainOperation>;
  byId(id: string): Promise<ChainOperation | undefined>;
  byKey(key: string): Promise<ChainOperation | undefined>;
  /** Moves every operation as far as it goes now: sign, send, look for receipts. Safe to call from several processes. */
  step(): Promise<void>;
  /** Calls `step` until the signal; failures are logged and tried again. */
  run(signal: AbortSignal, pollMilliseconds?: number): Promise<void>;
  /** Waits until the operation is at least `mined` (or `final`), or has failed; somebody must be stepping. */
  waitFor(id: string, until?: 'mined' | 'final', timeoutMilliseconds?: number): Promise<ChainOperation>;
  /** The account that signs for the role. @throws UplineError CHAIN.KEY_MISSING */
  addressOf(role: SenderRole): Address;
}

export function createSender(options: {
  database: Database;
  client: ChainClient;
  deployment: Deployment;
  keys: Readonly<Partial<Record<SenderRole, Hex | undefined>>>;
  /** Blocks behind the head after which a transaction is final. */
  finalityDepth: number;
  logger: Logger;
}): TransactionSender {
  const { database, deployment } = options;
  const accounts = new Map<SenderRole, PrivateKeyAccount>();
  for (const [role, key] of Object.entries(options.keys))
    if (key !== undefined) accounts.set(role as SenderRole, privateKeyToAccount(key));
  const addressOf = (role: SenderRole): Address => {
    const account = accounts.get(role);
    if (account === undefined) throw new UplineError('CHAIN.KEY_MISSING', { role });
    return account.address.toLowerCase() as Address;
  };

  const step = async (): Promise<void> => {
    for (const account of new Set(accounts.values())) {
      const sender = account.address.toLowerCase() as Address;
      const waiting = await database.prisma.chainOperation.count({
        where: { chainId: deployment.chainId, sender, status: { in: ['queued', 'signed', 'sent', 'mined'] } },
      });
      if (waiting === 0) continue;
      // Numbers of transactions are given out in order, so one process at a time works for a key.
      const lock = await tryLock(database.connectionString, `sender:${deployment.chainId}:${sender}`);
      if (lock === undefined) continue;
      try {
        const context: SenderContext = { ...options, client: options.client.any, account, sender, chainId: deployment.chainId };
        await moveSender(context);
      } finally {
        await lock.release();
      }
    }
  };

  return {
    enqueue: (wish, transaction) =>
      insertOperation(transaction ?? database.prisma, { ...wish, sender: addressOf(wish.role), chainId: deployment.chainId }),
    byId: (id) => findOperation(database, { id }),
    byKey: (key) => findOperation(database, { key }),
    step,
    run: async (signal, pollMilliseconds = 250) => {
      while (!signal.aborted) {
        try {
          await step();
        } catch (error) {
          options.logger.warn({ error }, 'sending transactions is interrupted; trying again');
        }
        await sleep(pollMilliseconds, undefined, { signal }).catch(() => undefined);
      }
    },
    waitFor: async (id, until = 'mined', timeoutMilliseconds = 60_000) => {
      const end = Date.now() + timeoutMilliseconds;
      for (;;) {
        const operation = await findOperation(database, { id });
        if (operation === undefined) throw new UplineError('REQUEST.NOT_FOUND');
        const done =
          operation.status === 'failed' || operation.status === 'final' || (until === 'mined' && operation.status === 'mined');
        if (done) return operation;
        if (Date.now() > end)
          throw new UplineError('CHAIN.UNREACHABLE', { reason: `operation ${operation.key} is still ${operation.status}` });
        await sleep(50);
      }
    },
    addressOf,
  };
}
