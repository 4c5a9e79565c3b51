import { emptyMirror } from '#mirror/write/empty.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';

/** For a mirror that has to be built anew (the chain replaced final blocks, or a row was damaged). Stop the indexer first. */
if (import.meta.main) {
  const database = openDatabase({ connectionString: loadConfig().databaseUrl });
  try {
    await emptyMirror(database);
    console.log('The mirror is empty. Start the indexer: it is built anew from the chain.');
  } finally {
    await database.close();
  }
}
