import { setTimeout as sleep } from 'node:timers/promises';
import { type ChainClient, shortReason } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { NodeFailure } from '#chain/node-failure.ts';
import { createNodePool } from '#chain/node-pool.ts';
import type { ChainNode } from '#chain/node.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import { type FaultPoint, writeState } from '#mirror/write/batch.ts';
import type { CounterName } from '#mirror/counters.ts';
import { count } from '#mirror/write/counters.ts';
import { createRangeReader } from './ahead.ts';
import { checkNode } from './check-node.ts';
import { type CycleContext, checkIdentity, runCycle } from './cycle.ts';
import { createKnownDepths } from './depths.ts';
import { createOldBlocksCheck, replayRawLogs } from './old-blocks.ts';
import { createPace } from './pace.ts';

export interface IndexerOptions {
  readonly database: Database;
  readonly deployment: Deployment;
  readonly client: ChainClient;
  readonly finalityDepth: number;
  readonly logger: Logger;
  /** Longest pause between two looks at the chain when there is nothing to read. */
  readonly pollMilliseconds?: number;
  /** Pause between two looks at old blocks; they go on only while the mirror is caught up. */
  readonly recheckMilliseconds?: number;
  /** For tests that end the process at a named place. */
  readonly faultPoint?: FaultPoint;
  /** The last block to read; without it, the newest. */
  readonly until?: number;
  /** Told after each batch. */
  readonly moved?: (progress: Progress) => void;
  /** Between 0 and 1, for pauses that differ. */
  readonly random?: () => number;
}

/** How far a mirror has come. */
export interface Progress {
  readonly block: number;
  /** The block that it goes to, as known now. */
  readonly head: number;
  /** Events of all contracts so far. */
  readonly events: bigint;
}

/** What the indexer says about itself; the position is in the database (mirror `checkpoint()`). */
export interface IndexerState {
  /** True when the mirror holds what the node's newest block holds, as of the last look. */
  readonly caughtUp: boolean;
  /** Why it does not move. It tries again all the same, and goes on by itself when the cause is gone. */
  readonly problem: UplineError | undefined;
}

export interface Follower {
  /** @returns false when it was stopped before it could begin */
  begin(signal: AbortSignal): Promise<boolean>;
  /** One cycle. Never throws. @returns how long to wait before the next, in milliseconds */
  look(): Promise<number>;
  /** Does something that a cycle needs first, with the same patience. */
  attempt(work: () => Promise<void>): Promise<number>;
  state(): IndexerState;
  /** Settles when nothing is under way beside the cycles. */
  idle(): Promise<void>;
}

/** Errors that no waiting cures: the settings are wrong. */
const refusals = new Set(['CHAIN.WRONG_CHAIN', 'CHAIN.NO_CODE', 'CHAIN.OTHER_GENESIS']);
const longestPause = 30_000;

