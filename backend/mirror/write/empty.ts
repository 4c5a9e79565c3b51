import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { tryLock } from '#platform/locks.ts';
import { emptyReports } from '../reports/follow.ts';
import { factTableNames, factTables } from './tables.ts';

/** The lock of whoever writes the mirror. */
export const writerLock = 'mirror-writer';

/**
 * Empties the mirror, so that the indexer builds it anew from the chain. Nothing is lost: it is a copy.
 * @throws UplineError MIRROR.ANOTHER_WRITER while an indexer runs
 */
export async function emptyMirror(database: Database): Promise<void> {
  const lock = await tryLock(database.connectionString, writerLock);
  if (lock === undefined) throw new UplineError('MIRROR.ANOTHER_WRITER');
  try {
    const tables = [...factTableNames.map((name) => factTables[name].name), 'block_headers', 'contract_seqs', 'checkpoints'];
    await database.pool.query(`TRUNCATE ${tables.map((table) => `mirror.${table}`).join(', ')}`);
    await emptyReports(database.pool);
  } finally {
    await lock.release();
  }
}
