import { parentPort } from 'node:worker_threads';
import { prepareHashing } from '#engine/hash.ts';
import { rootOfLeaves, stateLeaves, type RunState } from '#engine/state/carry.ts';

/** What the thread of state-root.ts is told, one after the other: the state, and the leaves that are hashed elsewhere. */
export type StateRootQuestion =
  | { readonly state: RunState; readonly last: number }
  /** Of the members after `last`. */
  | { readonly rest: Uint8Array };

// Only what it needs is loaded, not the whole engine.
await prepareHashing();
let begun: { readonly state: RunState; readonly leaves: Uint8Array } | undefined;
parentPort?.on('message', (question: StateRootQuestion) => {
  if ('state' in question) {
    const { state, last } = question;
    begun = { state, leaves: stateLeaves(state, 1, last) };
  } else if (begun !== undefined) {
    parentPort?.postMessage(rootOfLeaves(begun.state, [begun.leaves, question.rest]), []);
  }
});
