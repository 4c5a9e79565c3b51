import { calculatePeriod, explain } from '#engine/index.ts';
import { three, type Figure } from './report.ts';
import { firstPeriod } from './world.ts';

const MEMBERS = 1_000_000;
const ASKED = 200;

/** The lines of single members of a million, each calculated from the facts when somebody asks. */
export function measure(): Figure[] {
  const input = firstPeriod(MEMBERS, MEMBERS);
  const earners = calculatePeriod(input).earnings;
  const step = Math.floor(earners.length / ASKED);
  const times: number[] = [];
  for (let index = 0; index < ASKED; index += 1) {
    const memberId = earners[index * step]?.memberId ?? 2;
    const start = performance.now();
    explain(input, memberId);
    times.push(performance.now() - start);
    // A machine on which it takes seconds needs no hundred of them to show it.
    if (times.reduce((sum, time) => sum + time, 0) > 60_000) break;
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return [figure('median', at(0.5), 20, times.length), figure('p99', at(0.99), 300, times.length)];
}

function figure(name: string, value: number, most: number, count: number): Figure {
  return {
    id: `engine.explain.${name}`,
    value: three(value),
    unit: 'ms',
    bar: `≤ ${most} ms`,
    ok: value <= most,
    about: `all lines of one member of 1M, ${count} members asked`,
  };
}
