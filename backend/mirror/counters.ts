import type { Database } from '#platform/database.ts';

/** What has happened to the mirror of a database since it was made; for machines that watch it. */
export const counterNames = ['holes', 'healedBlocks', 'badAnswers', 'reorgs', 'recheckedBlocks'] as const;
export type CounterName = (typeof counterNames)[number];

export async function readCounters({ pool }: Pick<Database, 'pool'>): Promise<Record<CounterName, number>> {
  const { rows } = await pool.query<{ name: string; value: bigint }>('SELECT name, value FROM mirror.counters');
  const values = new Map(rows.map((row) => [row.name, Number(row.value)]));
  return Object.fromEntries(counterNames.map((name) => [name, values.get(name) ?? 0])) as Record<CounterName, number>;
}
