import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { createFollower } from '#indexer/follower.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import { seeded } from '#test/support/faults.ts';
import type { Order, Told } from './protocol.ts';

/**
 * An indexer as a process of its own that does one step when it is told to, so that a run can be repeated step by step, and that can be
 * killed in the middle of one.
 */
const [databaseUrl = '', rpcUrls = '', deploymentFile = '', seed = ''] = process.argv.slice(2);
const database = openDatabase({ connectionString: databaseUrl, maxConnections: 3 });
const deployment = await loadDeployment(deploymentFile);
let faultPoint: string | undefined;
let skew = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + skew;

const follower = createFollower({
  database,
  deployment,
  client: createChainClient(rpcUrls.split(','), deployment.chainId, { stall: 1_500, timeout: 20_000 }),
  finalityDepth: 8,
  logger: silentLogger(),
  // As good as no pauses: when a step comes is for the simulator to say.
  pollMilliseconds: 1e-9,
  recheckMilliseconds: 0,
  random: seeded(seed),
  faultPoint: (name) => {
    if (name === faultPoint) process.kill(process.pid, 'SIGKILL');
  },
});

const tell = (message: Told): void => void process.send?.(message);
let begun = false;

process.on('message', (order: Order) => {
  void obey(order).then(tell);
});
process.on('disconnect', () => process.exit(0));
tell({ done: 'ready' });

async function obey(order: Order): Promise<Told> {
  skew = order.skew;
  faultPoint = order.faultPoint;
  if (!begun) {
    // The checks of the start are patient by themselves; here one try is one step.
    const stop = AbortSignal.abort();
    // Where every node lies about the first block it refuses, and is started again.
    try {
      begun = await follower.begin(stop);
    } catch (error) {
      return { done: 'look', caughtUp: false, problem: `refused: ${error instanceof UplineError ? error.code : String(error)}` };
    }
    if (!begun) return { done: 'look', caughtUp: false, problem: follower.state().problem?.code };
  }
  const pause = await follower.look();
  const { caughtUp, problem } = follower.state();
  return { done: 'look', caughtUp: caughtUp && pause > 0, problem: problem?.code };
}
