import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { openDatabase } from '#platform/database.ts';
import { openHome, readJson } from './home.ts';
import type { Started } from './mirror.ts';
import { givenDatabase } from './postgres.ts';

/**
 * `upline mirror verify`: every row of the mirror against the chain, by DATABASE_URL, RPC_URLS and DEPLOYMENT_FILE or beside the
 * running demo.
 * @returns exit code: 0 equal, 1 different
 */
export async function verifyMirrorCommand(asJson: boolean): Promise<number> {
  const home = openHome();
  const started = readJson<Started>(home.started);
  const databaseUrl = process.env['DATABASE_URL'] ?? started?.databaseUrl;
  const rpcUrls = process.env['RPC_URLS']?.split(',') ?? (started === undefined ? [] : [started.rpcUrl]);
  if (databaseUrl === undefined || rpcUrls.length === 0) throw new UplineError('AUDIT.NO_DEPLOYMENT');
  const deployment = await loadDeployment(process.env['DEPLOYMENT_FILE'] ?? home.deployment);
  await givenDatabase(databaseUrl);
  const database = openDatabase({ connectionString: databaseUrl });
  try {
    const verdict = await verifyMirror({ database, client: createChainClient(rpcUrls, deployment.chainId), deployment });
    const { block, rows, views, differences } = verdict;
    const lines = differences.map(
      ({ table, key, column, expected, found }) =>
        `✗ ${table}, ${key}, ${column}: the chain says ${expected}, the mirror ${found}`,
    );
    const summary =
      differences.length === 0
        ? `✓ The mirror equals the chain at block ${block}: ${rows} rows, ${views} answers of the contracts.`
        : `The mirror DIFFERS from the chain at block ${block}. Empty the schema "mirror" and start again: it is rebuilt from the chain.`;
    process.stdout.write(`${asJson ? JSON.stringify(verdict, undefined, 2) : [...lines, summary].join('\n')}\n`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}
