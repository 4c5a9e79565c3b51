import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { openHome } from '#scripts/start/home.ts';
import { type Database as Server, startPostgres } from '#scripts/start/postgres.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import type { FaultyNode } from '#test/support/faulty-node.ts';
import { playFounding } from '#test/support/story.ts';
import { type Stage, anvilStage } from './stage.ts';
import { type Victim, createVictim } from './victim.ts';

/** Where runs happen, one after the other. */
export interface World {
  /** The mirror that goes through everything. */
  readonly database: Database;
  /** A second, for the rebuilt one. */
  readonly other: Database;
  /** A chain with the contracts and the founding on it, the same each time, and an indexer that has two faulty nodes. */
  begin(seed: number): Promise<Scene>;
  stop(): Promise<void>;
}

/** What one run has to itself. */
export interface Scene {
  readonly stage: Stage;
  /** Height with nothing but the founding; no block up to here is ever replaced. */
  readonly base: number;
  readonly nodes: readonly FaultyNode[];
  readonly victim: Victim;
  /** Whether a kill in the middle of a step strikes at the same place each time. */
  readonly exact: boolean;
  /** Told before each step. */
  readonly onStep: (step: number) => void;
  /** Lets something bad happen to the database. @returns what */
  disturbDatabase(random: () => number): Promise<string>;
  /** Has the chain change in the middle of the next step. @returns false where that cannot be had */
  meanwhile(share: number, work: () => Promise<void>): boolean;
  /** From here on nothing goes wrong any more. */
  clear(): void;
  /** How often what happened. */
  faults(): number;
  stop(): Promise<void>;
}

/** What is written survives the end of its process, not that of the machine: only processes die here. */
const settings = ['fsync=off', 'synchronous_commit=on', 'full_page_writes=off', 'max_connections=60', 'autovacuum=off'];

/** A node, a database server and indexers as processes of their own, which can be killed. */
export async function createWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-simulator-'));
  // The server's user must be able to reach its data.
  await chmod(folder, 0o755);
  const home = openHome(folder);
  const start = (port: number): Promise<Server> => startPostgres(home, () => undefined, port, settings);
  let server = await start(0);
  const databaseUrl = server.url;
  const port = Number(new URL(databaseUrl).port);
  await migrate(databaseUrl);
  const otherUrl = databaseUrl.replace(/\/upline$/, '/rebuilt');
  const database = openDatabase({ connectionString: databaseUrl, maxConnections: 2 });
  await database.pool.query('CREATE DATABASE rebuilt');
  await migrate(otherUrl);
  const other = openDatabase({ connectionString: otherUrl, maxConnections: 2 });
  const deploymentFile = join(folder, 'deployment.json');
  const restart = async (how: 'order' | 'kill'): Promise<void> => {
    if (how === 'order') await server.server?.stop();
    else if (server.server !== undefined) {
      process.kill(server.server.pid, 'SIGKILL');
      await server.server.ended;
    }
    server = await start(port);
  };
  return {
    database,
    other,
    begin: async (seed) => {
      const chain = await foundedChain();
      await writeFile(deploymentFile, JSON.stringify(chain.deployment));
      const nodes = [await startFaultProxy(chain.anvil.url, `${seed} a`), await startFaultProxy(chain.anvil.url, `${seed} b`)];
      const urls = nodes.map(({ url }) => url).join(',');
      const victim = createVictim([databaseUrl, urls, deploymentFile, String(seed)]);
      const stage = anvilStage(chain);
      return {
        stage,
        base: await stage.height(),
        nodes,
        victim,
        exact: false,
        onStep: () => undefined,
        meanwhile: () => false,
        clear: () => undefined,
        faults: () => countOf(nodes),
        disturbDatabase: async (random) => {
          const how = random() < 0.5 ? 'order' : 'kill';
          await restart(how);
          return `restart by ${how}`;
        },
        stop: async () => {
          await victim.stop();
          for (const node of nodes) await node.stop();
          await chain.stop();
        },
      };
    },
    stop: async () => {
      await database.close();
      await other.close();
      await server.server?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How often nodes went wrong. */
export function countOf(nodes: readonly FaultyNode[]): number {
  return nodes.flatMap(({ happened }) => [...happened.values()]).reduce((sum, count) => sum + count, 0);
}

async function foundedChain(): Promise<TestChain> {
  const chain = await deployTestChain();
  await playFounding(chain);
  return chain;
}
