import { migrate } from '#scripts/database/migrate.ts';
import { type Chain, startChain } from './chain.ts';
import { type Home, writeJson } from './home.ts';
import { takeLock } from './lock.ts';
import { emptyStrangeMirror, type Started } from './mirror.ts';
import { freePort } from './ports.ts';
import { type Database, givenDatabase, startPostgres } from './postgres.ts';
import type { Guarded } from './processes.ts';
import { givenEnvironment, localEnvironment, type Places, startServer } from './server.ts';
import { Obstacle, reasonOf, type Say, step } from './say.ts';
import { buildWeb } from './web.ts';
import { clearDatabase, prepareWorld, runScript, worldFinished } from './world.ts';

const PREFERRED_PORT = 4_000;

export interface ProductOptions {
  readonly home: Home;
  readonly say: Say;
  /** Size of the demo world that an empty home gets; 60 partners when left out. */
  readonly members?: number;
  /** Ports to begin with; 0 takes any free one. Those of the demo when left out. */
  readonly ports?: { readonly web: number; readonly postgres: number; readonly chain: number };
  /** Where DATABASE_URL, RPC_URLS and PORT are looked up; the environment of this process when left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A running Upline. */
export interface Product {
  readonly places: Places;
  readonly demo: boolean;
  /** Resolves with a description when one of its parts ends by itself. */
  readonly broken: Promise<string>;
  /** Stops everything that was started, the last first. */
  stop(): Promise<void>;
}

/**
 * Starts everything that is not there yet, in order, each step safe to repeat: database, chain, contracts, world, web, server. With
 * DATABASE_URL or RPC_URLS the operator's own are used instead of the built-in ones.
 * @throws Obstacle; what had been started by then is stopped
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { say } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).toReversed()) {
      // One part that does not end in order must not keep the others running.
      await each().catch((error: unknown) => say(`  while stopping: ${reasonOf(error)}`));
    }
  };
  try {
    const parts = await startParts(options, undo);
    return { ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: ProductOptions, undo: (() => Promise<void>)[]): Promise<Omit<Product, 'stop'>> {
  const { home, say, ports, environment = process.env } = options;
  const release = await takeLock(home, say);
  undo.push(async () => release());
  const given = givenChain(environment);
  const guarded: Guarded[] = [];
  await step(say, 'Preparing the database client', () => runScript(home, 'database-client', ['scripts/database/generate.ts']));

  const work = given === undefined ? prepareWorld(home, say) : undefined;
  const databaseUrl = environment['DATABASE_URL'] ?? '';
  const database = await step(say, databaseUrl === '' ? 'Starting PostgreSQL' : 'Asking the database of DATABASE_URL', () =>
    databaseUrl === '' ? startPostgres(home, say, ports?.postgres) : givenDatabase(databaseUrl),
  );
  if (database.server !== undefined) {
    const { server } = database;
    guarded.push(server);
    undo.push(() => server.stop());
  }
  if (work === 'build') await clearDatabase(database);
  await step(say, 'Bringing the tables up to date', () => migrate(database.url));

  let chain: Chain | undefined;
  if (given === undefined) {
    const started = await step(say, 'Starting the local chain', () => startChain(home, say, ports?.chain));
    chain = started;
    guarded.push(started.node);
    undo.push(() => started.stop());
  }
  const rpcUrl = chain?.url ?? given?.rpcUrl ?? '';
  const port = await freePort(ports?.web ?? Number(environment['PORT'] ?? PREFERRED_PORT), 'the web', say);
  const places: Places = { url: `http://localhost:${port}`, port, rpcUrl, databaseUrl: database.url };
  const env = given === undefined ? localEnvironment(home, places) : givenEnvironment(home, places);
  if (chain !== undefined) await fillWorld(options, work ?? 'resume', chain, database, env);

  await buildWeb(home, given === undefined, say);
  const server = await step(say, 'Starting the server', () => startServer(home, env, port, say));
  guarded.push(server);
  undo.push(() => server.stop());
  writeJson(home.started, { pid: process.pid, url: places.url, rpcUrl, databaseUrl: database.url } satisfies Started);
  const broken = Promise.race(guarded.map(async (part) => `${part.name} ended (${await part.ended}):\n${part.lastLines()}`));
  return { places, demo: given === undefined, broken };
}

async function fillWorld(
  { home, say, members }: ProductOptions,
  work: 'build' | 'resume',
  chain: Chain,
  database: Database,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (work === 'resume') {
    await emptyStrangeMirror(database.url, chain.url, say);
    return;
  }
  await step(say, 'Deploying the contracts', () =>
    runScript(home, 'deploy', ['scripts/deploy/main.ts', '--rpc', chain.url, '--out', home.deployment]),
  );
  const size = members === undefined ? '60 partners' : `${members} members`;
  const sizeArguments = members === undefined ? [] : ['--members', String(members)];
  await step(say, `Building the demo world: ${size}, four months`, () =>
    runScript(home, 'demo', ['scripts/demo/fill.ts', ...sizeArguments], env, (line) => say(`  ${line}`)),
  );
  await chain.snapshot();
  worldFinished(home);
}

/** The operator's chain, if one is named. @throws Obstacle for half of the settings */
function givenChain(environment: NodeJS.ProcessEnv): { rpcUrl: string } | undefined {
  const urls = environment['RPC_URLS'] ?? '';
  if (urls === '') return undefined;
  const missing = ['CHAIN_ID', 'DEPLOYMENT_FILE'].filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) {
    throw new Obstacle(
      `RPC_URLS is set, but ${missing.join(' and ')} is not.`,
      'Set RPC_URLS, CHAIN_ID and DEPLOYMENT_FILE together, or none of them for the local chain.',
    );
  }
  return { rpcUrl: urls.split(',')[0]?.trim() ?? urls };
}
