import type { PoolClient } from 'pg';
import type { Database } from '#platform/database.ts';

/** Whom a question can be put to: any connection, or the one of a snapshot. */
export interface Asked {
  readonly pool: Pick<PoolClient, 'query'>;
}

/** All questions of `work` see the same moment of the mirror. */
export async function inSnapshot<T>({ pool }: Pick<Database, 'pool'>, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(client);
  } finally {
    // Nothing was written, so a rollback is as good as a commit. A connection that cannot even do that is broken.
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
  }
}
