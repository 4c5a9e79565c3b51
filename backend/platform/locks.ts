import { createHash } from 'node:crypto';
import pg from 'pg';

export interface Lock {
  /** Aborts when the connection that holds the lock breaks: from then on somebody else may hold it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes a lock that the whole database knows by `name`. It lives exactly as long as its own connection, so it is free at the moment
 * its holder dies.
 * @returns undefined when somebody else holds it
 */
export async function tryLock(connectionString: string, name: string): Promise<Lock | undefined> {
  const client = new pg.Client({ connectionString, keepAlive: true });
  const controller = new AbortController();
  client.on('error', () => controller.abort());
  client.on('end', () => controller.abort());
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockNumber(name)]);
  if (rows[0]?.taken !== true) {
    await client.end();
    return undefined;
  }
  return { lost: controller.signal, release: () => client.end() };
}

function lockNumber(name: string): bigint {
  return createHash('sha256').update(`upline:${name}`).digest().readBigInt64BE(0);
}
