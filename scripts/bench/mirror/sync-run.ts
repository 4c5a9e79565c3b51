import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import { peakMiB } from '../spent.ts';
import { readBare } from './bare.ts';

export type SyncMode = 'mirror' | 'bare' | 'bareKeys' | 'restart' | 'live';

/** One reading of the chain, in a process of its own so that its memory is its own. */
export interface SyncRun {
  readonly mode: SyncMode;
  readonly seconds: number;
  /** MiB. */
  readonly peak: number;
  /** Seconds of the processor that the process has had. */
  readonly processor: number;
  readonly requests: number;
  readonly calls: number;
  /** Seconds after which so many events were in the mirror. */
  readonly marks: readonly { readonly events: number; readonly seconds: number }[];
}

const [mode, databaseUrl, rpcUrl, deploymentFile] = process.argv.slice(2) as [SyncMode, string, string, string];
const database = openDatabase({ connectionString: databaseUrl, maxConnections: 4 });
const deployment = await loadDeployment(deploymentFile);
const client = createChainClient([rpcUrl], deployment.chainId);
const counts = client.nodes[0]?.counts ?? { requests: 0, calls: 0 };
const options = { database, deployment, client, finalityDepth: 12, logger: silentLogger() };
if (mode === 'live') await live();
else await once();
await database.close();

async function once(): Promise<void> {
  const marks: { events: number; seconds: number }[] = [];
  if (mode === 'mirror') await emptyMirror(database);
  const began = performance.now();
  const past = (): number => (performance.now() - began) / 1_000;
  let seconds: number;
  if (mode === 'mirror' || mode === 'restart') {
    await syncOnce({ ...options, moved: ({ events }) => void marks.push({ events: Number(events), seconds: past() }) });
    seconds = past();
  } else {
    const last = Number(await client.any.getBlockNumber({ cacheTime: 0 }));
    seconds = await readBare(database, { anvil: { url: rpcUrl }, deployment }, last, mode === 'bare');
  }
  const { requests, calls } = counts;
  const { user, system } = process.cpuUsage();
  const run: SyncRun = { mode, seconds, peak: peakMiB(), processor: (user + system) / 1e6, requests, calls, marks };
  process.stdout.write(JSON.stringify(run));
}

/** Follows the chain as the product does until the parent goes, and says when it has caught up. */
async function live(): Promise<void> {
  const indexer = await startIndexer(options);
  await indexer.caughtUp;
  process.send?.('caughtUp');
  await new Promise((resolve) => process.once('disconnect', resolve));
  await indexer.stop();
}
