import type { Database } from '#platform/database.ts';
import type { CounterName } from '../counters.ts';

/** Adds to a counter. It belongs to the database, so it outlives the process and a rebuild. */
export async function count({ pool }: Pick<Database, 'pool'>, name: CounterName, more = 1): Promise<void> {
  await pool.query(
    `INSERT INTO mirror.counters (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value`,
    [name, more],
  );
}
