import { EntryTable, openEstimate, type RunInput, type VolumeEntry } from '#engine/index.ts';
import { percentile, three, type Figure } from '../report.ts';
import { processMilliseconds } from '../spent.ts';
import { hybridPeriod } from './hybrid.ts';
import { firstPeriod, orders } from './world.ts';

const MEMBERS = 100_000;
const ORDERS = 20;

/** What the estimate of the open period costs after one more order: of ten levels, and of the plan of seven bonuses. */
export function measure(): Figure[] {
  const more = Array.from(orders(MEMBERS + ORDERS, MEMBERS).slice(MEMBERS));
  return [
    ...figures('level', 'ten levels with dynamic compression', firstPeriod(MEMBERS, MEMBERS), more),
    ...figures('hybrid', 'seven bonuses', hybridPeriod(MEMBERS, MEMBERS), more),
  ];
}

function figures(id: string, about: string, before: RunInput, more: readonly VolumeEntry[]): Figure[] {
  const estimate = openEstimate();
  let input = before;
  const whole = timed(() => estimate.of(input));
  const times = more.map((entry) => {
    input = { ...input, entries: EntryTable.join([EntryTable.of(input.entries), EntryTable.of([entry])]) };
    return timed(() => estimate.of(input));
  });
  const median = percentile(times, 50);
  return [
    {
      id: `engine.estimate.${id}.median`,
      value: three(median),
      unit: 'ms',
      reference: three(whole),
      ratio: three(whole / median),
      bar: '≤ 50 ms',
      ok: median <= 50,
      about: `after one order at 100k members and orders, ${about}; the first calculation`,
    },
    { id: `engine.estimate.${id}.p95`, value: three(percentile(times, 95)), unit: 'ms', about: `of ${times.length} orders` },
  ];
}

function timed(work: () => unknown): number {
  const start = processMilliseconds();
  work();
  return processMilliseconds() - start;
}
