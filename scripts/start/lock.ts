import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Home, readJson } from './home.ts';
import { codeOf, Obstacle, type Say } from './say.ts';

interface Owner {
  readonly pid: number;
  /** When the process began, as the kernel counts it: a number that was given to another process is told apart. */
  readonly began: string | undefined;
}

/**
 * Makes sure that one process at a time works on a home. A lock whose owner is gone is taken over.
 * @throws Obstacle when another process works there
 */
export async function takeLock(home: Home, say: Say): Promise<() => void> {
  const mine = JSON.stringify({ pid: process.pid, began: beganAt(process.pid) } satisfies Owner);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(home.lock, mine, { flag: 'wx' });
      const release = (): void => rmSync(home.lock, { force: true });
      // A stop in the middle of starting leaves no lock either; only a kill does.
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const owner = runningOwner(home);
    if (owner !== undefined) {
      const url = readJson<{ url?: string }>(home.started)?.url;
      throw new Obstacle(
        `Upline runs here already (process ${owner}${url === undefined ? '' : `, ${url}`}).`,
        `Use it, or stop it with Ctrl-C in its window (or: kill ${owner}), and start again.`,
      );
    }
    if (readJson(home.lock) === undefined) await pause(200);
    else say('· The last run was killed; taking its place');
    rmSync(home.lock, { force: true });
  }
  throw new Obstacle(`Cannot take the lock ${home.lock}.`, 'Delete that file if no Upline runs here, and start again.');
}

/** Process number of the Upline that works on this home, if one does. */
export function runningOwner(home: Home): number | undefined {
  const owner = readJson<Owner>(home.lock);
  return owner !== undefined && isAlive(owner.pid) && beganAt(owner.pid) === owner.began ? owner.pid : undefined;
}

/** Asks the Upline that works on this home to stop and waits for it. @throws Obstacle when it does not */
export async function stopOwner(home: Home, say: Say): Promise<void> {
  const owner = runningOwner(home);
  if (owner === undefined || owner === process.pid) return;
  say(`· Stopping the Upline that runs here (process ${owner})`);
  process.kill(owner, 'SIGTERM');
  for (let waited = 0; waited < 300; waited += 1) {
    if (runningOwner(home) === undefined) return;
    await pause(100);
  }
  throw new Obstacle(`Process ${owner} does not stop.`, `End it with: kill -9 ${owner}, and start again.`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function beganAt(pid: number): string | undefined {
  try {
    // The name, in brackets, may hold spaces; the start time is the 20th field after it.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}
