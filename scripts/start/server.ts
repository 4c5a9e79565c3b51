import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localAccount } from '#scripts/deploy/parameters.ts';
import { LOCAL_CHAIN_ID } from './chain.ts';
import { type Home, projectFolder } from './home.ts';
import { type Guarded, startGuarded } from './processes.ts';
import { Obstacle, type Say } from './say.ts';

const PATIENCE_MS = 180_000;

/** Where the parts of a running Upline are reached. */
export interface Places {
  readonly url: string;
  readonly port: number;
  readonly rpcUrl: string;
  readonly databaseUrl: string;
}

/** Settings of the server on the local chain: the demo's people, and keys that are worthless anywhere else. */
export function localEnvironment(home: Home, places: Places): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    DEMO: '1',
    DATABASE_URL: places.databaseUrl,
    RPC_URLS: places.rpcUrl,
    BROWSER_RPC_URL: places.rpcUrl,
    CHAIN_ID: String(LOCAL_CHAIN_ID),
    DEPLOYMENT_FILE: home.deployment,
    PUBLIC_URL: places.url,
    PORT: String(places.port),
    FILES_DIR: home.files,
    WEB_DIR: home.web,
    FINALITY_DEPTH: '12',
    RELAYER_KEY: localAccount(1).privateKey,
    RECORDER_KEY: localAccount(2).privateKey,
    SETTLER_KEY: localAccount(3).privateKey,
    QUOTER_KEY: localAccount(2).privateKey,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  };
}

/** Settings of the server on a chain of the operator's: what they gave, and our folders where they named none. */
export function givenEnvironment(home: Home, places: Places): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: places.databaseUrl,
    PUBLIC_URL: process.env['PUBLIC_URL'] ?? places.url,
    PORT: String(places.port),
    FILES_DIR: process.env['FILES_DIR'] ?? home.files,
    WEB_DIR: process.env['WEB_DIR'] ?? home.web,
  };
}

/** Starts the server and waits until it says that it is ready. @throws Obstacle with the reasons it gives itself */
export async function startServer(home: Home, env: NodeJS.ProcessEnv, port: number, say: Say): Promise<Guarded> {
  const server = startGuarded({
    name: 'server',
    command: process.execPath,
    args: [join(projectFolder, 'backend', 'bin', 'all-in-one.ts')],
    logs: home.logs,
    cwd: projectFolder,
    env,
  });
  let gone: string | undefined;
  void server.ended.then((how) => (gone = how));
  let reasons = 'it does not answer';
  let told = Date.now();
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(200)) {
    if (gone !== undefined) {
      throw new Obstacle(
        `The server ended (${gone}):\n${server.lastLines()}`,
        `Read the lines above; the whole log is ${join(home.logs, 'server.log')}.`,
      );
    }
    const answer = await readiness(port);
    if (answer === undefined) return server;
    reasons = answer;
    if (Date.now() - told > 10_000) {
      say(`  waiting: ${reasons}`);
      told = Date.now();
    }
  }
  await server.stop();
  throw new Obstacle(
    `The server is not ready after ${PATIENCE_MS / 1000} s: ${reasons}.`,
    `Look into ${join(home.logs, 'server.log')}.`,
  );
}

/** Why the server is not ready yet, or undefined when it is. */
async function readiness(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? undefined : (await response.text()).slice(0, 300);
  } catch {
    // Not listening yet; the caller's patience has an end.
    return 'it does not answer yet';
  }
}
