import { fork, type Serializable } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, type ErrorParameters, UplineError } from '#kernel/errors/index.ts';

export interface ProcessLimits {
  /** Aborted: the process is killed in the middle of whatever it does. */
  readonly signal?: AbortSignal | undefined;
  readonly seconds: number;
  readonly megabytes: number;
}

/** How a process says that it failed for a reason that has a name: an error loses its class on the way. */
export interface NamedFailure {
  readonly failed: ErrorCode;
  readonly parameters: ErrorParameters;
}

/** Resolves when the question has been handed over. */
export type Post<Question> = (question: Question) => Promise<void>;

/** Bytes of what a process complained about that are kept for the log. */
const COMPLAINT = 4_000;

/**
 * Runs a file as a process of its own, so that a long calculation holds up nobody, can be stopped at any moment, and takes nobody with it when
 * its memory is not enough (a thread would: running out of memory ends the process that it lives in). Gives what it sends, in order. Whoever
 * leaves the loop kills it.
 * @param feed says to the process what to do; it is started at once and may take its time
 * @throws UplineError PROCESS.OUT_OF_TIME, PROCESS.OUT_OF_MEMORY, what the process named; the reason of `signal`
 */
export async function* runInOwnProcess<Question extends Serializable, Answer>(
  file: URL,
  feed: (post: Post<Question>) => void | Promise<void>,
  { signal, seconds, megabytes }: ProcessLimits,
): AsyncGenerator<Answer, void> {
  signal?.throwIfAborted();
  // Nothing of ours goes along: no keys of the environment, no flags of ours, no terminal.
  const child = fork(fileURLToPath(file), [], {
    env: {},
    execArgv: [`--max-old-space-size=${megabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const arrived: Answer[] = [];
  const state: { failure?: Error; ended: boolean; wake: () => void } = { ended: false, wake: () => undefined };
  const end = (failure?: unknown): void => {
    if (!state.ended && failure !== undefined) {
      state.failure = failure instanceof Error ? failure : new Error('the process was stopped', { cause: failure });
    }
    state.ended = true;
    state.wake();
  };
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(-COMPLAINT);
  });
  child.on('message', (message: Answer | NamedFailure) => {
    if (isFailure(message)) return end(new UplineError(message.failed, message.parameters));
    arrived.push(message);
    state.wake();
  });
  child.on('error', end);
  child.on('close', (code, killedBy) => end(code === 0 ? undefined : failureOf(code, killedBy, complaint, megabytes)));
  const stop = (): void => end(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const clock = setTimeout(() => end(new UplineError('PROCESS.OUT_OF_TIME', { seconds })), seconds * 1_000);
  try {
    const post: Post<Question> = (question) =>
      new Promise((resolve) => {
        // One that has ended takes nothing any more; why it ended is known elsewhere.
        if (state.ended || !child.connected) resolve();
        else child.send(question, () => resolve());
      });
    Promise.resolve(feed(post)).catch(end);
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
    child.kill('SIGKILL');
  }
}

function isFailure(message: unknown): message is NamedFailure {
  return typeof message === 'object' && message !== null && 'failed' in message;
}

/** Out of memory is an abort by the engine itself, or a kill by the system that nobody here asked for. */
function failureOf(code: number | null, killedBy: NodeJS.Signals | null, complaint: string, megabytes: number): Error {
  const cause = new Error(`the process ended with ${killedBy ?? code ?? 'nothing'}: ${complaint}`);
  const outOfMemory = killedBy === 'SIGABRT' || killedBy === 'SIGKILL' || code === 134;
  return outOfMemory ? new UplineError('PROCESS.OUT_OF_MEMORY', { megabytes }, { cause }) : cause;
}
