import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { openHome } from '#scripts/start/home.ts';
import { type Database as Server, startPostgres } from '#scripts/start/postgres.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { playFounding } from '#test/support/story.ts';

/** A chain and a database server of our own. Seeds use the server one after the other, and each gets a chain of its own. */
export interface World {
  chain: TestChain;
  readonly deploymentFile: string;
  /** The mirror that goes through everything. */
  readonly database: Database;
  readonly databaseUrl: string;
  /** A second, for the rebuilt one. */
  readonly other: Database;
  /** Its height with nothing but the founding; no block up to here is ever replaced. */
  base: number;
  height(): Promise<number>;
  /** A new chain with the contracts and the founding on it, the same each time. */
  newChain(): Promise<void>;
  /** Ends the database server, in order or with a kill, and starts it again at the same address. */
  restartPostgres(how: 'order' | 'kill'): Promise<void>;
  stop(): Promise<void>;
}

/** What is written survives the end of its process, not that of the machine: only processes die here. */
const settings = ['fsync=off', 'synchronous_commit=on', 'full_page_writes=off', 'max_connections=60', 'autovacuum=off'];

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
  const height = async (): Promise<number> => Number(await world.chain.client.any.getBlockNumber({ cacheTime: 0 }));
  const world: World = {
    chain: await foundedChain(),
    deploymentFile,
    database,
    databaseUrl,
    other,
    base: 0,
    height,
    newChain: async () => {
      await world.chain.stop();
      world.chain = await foundedChain();
      world.base = await height();
      await writeFile(deploymentFile, JSON.stringify(world.chain.deployment));
    },
    restartPostgres: async (how) => {
      if (how === 'order') await server.server?.stop();
      else if (server.server !== undefined) {
        process.kill(server.server.pid, 'SIGKILL');
        await server.server.ended;
      }
      server = await start(port);
    },
    stop: async () => {
      await database.close();
      await other.close();
      await world.chain.stop();
      await server.server?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

async function foundedChain(): Promise<TestChain> {
  const chain = await deployTestChain();
  await playFounding(chain);
  return chain;
}