export function createFollower(options: IndexerOptions): Follower {
  const { client, database, deployment, logger, random = Math.random } = options;
  const poll = options.pollMilliseconds ?? 250;
  const context: CycleContext = {
    database,
    deployment,
    finalityDepth: options.finalityDepth,
    logger,
    faultPoint: options.faultPoint ?? (() => undefined),
    reader: createRangeReader(deployment),
    // A look at old blocks shares the thread with following, so it must be over in the time that a new block may wait.
    slowReader: createRangeReader(deployment, { rangesAhead: 0, wantedLogs: 250, firstSpan: 10 }),
    until: options.until,
    depths: createKnownDepths(),
    moved: ({ tip, seqs }, head) => {
      if (options.moved === undefined) return;
      const events = [...seqs.values()].reduce((sum, seq) => sum + seq, 0n);
      options.moved({ block: tip.block, head: Math.max(head, tip.block), events });
    },
    memory: undefined,
    seen: undefined,
  };
  const pool = createNodePool(client.nodes, { rest: poll, longest: longestPause, random });
  const oldBlocks = createOldBlocksCheck(context, options.recheckMilliseconds ?? 4_000);
  const pace = createPace(poll);
  let failures = 0;
  let current: IndexerState = { caughtUp: false, problem: undefined };

  /** @param node whose answer it was; undefined when no node is to blame */
  const fail = async (error: unknown, node: ChainNode | undefined): Promise<number> => {
    const problem = asProblem(error);
    failures += 1;
    context.memory = undefined;
    context.seen = undefined;
    context.reader.forget();
    const blamed = node !== undefined && problem.code !== 'MIRROR.INTERRUPTED' ? node : undefined;
    if (blamed !== undefined) pool.failed(blamed, error);
    logger.warn({ error, failures, node: blamed?.name }, 'the mirror could not move; nothing was written');
    // A single bad answer is no news; a problem that every node repeats is.
    if (failures >= Math.max(2, pool.size)) await settle({ caughtUp: false, problem });
    else current = { caughtUp: false, problem };
    await note(problem.code);
    return blamed === undefined ? Math.min(longestPause, poll * 2 ** Math.min(failures, 8)) * (0.5 + random() / 2) : pool.wait();
  };

  const note = async (code: string): Promise<void> => {
    const counter = counterOf[code];
    if (counter === undefined) return;
    await count(database, counter).catch((error: unknown) => {
      logger.warn({ error }, 'a failure of a node could not be counted');
    });
  };

  const settle = async (next: IndexerState): Promise<void> => {
    const changed = current.problem?.code !== next.problem?.code || current.caughtUp !== next.caughtUp;
    current = next;
    if (!changed && next.problem === undefined) return;
    const stop = next.problem && { code: next.problem.code, parameters: next.problem.parameters };
    await writeState(database, next.problem ? 'stopped' : next.caughtUp ? 'following' : 'catchingUp', stop).catch(
      (error: unknown) => {
        logger.warn({ error }, 'the state of the mirror could not be noted');
      },
    );
  };

  const look = async (node: ChainNode): Promise<number> => {
    const outcome = await runCycle(context, node);
    if (outcome === 'behind') {
      // This node knows less than we do (it restarts or synchronizes): ask the next, change nothing.
      pool.failed(node, undefined);
      context.seen = undefined;
      await settle({ caughtUp: false, problem: undefined });
      return Math.min(poll, Math.max(1, pool.wait()));
    }
    failures = 0;
    pool.succeeded(node);
    if (context.memory !== undefined) pace.saw(context.memory.state.tip.block);
    if (outcome === 'moved') {
      current = { caughtUp: current.caughtUp, problem: undefined };
      return 0;
    }
    await settle({ caughtUp: true, problem: undefined });
    await oldBlocks.step(node);
    return pace.pause();
  };

  return {
    begin: async (signal) => {
      // One node that lies must not keep us from starting; settings that are wrong are wrong for every node.
      const refused = new Set<ChainNode>();
      for (;;) {
        const node = pool.node();
        try {
          await checkNode(node, deployment);
          await checkIdentity(context, node);
          await replayRawLogs(context, node);
          return true;
        } catch (error) {
          if (error instanceof UplineError && refusals.has(error.code) && refused.add(node).size === pool.size) throw error;
          const pause = await fail(error, node);
          if (signal.aborted) return false;
          await sleep(pause, undefined, { signal }).catch(() => undefined);
        }
      }
    },
    look: async () => {
      const pause = pool.wait();
      if (pause > 0) return pause;
      const node = pool.node();
      try {
        return await look(node);
      } catch (error) {
        const pauseAfter = await fail(error, node);
        if (asProblem(error).code !== 'MIRROR.HOLE' || failures < pool.size) return pauseAfter;
        // Every node says so: then the hole may be in what was written before.
        await oldBlocks.seek(pool.node(), asProblem(error)).catch((reason: unknown) => {
          logger.warn({ error: reason }, 'the hole could not be looked for in older blocks');
        });
        return pauseAfter;
      }
    },
    attempt: (work) =>
      work().then(
        () => 0,
        (error: unknown) => fail(error, undefined),
      ),
    state: () => current,
    idle: () => oldBlocks.idle(),
  };
}

const counterOf: Readonly<Record<string, CounterName>> = { 'MIRROR.HOLE': 'holes', 'MIRROR.BAD_ANSWER': 'badAnswers' };

function asProblem(error: unknown): UplineError {
  if (error instanceof UplineError) return error;
  if (error instanceof NodeFailure) return new UplineError('CHAIN.UNREACHABLE', { reason: error.message }, { cause: error });
  return new UplineError('MIRROR.INTERRUPTED', { reason: shortReason(error) }, { cause: error });
}
