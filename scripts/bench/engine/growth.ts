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
    const columns = columnsOf(input);
    return {
      engine: eachOf(size, () => calculatePeriod(input)),
      loop: eachOf(size, () => bareLoop(columns)),
    };
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

/** Microseconds for each of so many, over a time long enough to be told. */
function eachOf(size: number, work: () => unknown): number {
  const rounds = Math.max(1, 1_000_000 / size);
  const took = best(3, () => {
    for (let round = 0; round < rounds; round += 1) work();
  });
  return (took * 1_000) / (size * rounds);
}
