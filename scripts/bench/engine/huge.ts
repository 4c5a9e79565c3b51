import { calculatePeriod } from '#engine/index.ts';
import { atMost, type Figure } from '../report.ts';
import { peakMiB, threadMilliseconds } from '../spent.ts';
import { hybridPeriod } from './hybrid.ts';

/** Ten million members and orders under the plan of seven bonuses. */
export function measure(): Figure[] {
  const input = hybridPeriod(10_000_000, 10_000_000);
  const start = threadMilliseconds();
  calculatePeriod(input);
  const took = (threadMilliseconds() - start) / 1_000;
  return [
    atMost('engine.huge.run', took, 's', 90, "seven bonuses, 10M members, 10M orders; vendors' claims are 15 min"),
    atMost('engine.huge.memory', peakMiB() / 1_024, 'GiB', 10, 'peak of that run, its input included'),
  ];
}
