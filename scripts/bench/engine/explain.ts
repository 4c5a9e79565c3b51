import { calculatePeriod, openExplainer } from '#engine/index.ts';
import { percentile, three, type Figure } from '../report.ts';
import { processMilliseconds } from '../spent.ts';
import { firstPeriod } from './world.ts';

const MEMBERS = 1_000_000;
const ASKED = 2_000;

/** The lines of single members of a million, each calculated from the facts when somebody asks, in a period that is opened once. */
export function measure(): Figure[] {
  const input = firstPeriod(MEMBERS, MEMBERS);
  const earners = Array.from(calculatePeriod(input).earnings, ({ memberId }) => memberId);
  const step = earners.length / ASKED;
  const opening = processMilliseconds();
  const explainer = openExplainer(input);
  const opened = processMilliseconds() - opening;
  const times: number[] = [];
  for (let index = 0; index < ASKED; index += 1) {
    const memberId = earners[Math.floor(index * step)] ?? 2;
    const start = processMilliseconds();
    explainer.explain(memberId);
    times.push(processMilliseconds() - start);
  }
  return [
    figure('median', percentile(times, 50), 20, times.length),
    figure('p99', percentile(times, 99), 300, times.length),
    { id: 'engine.explain.open', value: three(opened), unit: 'ms', about: 'opening the period, once for all members asked' },
  ];
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
