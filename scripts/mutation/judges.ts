import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Task, Verdict } from './worker.ts';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** A mutant that takes a worker ten times the work of the tests never ends (see `patience` there); that is noticed, so it counts as killed. */
export const neverEnded = 'never ended';
/** Milliseconds by the clock after which a worker hangs, however busy the machine is. */
const hanging = { quick: 1_200_000, wide: 3_600_000 };

/** A worker keeps what it loaded for every mutant; after so many another takes its place. */
const renewal = 100;

/**
 * Tries all tasks in `processes` workers. `onVerdict` hears each as soon as it is known. A mutant that was killed says where its
 * neighbours are looked for first.
 */
export async function judgeAll(tasks: readonly Task[], processes: number, onVerdict: (verdict: Verdict) => void): Promise<void> {
  const waiting = [...tasks];
  let hint: string | undefined;
  const lanes = Array.from({ length: Math.min(processes, tasks.length) }, async () => {
    let child: ChildProcess | undefined;
    let tried = 0;
    try {
      for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
        child ??= await start();
        const verdict = await ask(child, hint === undefined ? task : { ...task, hint });
        hint = verdict?.file ?? hint;
        onVerdict(verdict ?? { number: task.number, killers: [neverEnded] });
        tried += 1;
        if (verdict === undefined || tried % renewal === 0) {
          child.kill('SIGKILL');
          child = undefined;
        }
      }
    } finally {
      child?.kill('SIGKILL');
    }
  });
  await Promise.all(lanes);
}

async function start(): Promise<ChildProcess> {
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('A worker ended before it began.')));
  });
  child.removeAllListeners('exit');
  return child;
}

/** @returns undefined when the worker died or took too long */
function ask(child: ChildProcess, task: Task): Promise<Verdict | undefined> {
  return new Promise((resolve) => {
    const answer = (verdict: Verdict | undefined): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(verdict);
    };
    const timer = setTimeout(() => answer(undefined), task.wide ? hanging.wide : hanging.quick);
    child.once('message', (verdict: Verdict) => answer(verdict));
    child.once('exit', () => answer(undefined));
    child.send(task);
  });
}
