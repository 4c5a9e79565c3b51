import { useCallback, useEffect, useReducer, useRef } from 'react';
import { z } from 'zod';
import type { Hex } from '#kernel/hex.ts';
import { useDeployment } from '../../api/deployment.ts';
import { readerOf, type ChainReader } from '../../chain/reader.ts';
import { refusalOf } from '../../chain/refusal.ts';
import { ChainUnreadError, faultOf } from '../faults.ts';
import { dropFlow, loadFlow, saveFlow } from '../flow-storage.ts';
import { follow, slowAfterMs, type ChainEyes, type FollowTask } from './follow.ts';
import { idle, nextState } from './state.ts';

const hexText = z.templateLiteral(['0x', z.string().regex(/[0-9a-fA-F]+/)]);
const storedTask = z.object({ hash: hexText, from: hexText, nonce: z.int(), sentAt: z.number() });

/** Keys that are at work now. Beyond component state, because two presses can come before React draws once. */
const running = new Set<string>();

/**
 * Runs one transaction of the reader's own wallet and follows it; survives a reload. `flowKey` names what is done (`accept:3:0x…`): the
 * same key is never sent twice at once.
 */
export function useTransaction(flowKey: string, onDone: () => void) {
  const reader = readerOf(useDeployment());
  const [state, dispatch] = useReducer(nextState, idle);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  const watch = useCallback(
    async (task: FollowTask, signal: AbortSignal) => {
      dispatch({ type: 'sent', hash: task.hash });
      const outcome = await follow(eyesOf(reader), task, {
        signal,
        onSlow: () => dispatch({ type: 'slow' }),
        now: Date.now,
        pause,
      });
      if (outcome === 'stopped') return;
      dropFlow(flowKey);
      if (outcome === 'done') {
        dispatch({ type: 'done', hash: task.hash });
        done.current();
      } else {
        dispatch({ type: 'lost', fault: outcome, hash: task.hash });
      }
    },
    [flowKey, reader],
  );

  useEffect(() => {
    const task = loadFlow(flowKey, storedTask);
    if (task === null) return undefined;
    const stop = new AbortController();
    void watch(task, stop.signal);
    return () => stop.abort();
  }, [flowKey, watch]);

  const run = useCallback(
    async (from: Hex, send: () => Promise<Hex>) => {
      if (running.has(flowKey)) return;
      running.add(flowKey);
      dispatch({ type: 'ask' });
      const slow = setTimeout(() => dispatch({ type: 'slow' }), slowAfterMs);
      try {
        const before = await reader.getTransactionCount({ address: from }).catch((error: unknown) => {
          throw new ChainUnreadError('the sender is unread', { cause: error });
        });
        const hash = await send();
        clearTimeout(slow);
        const task = { hash, from, nonce: await nonceOf(reader, hash, before), sentAt: Date.now() };
        saveFlow(flowKey, task);
        await watch(task, new AbortController().signal);
      } catch (error) {
        const refusal = refusalOf(error);
        dispatch({ type: 'refused', fault: refusal === null ? faultOf(error) : 'wouldFail', refusal });
      } finally {
        clearTimeout(slow);
        running.delete(flowKey);
      }
    },
    [flowKey, reader, watch],
  );

  return { state, run, reset: () => dispatch({ type: 'reset' }) };
}

export type Transaction = ReturnType<typeof useTransaction>;

/** The place in the sender's row, from the node if it knows the transaction already, else the place that was free before. */
async function nonceOf(reader: ChainReader, hash: Hex, before: number): Promise<number> {
  return reader.getTransaction({ hash }).then(
    (transaction) => transaction.nonce,
    () => before,
  );
}

function eyesOf(reader: ChainReader): ChainEyes {
  return {
    sentCountOf: (address) => reader.getTransactionCount({ address }),
    isKnown: async (hash) => {
      const found = await reader.request({ method: 'eth_getTransactionByHash', params: [hash] });
      return found !== null;
    },
    receiptOf: async (hash) => {
      const receipt = await reader.request({ method: 'eth_getTransactionReceipt', params: [hash] });
      return receipt === null ? null : { succeeded: receipt.status === '0x1' };
    },
  };
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1_200);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
