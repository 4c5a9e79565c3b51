import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Told } from './protocol.ts';

/** The indexer of a run. When it is killed, the next order goes to a new one. */
export interface Victim {
  /** @param cutAt how far into the step it is killed, between 0 and 1 @returns what came of the step, or `killed` */
  step(order: Order, cutAt?: number): Promise<string>;
  readonly kills: number;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('child.ts', import.meta.url));
/** A step that takes longer than this hangs. */
const longest = 30_000;
/** Milliseconds of a step that are worth being killed in. */
const stepTakes = 25;

/** An indexer in a process of its own, killed with `kill -9`. */
export function createVictim(args: readonly string[]): Victim {
  let current: ChildProcess | undefined;
  // Starting takes longer than anything else here, so the next one waits beside the one at work.
  let spare: ChildProcess | undefined;
  let kills = 0;

  const start = (): ChildProcess =>
    fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ready = async (): Promise<ChildProcess> => {
    if (current !== undefined) return current;
    const child = spare ?? start();
    spare = start();
    current = child;
    return child;
  };

  return {
    get kills() {
      return kills;
    },
    step: async (order, cutAt) => {
      const child = await ready();
      return new Promise<string>((resolve, reject) => {
        const hang = setTimeout(() => {
          child.kill('SIGKILL');
          reject(new Error('the indexer hangs'));
        }, longest);
        const timed = cutAt === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), cutAt * stepTakes);
        const end = (outcome: string): void => {
          clearTimeout(hang);
          clearTimeout(timed);
          child.off('message', hear);
          child.off('exit', gone);
          resolve(outcome);
        };
        const hear = (told: Told): void => {
          if (told.done === 'look') end(told.problem ?? (told.caughtUp ? 'caughtUp' : 'going'));
        };
        const gone = (code: number | null, signal: string | null): void => {
          current = undefined;
          kills += 1;
          if (signal === 'SIGKILL') end('killed');
          else reject(new Error(`the indexer ended by itself (${code ?? signal ?? 'unknown'})`));
        };
        child.on('message', hear);
        child.once('exit', gone);
        child.send(order);
      });
    },
    stop: async () => {
      for (const child of [current, spare]) {
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) continue;
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
    },
  };
}
