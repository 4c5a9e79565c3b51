import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { syncOnce } from '#indexer/index.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import { readBare } from './bare.ts';

/** One reading of the chain, in a process of its own so that its memory is its own. */
export interface SyncRun {
  readonly mode: 'mirror' | 'bare' | 'bareKeys' | 'restart';
  readonly seconds: number;
  /** MiB. */
  readonly peak: number;
  readonly requests: number;
  readonly calls: number;
}

const [mode, databaseUrl, rpcUrl, deploymentFile] = process.argv.slice(2) as [SyncRun['mode'], string, string, string];
const database = openDatabase({ connectionString: databaseUrl, maxConnections: 4 });
const deployment = await loadDeployment(deploymentFile);
const client = createChainClient([rpcUrl], deployment.chainId);
const counts = client.nodes[0]?.counts ?? { requests: 0, calls: 0 };
let seconds: number;
if (mode === 'mirror' || mode === 'restart') {
  if (mode === 'mirror') await emptyMirror(database);
  const began = performance.now();
  await syncOnce({ database, deployment, client, finalityDepth: 12, logger: silentLogger() });
  seconds = (performance.now() - began) / 1_000;
} else {
  const last = Number(await client.any.getBlockNumber({ cacheTime: 0 }));
  seconds = await readBare(database, { anvil: { url: rpcUrl }, deployment }, last, mode === 'bare');
}
const { requests, calls } = counts;
const run: SyncRun = { mode, seconds, peak: process.resourceUsage().maxRSS / 1_024, requests, calls };
process.stdout.write(JSON.stringify(run));
await database.close();
