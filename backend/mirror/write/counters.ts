import type { Database } from '#platform/database.ts';

/** What has happened to the mirror of a database since it was made; for machines that watch it. */
export const counterNames = ['holes', 'healedBlocks', 'badAnswers', 'reorgs', 'recheckedBlocks'] as const;
export type CounterName = (typeof counterNames)[number];

/** Adds to a counter. It belongs to the database, so it outlives the process and a rebuild. */
export async function count({ pool }: Pick<Database, 'pool'>, name: CounterName, more = 1): Promise<void> {
  await pool.query(
    `INSERT INTO mirror.counters (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value`,
    [name, more],
  );
}

export async function readCounters({ pool }: Pick<Database, 'pool'>): Promise<Record<CounterName, number>> {
  const { rows } = await pool.query<{ name: string; value: bigint }>('SELECT name, value FROM mirror.counters');
  const values = new Map(rows.map((row) => [row.name, Number(row.value)]));
  return Object.fromEntries(counterNames.map((name) => [name, values.get(name) ?? 0])) as Record<CounterName, number>;
}
