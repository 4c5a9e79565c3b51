import type { PoolClient } from 'pg';
import type { Database } from '#platform/database.ts';

/** Whom a question can be put to: any connection, or the one of a snapshot. */
export interface Asked {
  readonly pool: Pick<PoolClient, 'query'>;
}

/** Whoever asks for millions of rows needs the connection itself. */
export interface Snapshot {
  readonly pool: PoolClient;
}

/** A snapshot of which a second connection can see the same moment. */
export interface WideSnapshot extends Snapshot {
  /**
   * Both answers: at the same time if another connection is free at once, one after the other if not. Never waits for one: those who hold the
   * others may be waiting, too.
   */
  both<One, Other>(
    one: (snapshot: Snapshot) => Promise<One>,
    other: (snapshot: Snapshot) => Promise<Other>,
  ): Promise<[One, Other]>;
}

/** As `inSnapshot`, for great questions of which two can be answered at once. */
export async function inWideSnapshot<T>(
  { pool }: Pick<Database, 'pool'>,
  work: (snapshot: WideSnapshot) => Promise<T>,
): Promise<T> {
  return inSnapshot({ pool }, (client) =>
    work({
      pool: client,
      both: async (one, other) => {
        const here = { pool: client };
        const free = pool.waitingCount === 0 && (pool.idleCount > 0 || pool.totalCount < pool.options.max);
        if (!free) return [await one(here), await other(here)];
        const another = await pool.connect();
        const moment = await exported(client).catch((error: unknown) => {
          another.release();
          throw error;
        });
        return Promise.all([one(here), onConnection(another, (connection) => other({ pool: connection }), moment)]);
      },
    }),
  );
}

/** All questions of `work` see the same moment of the mirror. */
export async function inSnapshot<T>({ pool }: Pick<Database, 'pool'>, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return onConnection(await pool.connect(), work);
}

async function exported(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
  return rows[0]?.id ?? '';
}

/** @param moment of another connection, to see what it sees */
async function onConnection<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>, moment?: string): Promise<T> {
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (moment !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${client.escapeLiteral(moment)}`);
    return await work(client);
  } finally {
    // Nothing was written, so a rollback is as good as a commit. A connection that cannot even do that is broken.
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
  }
}
