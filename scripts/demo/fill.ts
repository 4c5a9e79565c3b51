/** Fills an empty company, named by the settings of the environment, with the demo world; with `--members N`, with a large one. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createServices } from '#bin/wiring.ts';
import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { settableClock } from '#platform/clock.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { createLogger } from '#platform/logger.ts';
import { buildDemoWorld } from './build.ts';
import { demoPeople } from './demo-people.ts';
import { buildLargeWorld } from './large-world.ts';
import { openStage } from './open-stage.ts';
import { DEFAULT_SEED } from './world.ts';

const { values } = parseArgs({ options: { members: { type: 'string' }, seed: { type: 'string' } } });
const seed = values.seed === undefined ? DEFAULT_SEED : BigInt(values.seed);
const write = (line: string): void => void process.stdout.write(`${line}\n`);

const config = loadConfig();
const deployment = await loadDeployment(config.deploymentFile);
const database = openDatabase({ connectionString: withoutWaiting(config.databaseUrl) });
try {
  const chain = createChainClient(config.rpcUrls, config.chainId);
  // Only what stops the building is worth a line between those of the progress.
  const logger = createLogger({ level: 'error', name: 'demo' });
  const foundations = { config, database, clock: settableClock(), chain, deployment, logger };
  const stage = await openStage(foundations, createServices(foundations));
  const people =
    values.members === undefined ? (await buildDemoWorld(stage, { seed, write })).people : await large(Number(values.members));
  await writeFile(join(dirname(config.deploymentFile), 'demo-people.json'), `${JSON.stringify(people, undefined, 2)}\n`);

  async function large(members: number) {
    const { cast, invitation } = await buildLargeWorld(stage, { members, seed, now: new Date(), write });
    return demoPeople(cast, invitation);
  }
} finally {
  await database.close();
}

/** A half-built world is thrown away after a crash, so no commit of the building has to wait for the disk. */
function withoutWaiting(url: string): string {
  const address = new URL(url);
  address.searchParams.set('options', '-c synchronous_commit=off');
  return address.href;
}
