import type pg from 'pg';
import type { VolumeEntry } from '#engine/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { createCommissions } from '#modules/commissions/index.ts';
import { createPlans } from '#modules/plans/index.ts';
import { systemClock } from '#platform/clock.ts';
import { openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { percentile, three, type Figure } from '../report.ts';
import { hybridPeriod } from './hybrid.ts';
import { fillMirror } from './mirror-rows.ts';
import { withPostgres } from './server.ts';
import { orders } from './world.ts';

const MEMBERS = 100_000;
const ORDERS = 20;
/** The block that the made-up network stands at. */
const BLOCK = 9;

/**
 * From an order that has just been written into the mirror to the estimate that holds it, by the door of the module, under the plan of seven
 * bonuses. By the clock, because two processes work. From the mined block to the row is the mirror's figure (`live.delay`).
 */
export async function measure(): Promise<Figure[]> {
  const world = hybridPeriod(MEMBERS, MEMBERS);
  const more = Array.from(orders(MEMBERS + ORDERS, MEMBERS).slice(MEMBERS));
  return withPostgres(async (pool, url) => {
    await migrate(url);
    await fillMirror(pool, world, 'open');
    const database = openDatabase({ connectionString: url, maxConnections: 2 });
    const mirror = createMirrorReader(database);
    const commissions = createCommissions({
      database,
      clock: systemClock,
      mirror,
      plans: createPlans({ mirror }),
      genealogy: { namesOf: async () => new Map(), refuseUnknown: async () => undefined },
      orders: { orderIdsByRef: async () => new Map() },
      domain: world.domain,
      placementWidth: 2,
    });
    const began = performance.now();
    await commissions.openOutcome();
    const first = performance.now() - began;
    const times: number[] = [];
    for (const [index, entry] of more.entries()) {
      await record(pool, entry, MEMBERS + index, BLOCK + 1 + index);
      const written = performance.now();
      const outcome = await commissions.openOutcome();
      times.push(performance.now() - written);
      if (outcome?.result.entryCount !== MEMBERS + index + 1) throw new Error('the estimate does not know the order');
    }
    await database.close();
    // The third answer makes ready what makes all others quick.
    const quick = percentile(times.slice(2), 50);
    const worst = Math.max(...times);
    return [
      {
        id: 'engine.estimate.live',
        value: three(quick),
        unit: 'ms',
        bar: '≤ 1000 ms',
        ok: quick <= 1_000,
        about: 'from the row of an order to the estimate of the module, 100k members and orders, seven bonuses, median',
      },
      {
        id: 'engine.estimate.live.worst',
        value: three(worst),
        unit: 'ms',
        bar: '≤ 1000 ms',
        ok: worst <= 1_000,
        about: `of ${times.length} orders, those included before which the period is not followed yet`,
      },
      {
        id: 'engine.estimate.live.first',
        value: three(first),
        unit: 'ms',
        about: 'the first answer of a process, which reads everything',
      },
    ];
  });
}

/** One more order in a block of its own, as the indexer writes it. */
async function record(pool: pg.Pool, entry: VolumeEntry, index: number, block: number): Promise<void> {
  if (entry.kind !== 'ownPurchase') throw new Error('only own purchases are written');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     VALUES ($1, 1, 1, $2, $3, $4, $5, $6, 0)`,
    [index, entry.memberId, entry.pv, entry.cv, entry.orderRef, block],
  );
  await client.query(`INSERT INTO mirror.contract_seqs (contract, seq, block_number) VALUES ('volumeLedger', $1, $2)`, [
    index,
    block,
  ]);
  await client.query('UPDATE mirror.checkpoints SET block_number = $1, head = $1', [block]);
  await client.query('COMMIT');
  client.release();
}
