import { setTimeout as sleep } from 'node:timers/promises';
import { type ChainClient, checkChain, shortReason } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { type Lock, tryLock } from '#platform/locks.ts';
import type { Logger } from '#platform/logger.ts';
import { type FaultPoint, writeState } from '#mirror/write/batch.ts';
import { writerLock } from '#mirror/write/empty.ts';
import { type CycleContext, checkIdentity, runCycle } from './cycle.ts';

export type { FaultPoint } from '#mirror/write/batch.ts';

export interface IndexerOptions {
  readonly database: Database;
  readonly deployment: Deployment;
  readonly client: ChainClient;
  readonly finalityDepth: number;
  readonly logger: Logger;
  /** Pause between two looks at the chain when there is nothing to read. */
  readonly pollMilliseconds?: number;
  /** For tests that end the process at a named place. */
  readonly faultPoint?: FaultPoint;
}

/** What the indexer says about itself; the position is in the database (mirror `checkpoint()`). */
export interface IndexerState {
  /** True when the mirror holds what the node's newest block holds, as of the last look. */
  readonly caughtUp: boolean;
  /** Why it does not move. It tries again all the same, and goes on by itself when the cause is gone. */
  readonly problem: UplineError | undefined;
}

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
      await lock.release();
    },
  };
}

/** Reads everything up to the node's newest block, once. @throws UplineError the first problem that a second try does not solve */
export async function syncOnce(options: IndexerOptions): Promise<void> {
  const lock = await takeLock(options.database);
  try {
    const follower = createFollower(options);
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
    await lock.release();
  }
}

async function takeLock(database: Database): Promise<Lock> {
  const lock = await tryLock(database.connectionString, writerLock);
  if (lock === undefined) throw new UplineError('MIRROR.ANOTHER_WRITER');
  return lock;
}

interface Follower {
  begin(signal: AbortSignal): Promise<void>;
  /** One cycle. Never throws. @returns how long to wait before the next, in milliseconds */
  look(): Promise<number>;
  /** Does something that a cycle needs first, with the same patience. */
  attempt(work: () => Promise<void>): Promise<number>;
  state(): IndexerState;
}

/** Errors that no waiting cures: the settings are wrong. */
const refusals = new Set(['CHAIN.WRONG_CHAIN', 'CHAIN.NO_CODE', 'CHAIN.OTHER_GENESIS']);
const longestPause = 10_000;

function createFollower(options: IndexerOptions): Follower {
  const { client, deployment, logger } = options;
  const poll = options.pollMilliseconds ?? 250;
  const context: CycleContext = {
    database: options.database,
    deployment,
    finalityDepth: options.finalityDepth,
    logger,
    faultPoint: options.faultPoint ?? (() => undefined),
    span: 500,
    memory: undefined,
  };
  let turn = 0;
  let failures = 0;
  let current: IndexerState = { caughtUp: false, problem: undefined };
  const node = () => client.nodes[turn % client.nodes.length] ?? client.any;

  const fail = async (error: unknown): Promise<number> => {
    const problem =
      error instanceof UplineError
        ? error
        : new UplineError('MIRROR.INTERRUPTED', { reason: shortReason(error) }, { cause: error });
    failures += 1;
    turn += 1;
    context.memory = undefined;
    logger.warn({ error, failures }, 'the mirror could not move; nothing was written');
    // A single bad answer is no news; a problem that every node repeats is.
    if (failures >= Math.max(2, client.nodes.length)) await settle({ caughtUp: false, problem });
    else current = { caughtUp: false, problem };
    return Math.min(longestPause, poll * 2 ** Math.min(failures, 8)) * (0.5 + Math.random() / 2);
  };

  const settle = async (next: IndexerState): Promise<void> => {
    const changed = current.problem?.code !== next.problem?.code || current.caughtUp !== next.caughtUp;
    current = next;
    if (!changed && next.problem === undefined) return;
    const stop = next.problem && { code: next.problem.code, parameters: next.problem.parameters };
    await writeState(options.database, next.problem ? 'stopped' : next.caughtUp ? 'following' : 'catchingUp', stop).catch(
      (error: unknown) => {
        logger.warn({ error }, 'the state of the mirror could not be noted');
      },
    );
  };

  return {
    begin: async (signal) => {
      for (;;) {
        try {
          await checkChain(node(), deployment);
          await checkIdentity(context, node());
          return;
        } catch (error) {
          if (error instanceof UplineError && refusals.has(error.code)) throw error;
          if (signal.aborted) return;
          const pause = await fail(error);
          await sleep(pause, undefined, { signal }).catch(() => undefined);
        }
      }
    },
    look: async () => {
      try {
        const outcome = await runCycle(context, node());
        failures = 0;
        if (outcome === 'behind') {
          // This node knows less than we do (it restarts or synchronizes): ask the next, change nothing.
          turn += 1;
          await settle({ caughtUp: false, problem: undefined });
          return poll;
        }
        if (outcome === 'caughtUp') {
          await settle({ caughtUp: true, problem: undefined });
          return poll;
        }
        current = { caughtUp: current.caughtUp, problem: undefined };
        return 0;
      } catch (error) {
        return fail(error);
      }
    },
    attempt: (work) => work().then(() => 0, fail),
    state: () => current,
  };
}
