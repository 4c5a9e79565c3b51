import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '#platform/database.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the connections and drops the database. Call it in `afterAll`. */
  drop(): Promise<void>;
}

/** An empty, migrated database of its own for one test file (only in the Vitest project `database`). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `upline_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const database = openDatabase({ connectionString: address.href });
  return {
    url: address.href,
    database,
    drop: async () => {
      await database.close();
      await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Copying a template fails while somebody else copies it, so the copies queue behind one lock. */
async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
