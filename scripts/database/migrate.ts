import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { readMigrations } from './schema-files.ts';

/** Taken while migrating, so that two processes that start together do not both create the tables. */
const migrationLock = 7_164_330_211n;

/**
 * Applies what is missing, each migration in one transaction, and notes it in `_prisma_migrations` exactly as Prisma does, so that
 * `prisma migrate deploy` can go on from here.
 * @returns the names that were applied now
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(migrationsTable);
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const now: string[] = [];
    for (const migration of readMigrations()) {
      const checksum = applied.get(migration.name);
      if (checksum === migration.checksum) continue;
      if (checksum !== undefined) {
        throw new Error(
          `This database was made with another version of migration ${migration.name}. ` +
            'Start over with an empty database (npm start -- --reset); an applied migration is never edited after a release.',
        );
      }
      await apply(client, migration);
      now.push(migration.name);
    }
    return now;
  } finally {
    await client.end();
  }
}

async function apply(client: Client, migration: { name: string; script: string; checksum: string }): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.script);
    await client.query(
      `INSERT INTO public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${migration.name} failed; nothing of it was kept.`, { cause: error });
  }
}

const migrationsTable = `
  CREATE TABLE IF NOT EXISTS public._prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

if (import.meta.main) {
  const connectionString = process.env['DATABASE_URL'];
  if (!connectionString) throw new Error('Set DATABASE_URL to the database that is to be migrated.');
  const names = await migrate(connectionString);
  console.log(names.length === 0 ? 'The database is up to date.' : `Applied: ${names.join(', ')}.`);
}
