import type { Hex } from '#kernel/hex.ts';
import type { ChainFault } from './state.ts';

/** What the chain was seen to know about a transaction at one moment. */
export interface Observation {
  readonly receipt: { readonly succeeded: boolean } | null;
  /** In the pool or in a block. */
  readonly known: boolean;
  /** Transactions of the sender that are in blocks; more than `nonce` means that this place is taken. */
  readonly sentCount: number;
  readonly elapsedMs: number;
}

export type Judgement = 'waiting' | 'slow' | 'done' | ChainFault;

export const slowAfterMs = 20_000;
export const droppedAfterMs = 60_000;

/** Judges one look at the chain. `nonce` is the place of the transaction in the sender's row. */
export function judge(observation: Observation, nonce: number): Judgement {
  if (observation.receipt !== null) return observation.receipt.succeeded ? 'done' : 'reverted';
  if (!observation.known && observation.sentCount > nonce) return 'replaced';
  if (!observation.known && observation.elapsedMs >= droppedAfterMs) return 'dropped';
  return observation.elapsedMs >= slowAfterMs ? 'slow' : 'waiting';
}

/** The part of a viem client that following needs. */
export interface ChainEyes {
  readonly receiptOf: (hash: Hex) => Promise<{ readonly succeeded: boolean } | null>;
  readonly isKnown: (hash: Hex) => Promise<boolean>;
  readonly sentCountOf: (account: Hex) => Promise<number>;
}

export interface FollowTask {
  readonly hash: Hex;
  readonly from: Hex;
  readonly nonce: number;
  readonly sentAt: number;
}

/** Looks until the fate of the transaction is known. A failed look (node away) is not a fate: it looks again. */
export async function follow(
  eyes: ChainEyes,
  task: FollowTask,
  options: {
    readonly signal: AbortSignal;
    readonly onSlow: () => void;
    readonly now: () => number;
    readonly pause: (signal: AbortSignal) => Promise<void>;
  },
): Promise<'done' | ChainFault | 'stopped'> {
  let saidSlow = false;
  while (!options.signal.aborted) {
    const judgement = await look(eyes, task, options.now()).catch(() => 'waiting' as const);
    if (judgement === 'slow') {
      if (!saidSlow) options.onSlow();
      saidSlow = true;
    } else if (judgement !== 'waiting') {
      return judgement;
    }
    await options.pause(options.signal);
  }
  return 'stopped';
}

async function look(eyes: ChainEyes, task: FollowTask, now: number): Promise<Judgement> {
  // The count is read before the receipt: a block between both looks must not pass for a replacement.
  const sentCount = await eyes.sentCountOf(task.from);
  const known = await eyes.isKnown(task.hash);
  const receipt = await eyes.receiptOf(task.hash);
  return judge({ receipt, known, sentCount, elapsedMs: now - task.sentAt }, task.nonce);
}
