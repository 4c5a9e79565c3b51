import { calculatePeriod } from '#engine/index.ts';
import { three, type Figure } from '../report.ts';
import { best } from '../spent.ts';
import { firstPeriod } from './world.ts';

/** Time for each member as the network grows tenfold: a linear engine stays level. */
export function measure(): Figure[] {
  const sizes = [10_000, 100_000, 1_000_000];
  const times = sizes.map((size) => {
    const input = firstPeriod(size, size);
    return (best(size < 1_000_000 ? 5 : 3, () => calculatePeriod(input)) * 1_000) / size;
  });
  return sizes.slice(1).map((size, index) => {
    const [before = 0, after = 0] = times.slice(index, index + 2);
    const ratio = after / before;
    return {
      id: `engine.growth.${size / 1_000}k`,
      value: three(after),
      unit: 'µs',
      reference: three(before),
      ratio: three(ratio),
      bar: '≤ 1.3 ×',
      ok: ratio <= 1.3,
      about: `for each member and order at ${size / 1_000}k; at a tenth of it`,
    };
  });
}
