import { type Figure, percentile, three } from '../report.ts';
import { measureDelay } from './live.ts';
import { type PonderRun, installPonder } from './ponder.ts';
import type { SyncBench, TimedRun } from './sync-bench.ts';

const liveBlocks = 30;

interface Ours {
  readonly url: string;
  readonly mirror: readonly TimedRun[];
  readonly restart: readonly TimedRun[];
  readonly figures: readonly Figure[];
}

/** A figure of ours before Ponder's is known. */
interface Compared {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly about: string;
  /** So many times less than Ponder, at least. */
  readonly times?: number;
}

/** What Ponder takes for the same chain in the same run; figures without a reference, and the reason, where it cannot be had. */
export async function comparePonder(bench: SyncBench, ours: Ours): Promise<Figure[]> {
  const median = (runs: readonly TimedRun[], value: (run: TimedRun) => number): number => percentile(runs.map(value), 50);
  const delay = ours.figures.find(({ id }) => id === 'live.delay.p99')?.value ?? NaN;
  const compared: readonly (Compared & { readonly theirs: (measured: Measured) => number })[] = [
    {
      id: 'ponder.sync',
      value: median(ours.mirror, ({ whole }) => whole),
      unit: 's',
      times: 10,
      about: 'the whole process, cold, its limiter lifted',
      theirs: ({ cold }) => cold.seconds,
    },
    {
      id: 'ponder.processor',
      value: median(ours.mirror, ({ processor }) => processor),
      unit: 's',
      about: 'the same in time of the processor, of the one process (database and node not counted)',
      theirs: ({ cold }) => cold.processor,
    },
    {
      id: 'ponder.peak',
      value: Math.max(...ours.mirror.map(({ peak }) => peak)),
      unit: 'MiB',
      times: 3,
      about: 'peak memory of the process, as the product starts it',
      theirs: ({ cold }) => cold.peak,
    },
    {
      id: 'ponder.requests',
      value: Math.max(...ours.mirror.map(({ requests }) => requests)),
      unit: 'requests',
      about: 'HTTP requests to the node',
      theirs: ({ cold }) => cold.requests,
    },
    {
      id: 'ponder.restart',
      value: median(ours.restart, ({ whole }) => whole),
      unit: 's',
      about: 'the whole process, nothing new',
      theirs: ({ again }) => again.seconds,
    },
    {
      id: 'ponder.delay.p99',
      value: delay,
      unit: 'ms',
      about: `from a mined block to its visible row; ${liveBlocks} blocks of it`,
      theirs: ({ delays }) => percentile(delays, 99),
    },
  ];
  let measured: Measured | undefined;
  let reason = '';
  try {
    measured = await measurePonder(bench);
  } catch (error) {
    reason = error instanceof Error ? error.message.trim().slice(-300) : String(error);
  }
  return compared.map(({ theirs, times, about, value, ...figure }) => {
    const bar = times === undefined ? {} : { bar: `≥ ${times} × less` };
    if (measured === undefined)
      return { ...figure, ...bar, value: three(value), about: `${about}; Ponder was not run: ${reason}` };
    const reference = theirs(measured);
    const ratio = reference / value;
    const ok = times === undefined ? {} : { ok: ratio >= times };
    return { ...figure, ...bar, ...ok, value: three(value), reference: three(reference), ratio: three(ratio), about };
  });
}

interface Measured {
  readonly cold: PonderRun;
  readonly again: PonderRun;
  /** Milliseconds. */
  readonly delays: readonly number[];
}

async function measurePonder(bench: SyncBench): Promise<Measured> {
  const ponder = await installPonder();
  const url = await bench.fresh('ponder');
  // What was mined for the figures before is no longer among the events that are counted; it is little.
  await bench.chain.rest(100);
  const cold = await ponder.start(bench.chain, url, 'bench');
  await cold.stop();
  const again = await ponder.start(bench.chain, url, 'bench');
  try {
    const delays = await measureDelay(bench.chain, url, 'SELECT max(block) FROM bench.volume', liveBlocks);
    return { cold, again, delays: delays.slice(5) };
  } finally {
    await again.stop();
  }
}
