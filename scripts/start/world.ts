import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { forgetChain } from './chain.ts';
import { type Home, openHome, projectFolder, readJson, writeJson } from './home.ts';
import { emptyDatabase, type Database } from './postgres.ts';
import { isDatabaseEmpty } from './mirror.ts';
import { startGuarded } from './processes.ts';
import { Obstacle, type Say } from './say.ts';

/** How far the demo world of a home has come. Chain and database belong together: they are built together or not at all. */
interface WorldMark {
  readonly state: 'building' | 'ready';
}

const markOf = (home: Home): WorldMark['state'] | undefined => readJson<WorldMark>(home.world)?.state;

export const isWorldReady = (home: Home): boolean =>
  markOf(home) === 'ready' && existsSync(home.chainState) && existsSync(home.deployment);

/** Before the chain starts: a world that is not whole is forgotten, chain and files first, the database when it runs. */
export function prepareWorld(home: Home, say: Say): 'resume' | 'build' {
  if (isWorldReady(home)) return 'resume';
  if (markOf(home) === 'building') say('· The last building of the demo world was interrupted; beginning it anew');
  else if (markOf(home) === 'ready') say('· The chain of the demo world is gone; beginning it anew');
  forgetChain(home);
  rmSync(home.files, { recursive: true, force: true });
  openHome(home.folder);
  writeJson(home.world, { state: 'building' } satisfies WorldMark);
  return 'build';
}

/** An empty database for a world that is to be built. @throws Obstacle when it is not ours to empty */
export async function clearDatabase(database: Database): Promise<void> {
  if (database.maintenanceUrl === undefined && (await isDatabaseEmpty(database.url))) return;
  await emptyDatabase(database);
}

export const worldFinished = (home: Home): void => writeJson(home.world, { state: 'ready' } satisfies WorldMark);

/** Runs a script of ours to its end. @param onLine gets what it prints @throws Obstacle when it fails */
export async function runScript(
  home: Home,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  onLine?: (line: string) => void,
): Promise<void> {
  const [script = '', ...rest] = args;
  const child = startGuarded({
    name,
    command: process.execPath,
    args: [join(projectFolder, script), ...rest],
    logs: home.logs,
    cwd: projectFolder,
    env,
    ...(onLine === undefined ? {} : { onLine }),
  });
  const how = await child.ended;
  if (how === 'exit code 0') return;
  throw new Obstacle(
    `${script} failed (${how}):\n${child.lastLines()}`,
    `Read the lines above; the whole log is ${join(home.logs, `${name}.log`)}.`,
  );
}
