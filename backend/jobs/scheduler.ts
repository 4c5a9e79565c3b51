import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from '#platform/locks.ts';
import type { Logger } from '#platform/logger.ts';

/** Work that is done again and again. It must bear being done twice at once: a lock that broke a moment ago has two holders. */
export interface Job {
  readonly name: string;
  readonly everyMilliseconds: number;
  run(): Promise<void>;
}

const standbyMilliseconds = 1000;
const longestPause = 30_000;

/**
 * Runs the jobs until the signal. Of several workers one works and the others stand by; when it dies, the database frees its lock at
 * once and the next takes over. A job that fails is tried again after a growing pause and holds up no other.
 */
export async function runJobs(options: {
  connectionString: string;
  jobs: readonly Job[];
  signal: AbortSignal;
  logger: Logger;
}): Promise<void> {
  const { connectionString, jobs, signal, logger } = options;
  while (!signal.aborted) {
    const lock = await tryLock(connectionString, 'jobs').catch((error: unknown) => {
      logger.warn({ error }, 'the worker cannot reach the database; trying again');
      return undefined;
    });
    if (lock === undefined) {
      await pause(standbyMilliseconds, signal);
      continue;
    }
    const until = AbortSignal.any([signal, lock.lost]);
    await Promise.all(jobs.map((job) => repeat(job, until, logger)));
    await lock.release();
  }
}

async function repeat(job: Job, signal: AbortSignal, logger: Logger): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await job.run();
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.warn({ error, job: job.name, failures }, 'a job failed; it will be tried again');
    }
    await pause(Math.min(longestPause, job.everyMilliseconds * 2 ** Math.min(failures, 8)), signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // Waking up early is what the signal is for.
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
