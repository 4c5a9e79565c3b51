import { setTimeout as sleep } from 'node:timers/promises';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { type Lock, tryLock } from '#platform/locks.ts';
import { writerLock } from '#mirror/write/empty.ts';
import { type IndexerOptions, type IndexerState, createFollower } from './follower.ts';

export type { FaultPoint } from '#mirror/write/batch.ts';
export type { IndexerOptions, IndexerState, Progress } from './follower.ts';

export interface Indexer {
  state(): IndexerState;
  /** Settles when the mirror has caught up for the first time. */
  readonly caughtUp: Promise<void>;
  /** Ends after the step at work, and gives the lock back. */
  stop(): Promise<void>;
}

/**
 * Follows the chain until it is stopped.
 * @throws UplineError MIRROR.ANOTHER_WRITER, CHAIN.WRONG_CHAIN, CHAIN.NO_CODE, CHAIN.OTHER_GENESIS: it does not start
 */
export async function startIndexer(options: IndexerOptions): Promise<Indexer> {
  let lock = await takeLock(options.database);
  const stopping = new AbortController();
  const { signal } = stopping;
  const follower = createFollower(options);
  try {
    await follower.begin(signal);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const first = Promise.withResolvers<void>();
  const done = (async () => {
    while (!signal.aborted) {
      // Without its connection the lock is gone too: nothing is written until it is ours again.
      const pause = lock.lost.aborted
        ? await follower.attempt(async () => void (lock = await takeLock(options.database)))
        : await follower.look();
      if (follower.state().caughtUp) first.resolve();
      if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    state: () => follower.state(),
    caughtUp: first.promise,
    stop: async () => {
      stopping.abort();
      await done;
      await follower.idle();
      await lock.release();
    },
  };
}

/** Reads everything up to the node's newest block, once. @throws UplineError the first problem that a second try does not solve */
export async function syncOnce(options: IndexerOptions): Promise<void> {
  const lock = await takeLock(options.database);
  const follower = createFollower(options);
  try {
    await follower.begin(lock.lost);
    for (let failures = 0; failures < 3;) {
      const pause = await follower.look();
      const { caughtUp, problem } = follower.state();
      if (caughtUp) return;
      if (problem === undefined && pause === 0) continue;
      failures += 1;
      if (failures === 3)
        throw problem ?? new UplineError('CHAIN.UNREACHABLE', { reason: 'the node knows fewer blocks than the mirror' });
      await sleep(Math.min(pause, 200));
    }
  } finally {
    await follower.idle();
    await lock.release();
  }
}

async function takeLock(database: Database): Promise<Lock> {
  const lock = await tryLock(database.connectionString, writerLock);
  if (lock === undefined) throw new UplineError('MIRROR.ANOTHER_WRITER');
  return lock;
}
