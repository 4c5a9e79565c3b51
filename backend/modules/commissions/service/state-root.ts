import { type Transferable, Worker } from 'node:worker_threads';
import { stateLeaves, type RunState } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { StateRootQuestion } from './state-root-thread.ts';

/** A state root that is calculated in a thread of its own. */
export interface StateRootBeside {
  /**
   * Asked once. Some of the leaves are hashed here before it returns: so many that, with the payout tree, both sides hash as much.
   * @throws Error when the thread ends before it answers
   */
  of(state: RunState): Promise<Hex>;
  /** Ends the thread, whether it was asked or not. */
  end(): Promise<unknown>;
}

/**
 * The state root is more than half of what a run hashes, and nothing else waits for it: of a great period it is hashed while the payout tree is
 * built. The thread is started before the facts are read, because it has to load first.
 */
export function stateRootBeside(): StateRootBeside {
  const worker = new Worker(new URL('./state-root-thread.ts', import.meta.url));
  // It must not hold up a process that wants to end.
  worker.unref();
  const answer = new Promise<Hex>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of the state root ended with ${code}`)));
  });
  // Whoever never asks must not hear that the thread was ended.
  answer.catch(() => undefined);
  return {
    of: (state) => {
      const { memberCount } = state.carry;
      const last = Math.min(memberCount, Math.floor(1.5 * paidOf(state)));
      tell(worker, { state, last }, []);
      const rest = stateLeaves(state, last + 1, memberCount);
      tell(worker, { rest }, [rest.buffer]);
      return answer;
    },
    end: () => worker.terminate(),
  };
}

/**
 * Whom the payout tree has a leaf of. Such a leaf takes two blocks of hashing and a node one, as do leaf and node of the state: so the thread, which
 * has the nodes of all members, takes one and a half times as many leaves.
 */
function paidOf({ carry }: RunState): number {
  let count = 0;
  for (const cumulative of carry.cumulative) if (cumulative !== 0n) count += 1;
  return count;
}

/** @param given what goes over to the thread; the rest is copied, because it is needed here, too */
function tell(worker: Worker, question: StateRootQuestion, given: readonly Transferable[]): void {
  worker.postMessage(question, given);
}
