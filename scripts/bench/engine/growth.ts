import { calculatePeriod } from '#engine/index.ts';
import { three, type Figure } from '../report.ts';
import { best } from '../spent.ts';
import { bareLoop } from './bare-loop.ts';
import { columnsOf } from './level.ts';
import { firstPeriod } from './world.ts';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];

/**
 * Time for each member as the network grows tenfold: a linear engine stays level, as far as the caches of the processor let it. How far they
 * do, the bare loop of the same arithmetic tells, which does nothing that is not linear.
 */
export function measure(): Figure[] {
  const times = SIZES.map((size) => {
    const input = firstPeriod(size, size);
    const times = size < 1_000_000 ? 7 : size < 10_000_000 ? 3 : 1;
    const engine = best(times, () => calculatePeriod(input));
    const columns = columnsOf(input);
    const loop = best(times, () => bareLoop(columns));
    return { engine: (engine * 1_000) / size, loop: (loop * 1_000) / size };
  });
  return SIZES.slice(1).flatMap((size, index) => {
    const before = times[index] ?? { engine: NaN, loop: NaN };
    const after = times[index + 1] ?? before;
    const ratio = after.engine / before.engine;
    const ofLoop = after.loop / before.loop;
    const at = `at ${size / 1_000}k; at a tenth of it`;
    return [
      {
        id: `engine.growth.${size / 1_000}k`,
        value: three(after.engine),
        unit: 'µs',
        reference: three(before.engine),
        ratio: three(ratio),
        bar: '≤ 1.3 ×',
        ok: ratio <= 1.3,
        about: `for each member and order ${at}`,
      },
      {
        id: `engine.growth.${size / 1_000}k.loop`,
        value: three(after.loop),
        unit: 'µs',
        reference: three(before.loop),
        ratio: three(ofLoop),
        about: `the bare loop ${at}; the engine grew ${three(ratio / ofLoop)} times as much`,
      },
    ];
  });
}
