import type { Database } from '#platform/database.ts';
import { type Figure, atMost, percentile, three } from '../report.ts';
import type { EventsChain } from './events-chain.ts';
import { measureDelay, measureReorganisation, startLive, stopLive } from './live.ts';
import { type SyncBench, type TimedRun, withChain } from './sync-bench.ts';
import { comparePonder } from './sync-ponder.ts';
import type { SyncMode } from './sync-run.ts';

const rounds = 3;
/** Joins, and as many orders, in a block. */
const perBlock = 25;
const liveBlocks = 120;
/** Blocks before them: the first ones teach how fast they come. */
const warmUp = 10;

/** Reads a chain full of events into an empty mirror, in turns with a script that does the least that it can cost, and beside Ponder. */
export async function measure(database: Database, events: number): Promise<Figure[]> {
  return withChain(database, events, perBlock, async (bench) => {
    const url = await bench.fresh('sync', true);
    const runs: TimedRun[] = [];
    // In turns, so that whatever else the machine does meets all of them.
    for (let round = 0; round < rounds; round += 1)
      for (const mode of ['mirror', 'bare', 'bareKeys', 'restart'] as const) runs.push(await bench.run(mode, url));
    const of = (mode: SyncMode): TimedRun[] => runs.filter((item) => item.mode === mode);
    const figures = [...readingFigures(bench.chain, of), ...(await liveFigures(bench, url))];
    return [...figures, ...(await comparePonder(bench, { url, mirror: of('mirror'), restart: of('restart'), figures }))];
  });
}

function readingFigures({ events, blocks }: EventsChain, of: (mode: SyncMode) => readonly TimedRun[]): Figure[] {
  const median = (mode: SyncMode): number =>
    percentile(
      of(mode).map(({ seconds }) => seconds),
      50,
    );
  const most = (value: (item: TimedRun) => number): number => Math.max(...of('mirror').map(value));
  const [mirror, bare, bareKeys] = [median('mirror'), median('bare'), median('bareKeys')];
  const ratio = bare / mirror;
  return [
    {
      id: 'sync',
      value: three(mirror),
      unit: 's',
      reference: three(bare),
      ratio: three(ratio),
      bar: '≥ 0.7 ×',
      ok: ratio >= 0.7,
      about: `${events} events in ${blocks} blocks, all checks on; against getLogs + slicing + COPY into the same tables and indexes`,
    },
    {
      id: 'sync.keysOnly',
      value: three(mirror),
      unit: 's',
      reference: three(bareKeys),
      ratio: three(bareKeys / mirror),
      about: 'the same against a script whose tables have primary keys and no other index',
    },
    { id: 'sync.rate', value: three(events / mirror), unit: 'events/s', about: 'each makes two rows' },
    atMost(
      'sync.requests',
      most(({ requests }) => requests),
      'requests',
      50,
      `HTTP requests, with ${most(({ calls }) => calls)} questions in them`,
    ),
    atMost('sync.restart', median('restart'), 's', 1, 'start with nothing to do, until caught up'),
  ];
}

async function liveFigures(bench: SyncBench, url: string): Promise<Figure[]> {
  const child = await startLive(bench.place(url));
  try {
    const delays = await measureDelay(
      bench.chain,
      url,
      'SELECT max(block_number) FROM mirror.volume_entries',
      warmUp + liveBlocks,
    );
    const known = delays.slice(warmUp);
    const changes: number[] = [];
    for (let round = 0; round < rounds; round += 1) changes.push(await measureReorganisation(bench.chain, url, 10, 1_000));
    return [
      atMost(
        'live.delay.p99',
        percentile(known, 99),
        'ms',
        250,
        `from a mined block to its visible row, ${liveBlocks} blocks of a second after ${warmUp} more; median ${three(percentile(known, 50))} ms, the worst ${three(Math.max(...known))} ms`,
      ),
      atMost(
        'live.reorganisation',
        percentile(changes, 50),
        'ms',
        500,
        `ten blocks with 1,000 events replaced by ten others with as many; the worst of ${rounds} took ${three(Math.max(...changes))} ms`,
      ),
    ];
  } finally {
    await stopLive(child);
  }
}
