import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { DemoPerson } from '#api/demo.ts';
import { type Deployment, loadDeployment } from '#chain/deployment.ts';
import { openHome } from '#scripts/start/home.ts';
import { startProduct as startParts } from '#scripts/start/product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    productTemplate: string;
  }
}

/** The whole product with its own demo world, on ports of its own. */
export interface RunningProduct {
  readonly url: string;
  readonly rpcUrl: string;
  readonly databaseUrl: string;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  /** Folder with the published payout files, state and logs. */
  readonly folder: string;
  readonly people: readonly DemoPerson[];
  stop(): Promise<void>;
}

/** The ports of a test are whatever is free, and nothing of the developer's own settings counts. */
const ownParts = { ports: { web: 0, postgres: 0, chain: 0 }, environment: {} } as const;

/** A temporary folder that PostgreSQL's user may enter too. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'upline-product-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Builds the demo world once and stops it: what every test file then starts from. @returns the folder */
export async function buildTemplate(): Promise<string> {
  const folder = temporaryFolder();
  const lines: string[] = [];
  try {
    const product = await startParts({ home: openHome(join(folder, 'home')), say: (line) => void lines.push(line), ...ownParts });
    await product.stop();
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the product for the browser tests did not start:\n${lines.join('\n')}`, { cause: error });
  }
}

/** Starts a copy of the demo world for one test file (only in the Vitest project `browser`). Call `stop` in `afterAll`. */
export async function startProduct(): Promise<RunningProduct> {
  const folder = temporaryFolder();
  // cp -a keeps the owner of the database files, which is not us when we are root.
  execFileSync('cp', ['-a', join(inject('productTemplate'), 'home'), folder]);
  const home = openHome(join(folder, 'home'));
  const lines: string[] = [];
  try {
    const product = await startParts({ home, say: (line) => void lines.push(line), ...ownParts });
    const response = await fetch(`${product.places.url}/api/v1/demo/people`);
    const { items } = (await response.json()) as { items: DemoPerson[] };
    return {
      ...product.places,
      deployment: await loadDeployment(home.deployment),
      deploymentFile: home.deployment,
      folder: home.folder,
      people: items,
      stop: async () => {
        await product.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    const log = readFileSync(join(home.logs, 'server.log'), 'utf8').slice(-4_000);
    throw new Error(`the product did not start:\n${lines.join('\n')}\n${log}`, { cause: error });
  }
}
