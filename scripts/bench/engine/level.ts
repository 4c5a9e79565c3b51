import { calculatePeriod } from '#engine/index.ts';
import { three, type Figure } from '../report.ts';
import { best, peakMiB } from '../spent.ts';
import { bareLoop, type Columns } from './bare-loop.ts';
import { firstPeriod, tenLevels } from './world.ts';

const MEMBERS = 1_000_000;
const ORDERS = 1_000_000;

/** A period of ten levels with dynamic compression against the bare loop, from decoded entries to what everybody is owed, without hashing. */
export function measure(): Figure[] {
  const input = firstPeriod(MEMBERS, ORDERS);
  const took = best(3, () => calculatePeriod(input));
  const memory = peakMiB();
  const bought = input.entries.flatMap((entry) => (entry.kind === 'ownPurchase' ? [entry] : []));
  const columns: Columns = {
    sponsorOf: input.sponsorOf,
    memberOf: Uint32Array.from(bought, ({ memberId }) => memberId),
    cvOf: Float64Array.from(bought, ({ cv }) => Number(cv)),
    pvOf: Float64Array.from(bought, ({ pv }) => Number(pv)),
    rates: tenLevels.map(({ ratePpm }) => ratePpm),
    thresholds: tenLevels.map(({ ppvAtLeast }) => Number(ppvAtLeast)),
  };
  const reference = best(3, () => bareLoop(columns));
  const { cumulative } = calculatePeriod(input).carryOut;
  if (bareLoop(columns).some((amount, memberId) => BigInt(amount) !== cumulative[memberId])) {
    throw new Error('the engine and the bare loop come to different sums');
  }
  const ratio = took / reference;
  return [
    {
      id: 'engine.level.run',
      value: three(took),
      unit: 'ms',
      reference: three(reference),
      ratio: three(ratio),
      bar: '≤ 4 × the loop',
      ok: ratio <= 4,
      about: '1M members, 1M orders, ten levels, dynamic compression; bare typed-array loop',
    },
    { id: 'engine.level.memory', value: three(memory), unit: 'MiB', about: 'peak of that run, its input included' },
  ];
}
