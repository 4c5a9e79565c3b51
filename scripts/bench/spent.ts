/** What work costs the process that does it: time of its thread, and memory. */

/** Milliseconds of the processor that this thread has had. Not the clock on the wall, which on a busy machine counts what others do as well. */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** The same of all threads of the process, collectors and compilers included. A thread's own is told in steps of milliseconds; this one is not. */
export function processMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Milliseconds of the processor that `work` takes on its thread: the best of `times`. */
export function best(times: number, work: () => unknown): number {
  let least = Infinity;
  for (let round = 0; round < times; round += 1) {
    const start = threadMilliseconds();
    work();
    least = Math.min(least, threadMilliseconds() - start);
  }
  return least;
}

/** Most memory that this process has held so far, MiB. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 2 ** 10;
}

/** What this process holds now, MiB, after a collection if the process was started with --expose-gc. */
export function heldMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}
