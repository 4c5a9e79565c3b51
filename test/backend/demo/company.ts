import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonRpcProvider } from 'ethers';
import { createServices, type Services } from '#bin/wiring.ts';
import { createChainClient } from '#chain/client.ts';
import { type Deployment, loadDeployment } from '#chain/deployment.ts';
import { settableClock } from '#platform/clock.ts';
import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/logger.ts';
import { chainAccount, privateKeyOf } from '#scripts/demo/keys.ts';
import { openStage } from '#scripts/demo/open-stage.ts';
import type { DemoStage } from '#scripts/demo/stage.ts';
import { deployUpline } from '#scripts/deploy/deploy.ts';
import { localAccount, localParameters } from '#scripts/deploy/parameters.ts';
import { startAnvil } from '#test/support/anvil.ts';
import { createTestDatabase } from '#test/support/database.ts';

const HUNDRED_DAYS = 100 * 86_400_000;

export interface EmptyCompany {
  readonly stage: DemoStage;
  readonly services: Services;
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  readonly database: Awaited<ReturnType<typeof createTestDatabase>>['database'];
  stop(): Promise<void>;
}

/** A chain whose first block is a hundred days old, the contracts on it, an empty database, and the product's own wiring. */
export async function startEmptyCompany(): Promise<EmptyCompany> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-demo-'));
  const anvil = await startAnvil({ startsAt: new Date(Date.now() - HUNDRED_DAYS) });
  const provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, polling: true, pollingInterval: 50 });
  const deploymentFile = join(folder, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(await deployUpline(localParameters(), localAccount(0).connect(provider))));
  provider.destroy();
  const test = await createTestDatabase();
  const config = loadConfig({
    NODE_ENV: 'test',
    DEMO: '1',
    DATABASE_URL: test.url,
    RPC_URLS: anvil.url,
    CHAIN_ID: String(anvil.chainId),
    DEPLOYMENT_FILE: deploymentFile,
    PUBLIC_URL: 'http://localhost:4000',
    FILES_DIR: join(folder, 'files'),
    RELAYER_KEY: privateKeyOf(chainAccount('relayer')),
    RECORDER_KEY: privateKeyOf(chainAccount('recorder')),
    SETTLER_KEY: privateKeyOf(chainAccount('settler')),
    QUOTER_KEY: privateKeyOf(chainAccount('recorder')),
  });
  const deployment = await loadDeployment(deploymentFile);
  const foundations = {
    config,
    deployment,
    database: test.database,
    clock: settableClock(),
    chain: createChainClient(config.rpcUrls, config.chainId),
    logger: createLogger({ level: 'error', name: 'demo-test' }),
  };
  const services = createServices(foundations);
  return {
    services,
    deployment,
    rpcUrl: anvil.url,
    database: test.database,
    stage: await openStage(foundations, services),
    stop: async () => {
      await test.drop();
      await anvil.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
