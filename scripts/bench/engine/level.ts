import { calculatePeriod, EntryTable, type PeriodOutcome, type RunInput } from '#engine/index.ts';
import { three, type Figure } from '../report.ts';
import { best, peakMiB } from '../spent.ts';
import { bareLoop, type Columns } from './bare-loop.ts';
import { firstPeriod, legRatePpm, placedPeriod, tenLevels } from './world.ts';

const SIZE = 1_000_000;

/** Ten levels with dynamic compression, and the same with a binary part, against the bare loop: from decoded entries to what everybody is owed, without hashing. */
export function measure(): Figure[] {
  return [
    against('binary', placedPeriod(SIZE, SIZE), 'ten levels, dynamic compression, binary with carry'),
    {
      id: 'engine.level.memory',
      value: three(peakMiB()),
      unit: 'MiB',
      about: 'peak of that run with the loop, its input included',
    },
    against('run', firstPeriod(SIZE, SIZE), 'the same without the binary part'),
  ];
}

function against(name: string, input: RunInput, about: string): Figure {
  const took = best(3, () => calculatePeriod(input));
  const columns = columnsOf(input);
  const reference = best(3, () => bareLoop(columns));
  refuseDifference(calculatePeriod(input), columns);
  const ratio = took / reference;
  return {
    id: `engine.level.${name}`,
    value: three(took),
    unit: 'ms',
    reference: three(reference),
    ratio: three(ratio),
    bar: '≤ 4 × the loop',
    ok: ratio <= 4,
    about: `1M members, 1M orders, ${about}; bare typed-array loop`,
  };
}

/** What the bare loop is given of a period. */
export function columnsOf({ sponsorOf, placement, entries }: RunInput): Columns {
  const { members, cv, pv } = EntryTable.of(entries);
  return {
    sponsorOf,
    memberOf: members,
    cvOf: Float64Array.from(cv, Number),
    pvOf: Float64Array.from(pv, Number),
    rates: tenLevels.map(({ ratePpm }) => ratePpm),
    thresholds: tenLevels.map(({ ppvAtLeast }) => Number(ppvAtLeast)),
    ...(placement === undefined ? {} : { binary: { ...placement, ratePpm: legRatePpm, least: 10_000 } }),
  };
}

/** @throws Error when the two come to different sums, or carry different legs */
function refuseDifference({ carryOut: { cumulative, columns: carried } }: PeriodOutcome, columns: Columns): void {
  const { earned, legs } = bareLoop(columns);
  const differs = (bare: Float64Array | undefined, ours: BigUint64Array | BigInt64Array | undefined): boolean =>
    bare?.some((amount, memberId) => BigInt(amount) !== ours?.[memberId]) === true;
  const left = differs(legs?.left, carried?.values.get('binary.legs.left.0'));
  const right = differs(legs?.right, carried?.values.get('binary.legs.right.0'));
  if (left || right || differs(earned, cumulative)) throw new Error('the engine and the bare loop come to different sums');
}
