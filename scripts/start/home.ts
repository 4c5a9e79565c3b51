import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, Obstacle } from './say.ts';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The folder in which a running Upline keeps everything: `.upline` in the project, or another for tests. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly chainState: string;
  readonly deployment: string;
  readonly files: string;
  readonly web: string;
  readonly logs: string;
  readonly lock: string;
  readonly started: string;
  readonly world: string;
}

/** @throws Obstacle when the folder cannot be written */
export function openHome(folder: string = join(projectFolder, '.upline')): Home {
  const home: Home = {
    folder,
    postgres: join(folder, 'postgres'),
    chainState: join(folder, 'chain', 'state.json'),
    deployment: join(folder, 'deployment.json'),
    files: join(folder, 'files'),
    web: join(folder, 'web'),
    logs: join(folder, 'logs'),
    lock: join(folder, 'start.lock'),
    started: join(folder, 'start.json'),
    world: join(folder, 'world.json'),
  };
  try {
    for (const each of [folder, dirname(home.chainState), home.files, home.logs]) mkdirSync(each, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Obstacle(
      `Cannot write ${folder} (${codeOf(error) ?? 'unknown reason'}).`,
      'Give yourself write access to the project folder, or clone into a folder of yours.',
      { cause: error },
    );
  }
  return home;
}

/** A place for what belongs to `path`, when that lies in a folder that only root may enter: PostgreSQL refuses to run as root. */
export function outside(path: string): string {
  return join('/var/tmp', `upline-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
}

/** Whether everybody may walk down to `path`. */
export function isReachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/** Removes everything that a run left behind; the toolchain and the built web stay. */
export function removeState(home: Home): void {
  for (const each of [
    home.postgres,
    dirname(home.chainState),
    home.deployment,
    `${home.deployment}.unfinished`,
    home.files,
    home.world,
    home.started,
  ]) {
    rmSync(each, { recursive: true, force: true });
  }
  rmSync(outside(home.folder), { recursive: true, force: true });
  openHome(home.folder);
}

export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whole or not at all: a kill in the middle leaves the old file. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
