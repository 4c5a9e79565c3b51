import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';

/** Compares the mirror with the chain, row by row, and says where they part. Exit code 1 when they do. Changes nothing. */
async function main(): Promise<number> {
  const config = loadConfig();
  const database = openDatabase({ connectionString: config.databaseUrl });
  try {
    const deployment = await loadDeployment(config.deploymentFile);
    const client = createChainClient(config.rpcUrls, config.chainId);
    const verdict = await verifyMirror({ database, client, deployment });
    for (const { table, key, column, expected, found } of verdict.differences) {
      console.log(`${table} [${key}] ${column}: the chain says ${expected}, the mirror says ${found}`);
    }
    const what = `${verdict.rows} rows and ${verdict.views} answers of contracts at block ${verdict.block}`;
    console.log(
      verdict.differences.length === 0
        ? `The mirror agrees with the chain: ${what}.`
        : `The mirror differs from the chain (${what}).`,
    );
    return verdict.differences.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

if (import.meta.main) process.exitCode = await main();
