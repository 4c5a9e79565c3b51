import type { PoolClient } from 'pg';
import { type FactRows, factTables } from './tables.ts';

/**
 * Makes the partitions that these rows go into, and that of the period after the next: a period that opens finds its table made while
 * the one before was still open. In the transaction of the rows, so a batch that fails leaves none behind; one that stays empty after a
 * replaced block does no harm.
 */
export async function ensurePartitions(client: PoolClient, rows: FactRows): Promise<void> {
  const periods = new Set<number>();
  const entryPeriod = factTables.volumeEntries.columns.findIndex(([name]) => name === 'period');
  for (const row of rows.volumeEntries) periods.add(Number(row[entryPeriod]));
  const closedPeriod = factTables.periods.columns.findIndex(([name]) => name === 'period');
  for (const row of rows.periods) for (const ahead of [1, 2]) periods.add(Number(row[closedPeriod]) + ahead);
  if (periods.size === 0) return;
  await client.query({
    name: 'mirror-ensure-partitions',
    text: `SELECT mirror.ensure_partition('mirror.volume_entries', period) FROM unnest($1::int[]) AS period ORDER BY period`,
    values: [[...periods]],
  });
}
