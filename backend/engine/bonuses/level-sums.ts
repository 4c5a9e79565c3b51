import { type Rounding } from '#kernel/rate.ts';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { preorder } from '../ranks/preorder.ts';
import { bySource, openGains, type CvColumns, type Gains, type OrdersBySource } from './gains.ts';
import { factsByPlace, holderTables, rankIn, rateOf, type Compression, type Level, type LevelFacts } from './level-holders.ts';

/** A level bonus made ready for a period, as far as its sums need it. */
interface LevelRules {
  readonly bonus: {
    readonly id: string;
    readonly rounding: Rounding;
    readonly customerSaleLevelOne: 'seller' | 'sponsor';
  };
  readonly levels: readonly Level[];
  readonly how: Compression;
  readonly facts: LevelFacts;
}

/**
 * What a level bonus comes to, for orders whose sums fit. Everything is done by place in the order of the tree: one source after the other has
 * nearly the same uplines, and they stand near. By number each of ten levels would be somewhere else in memory.
 */
export function gainsByPlace(
  { bonus, levels, how, facts }: LevelRules,
  orders: CvColumns,
  scaleDown: ((amount: bigint) => bigint) | undefined,
): Gains {
  const memberCount = facts.above.length - 1;
  const order = preorder(facts.above, memberCount);
  const { place } = order;
  const placed = factsByPlace(facts, order);
  const holders = holderTables(levels, how, placed);
  const { gains, adderOf } = openGains(memberCount, bonus, scaleDown);
  const steps = levels.map((level, index) => ({
    level,
    rates: BigInt64Array.from(level.rates, BigInt),
    holder: holders[index] ?? new Uint32Array(),
    // With dynamic compression whoever holds a level is paid; where the rate is the same for all, nothing needs to be looked up.
    sure: how.compression === 'dynamic' && level.rates.every((rate) => rate > 0 && rate === level.rates[0]),
  }));
  const { above, words } = placed;

  function addUp(sources: OrdersBySource, firstOf: (source: number) => number): void {
    const { start } = sources;
    const add = adderOf(sources);
    for (let source = COMPANY_MEMBER; source <= memberCount; source += 1) {
      const first = start[source] ?? 0;
      const end = start[source + 1] ?? 0;
      if (first === end) continue;
      let from = firstOf(source);
      for (const { level, rates, holder, sure } of steps) {
        const at = holder[from] ?? 0;
        if (at === 0) break;
        if (sure) add(first, end, at, rates[0] ?? 0n);
        else if (rateOf(level, placed, at) > 0) add(first, end, at, rates[rankIn(words[at] ?? 0)] ?? 0n);
        from = above[at] ?? 0;
      }
    }
  }

  const upline = (source: number): number => above[source] ?? 0;
  if (bonus.customerSaleLevelOne === 'sponsor') addUp(bySource(orders, place), upline);
  else {
    const fromCustomer = (one: number): boolean => orders.fromCustomer[one] !== 0;
    const own = (one: number): boolean => !fromCustomer(one);
    addUp(bySource(orders, place, own), upline);
    addUp(bySource(orders, place, fromCustomer), (source) => source);
  }
  return gains(place);
}
