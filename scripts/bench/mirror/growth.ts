import type { Database } from '#platform/database.ts';
import { type Figure, three } from '../report.ts';
import { type TimedRun, withChain } from './sync-bench.ts';

/** So many times the events of the other measurements. */
const times = 10;
/** Joins, and as many orders, in a block: a chain of two million events in usual blocks takes longer to make than a person waits. */
const perBlock = 250;

/** Whether the millionth event costs what the first costs. */
export async function measure(database: Database, events: number): Promise<Figure[]> {
  const run = await withChain(database, events * times, perBlock, async (bench) =>
    bench.run('mirror', await bench.fresh('growth', true)),
  );
  const first = secondsAt(run, events);
  const ratio = run.seconds / (first * times);
  return [
    {
      id: 'growth',
      value: three(run.seconds),
      unit: 's',
      reference: three(first * times),
      ratio: three(ratio),
      bar: '≤ 1.2 ×',
      ok: ratio <= 1.2,
      about: `${events * times} events; against ${times} times what the first ${events} of them took`,
    },
    {
      id: 'growth.last',
      value: three(run.seconds - secondsAt(run, events * (times - 1))),
      unit: 's',
      reference: three(first),
      ratio: three((run.seconds - secondsAt(run, events * (times - 1))) / first),
      about: `the last ${events} events; against the first`,
    },
    { id: 'growth.rate', value: three((events * times) / run.seconds), unit: 'events/s', about: 'each makes two rows' },
    { id: 'growth.peak', value: three(run.peak), unit: 'MiB', about: 'peak memory of the process' },
  ];
}

/** Between the two marks around it. */
function secondsAt({ marks }: TimedRun, events: number): number {
  const place = marks.findIndex((mark) => mark.events >= events);
  const after = marks[place];
  const before = marks[place - 1] ?? { events: 0, seconds: 0 };
  if (after === undefined) throw new RangeError(`only ${marks.at(-1)?.events ?? 0} events were read`);
  return before.seconds + ((after.seconds - before.seconds) * (events - before.events)) / (after.events - before.events);
}
