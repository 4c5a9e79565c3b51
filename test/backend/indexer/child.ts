import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { syncOnce } from '#indexer/index.ts';
import { openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';

/** An indexer as a process of its own that kills itself, without any goodbye, when it comes to UPLINE_FAULT_POINT. */
const [databaseUrl = '', rpcUrl = '', deploymentFile = ''] = process.argv.slice(2);
const wanted = process.env['UPLINE_FAULT_POINT'];
const database = openDatabase({ connectionString: databaseUrl });
const deployment = await loadDeployment(deploymentFile);
await syncOnce({
  database,
  deployment,
  client: createChainClient([rpcUrl], deployment.chainId),
  finalityDepth: 6,
  logger: silentLogger(),
  faultPoint: (name) => {
    if (name === wanted) process.kill(process.pid, 'SIGKILL');
  },
});
await database.close();
