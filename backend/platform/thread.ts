import { Worker, type Transferable } from 'node:worker_threads';
import { type ErrorCode, type ErrorParameters, UplineError } from '#kernel/errors/index.ts';

export interface ThreadLimits {
  /** Aborted: the thread is stopped in the middle of whatever it does. */
  readonly signal?: AbortSignal | undefined;
  readonly seconds: number;
  readonly megabytes: number;
}

/** How a thread says that it failed for a reason that has a name: an error loses its class on the way. */
export interface NamedFailure {
  readonly failed: ErrorCode;
  readonly parameters: ErrorParameters;
}

export type Post<Question> = (question: Question, transfer?: readonly Transferable[]) => void;

/**
 * Runs a file as a thread, so that a long calculation holds up nobody and can be stopped at any moment; gives what it posts, in order.
 * Whoever leaves the loop stops the thread.
 * @param feed says to the thread what to do; it is started at once and may take its time
 * @throws UplineError THREAD.OUT_OF_TIME, THREAD.OUT_OF_MEMORY, what the thread named; the reason of `signal`
 */
export async function* runThread<Question, Answer>(
  file: URL,
  feed: (post: Post<Question>) => void | Promise<void>,
  { signal, seconds, megabytes }: ThreadLimits,
): AsyncGenerator<Answer, void> {
  signal?.throwIfAborted();
  const worker = new Worker(file, { env: {}, resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  const arrived: Answer[] = [];
  const state: { failure?: unknown; ended: boolean; wake: () => void } = { ended: false, wake: () => undefined };
  const end = (failure?: unknown): void => {
    if (!state.ended && failure !== undefined) state.failure = failure;
    state.ended = true;
    state.wake();
  };
  const stop = (): void => end(signal?.reason);
  const clock = setTimeout(() => end(new UplineError('THREAD.OUT_OF_TIME', { seconds })), seconds * 1_000);
  signal?.addEventListener('abort', stop, { once: true });
  worker.on('message', (message: Answer | NamedFailure) => {
    if (isFailure(message)) return end(new UplineError(message.failed, message.parameters));
    arrived.push(message);
    state.wake();
  });
  worker.on('error', (error: Error & { code?: string }) =>
    end(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new UplineError('THREAD.OUT_OF_MEMORY', { megabytes }, { cause: error })
        : error,
    ),
  );
  worker.on('exit', () => end());
  try {
    const fed = feed((question, transfer = []) => {
      if (!state.ended) worker.postMessage(question, transfer);
    });
    Promise.resolve(fed).catch(end);
    for (;;) {
      const next = arrived.shift();
      if (next !== undefined) {
        yield next;
      } else if (state.ended) {
        if (state.failure !== undefined) throw state.failure;
        return;
      } else {
        await new Promise<void>((resolve) => {
          state.wake = resolve;
        });
      }
    }
  } finally {
    clearTimeout(clock);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function isFailure(message: unknown): message is NamedFailure {
  return typeof message === 'object' && message !== null && 'failed' in message;
}
