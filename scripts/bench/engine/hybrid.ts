import { calculatePeriod, type RunInput } from '#engine/index.ts';
import { atMost, three, type Figure } from '../report.ts';
import { best, peakMiB, threadMilliseconds } from '../spent.ts';
import { hybridPlan } from './hybrid-plan.ts';
import { withPostgres } from './server.ts';
import { loadNetwork, sqlHybrid } from './sql-hybrid.ts';
import { firstPeriod, places } from './world.ts';

const REFERENCE = 100_000;

/** The first period of a network under the plan of seven bonuses. */
export function hybridPeriod(memberCount: number, orderCount: number): RunInput {
  return { ...firstPeriod(memberCount, orderCount, hybridPlan), placement: places(memberCount) };
}

/** A million members and three million orders; and a tenth of the members against the same in SQL. */
export async function measure(): Promise<Figure[]> {
  const input = hybridPeriod(1_000_000, 3_000_000);
  const start = threadMilliseconds();
  calculatePeriod(input);
  const took = (threadMilliseconds() - start) / 1_000;
  const memory = peakMiB() / 1_024;

  const small = hybridPeriod(REFERENCE, REFERENCE);
  const quick = best(3, () => calculatePeriod(small));
  const totals = calculatePeriod(small).totalsByBonus;
  const reference = await withPostgres(async (pool) => {
    await loadNetwork(pool, small);
    const began = performance.now();
    const found = await sqlHybrid(pool);
    const elapsed = performance.now() - began;
    for (const id of ['team', 'legs', 'own']) {
      if (found[id] !== totals[id]) throw new Error(`the engine and SQL differ in ${id}: ${totals[id]} and ${found[id]}`);
    }
    return elapsed;
  });
  return [
    atMost('engine.hybrid.run', took, 's', 6, 'seven bonuses, 1M members, 3M orders, one run without warming up'),
    atMost('engine.hybrid.memory', memory, 'GiB', 1.5, 'peak of that run, its input included'),
    {
      id: 'engine.hybrid.sql',
      value: three(quick),
      unit: 'ms',
      reference: three(reference),
      ratio: three(reference / quick),
      about: 'the same plan, 100k members and orders; recursive SQL that does less (no legs in ranks, no carry, no lines)',
    },
  ];
}
