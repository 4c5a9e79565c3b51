import type { IncrementResponse, Store } from 'express-rate-limit';
import type { Database } from '#platform/database.ts';

/** New counts between two clearings of old ones. */
const sweepEvery = 200;

/**
 * Counts of a limit in the database, so that any number of processes allow together what one would. The database's clock ends the
 * window: the clocks of the processes need not agree. The table is not logged: after a crash of the server counting begins anew.
 */
export class SharedCounts implements Store {
  /** Keys of several limits stand in one table. */
  readonly prefix: string;
  readonly localKeys = false;
  readonly #database: Database;
  readonly #windowMilliseconds: number;
  #counted = 0;

  constructor(database: Database, name: string, windowMilliseconds: number) {
    this.#database = database;
    this.prefix = `${name}:`;
    this.#windowMilliseconds = windowMilliseconds;
  }

  async increment(key: string): Promise<IncrementResponse> {
    const { rows } = await this.#database.pool.query<{ hits: number; window_ends: Date }>({
      name: 'rate-count',
      text: `INSERT INTO office.rate_counts AS known (key, hits, window_ends) VALUES ($1, 1, now() + make_interval(secs => $2))
             ON CONFLICT (key) DO UPDATE SET
               hits = CASE WHEN known.window_ends <= now() THEN 1 ELSE known.hits + 1 END,
               window_ends = CASE WHEN known.window_ends <= now() THEN excluded.window_ends ELSE known.window_ends END
             RETURNING hits, window_ends`,
      values: [this.prefix + key, this.#windowMilliseconds / 1000],
    });
    this.#counted += 1;
    if (this.#counted % sweepEvery === 0)
      await this.#database.pool.query('DELETE FROM office.rate_counts WHERE window_ends <= now()');
    return { totalHits: rows[0]?.hits ?? 1, resetTime: rows[0]?.window_ends };
  }

  async decrement(key: string): Promise<void> {
    await this.#database.pool.query('UPDATE office.rate_counts SET hits = hits - 1 WHERE key = $1 AND hits > 0', [
      this.prefix + key,
    ]);
  }

  async resetKey(key: string): Promise<void> {
    await this.#database.pool.query('DELETE FROM office.rate_counts WHERE key = $1', [this.prefix + key]);
  }
}
