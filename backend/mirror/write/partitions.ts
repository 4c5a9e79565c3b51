import type { PoolClient } from 'pg';

/**
 * Makes the partitions of these periods. In the transaction of the rows, so a batch that fails leaves none behind; one that stays empty
 * after a replaced block does no harm.
 */
export async function ensurePartitions(client: PoolClient, periods: ReadonlySet<number>): Promise<void> {
  if (periods.size === 0) return;
  await client.query({
    name: 'mirror-ensure-partitions',
    text: `SELECT mirror.ensure_partition('mirror.volume_entries', period) FROM unnest($1::int[]) AS period ORDER BY period`,
    values: [[...periods]],
  });
}
