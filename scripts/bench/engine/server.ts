import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openHome } from '#scripts/start/home.ts';
import { startPostgres } from '#scripts/start/postgres.ts';

/** Durability is off: it is not what is measured. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=1GB',
  'work_mem=256MB',
  'max_wal_size=8GB',
  'jit=off',
];

/** A PostgreSQL for one measurement, gone afterwards. */
export async function withPostgres<Result>(work: (pool: pg.Pool, url: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-bench-'));
  // The server's user must be able to reach its data.
  await chmod(folder, 0o755);
  const { url, server } = await startPostgres(openHome(folder), () => undefined, 0, settings);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // pg-pool says that it has ended before its connections have: then the server that stops below tells them so.
  pool.on('error', (error) => {
    if (!pool.ending) throw error;
  });
  try {
    return await work(pool, url);
  } finally {
    await pool.end();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
