import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Home, projectFolder } from './home.ts';
import { startGuarded } from './processes.ts';
import { codeOf, Obstacle, type Say, step } from './say.ts';

/** What the built pages depend on. */
const SOURCES = ['web', 'backend/kernel', 'backend/engine', 'backend/api', 'backend/chain/generated', 'package-lock.json'];

/** Builds the web unless what stands there was built from the same sources. @throws Obstacle */
export async function buildWeb(home: Home, demo: boolean, say: Say): Promise<void> {
  const wanted = `${sourcesHash()} ${demo ? 'demo' : 'plain'}`;
  if (readMark(home) === wanted) return;
  await step(say, 'Building the web', async () => {
    const fresh = `${home.web}.new`;
    rmSync(fresh, { recursive: true, force: true });
    const build = startGuarded({
      name: 'web-build',
      command: process.execPath,
      args: [
        join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js'),
        'build',
        '--config',
        join(projectFolder, 'web', 'vite.config.ts'),
      ],
      logs: home.logs,
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'production', VITE_DEMO: demo ? '1' : '', WEB_OUT_DIR: fresh },
    });
    const how = await build.ended;
    if (how !== 'exit code 0') {
      throw new Obstacle(
        `The web could not be built (${how}):\n${build.lastLines()}`,
        'Read the lines above; with unchanged sources, try: npm start -- --reset',
      );
    }
    writeFileSync(join(fresh, '.sources'), wanted);
    rmSync(home.web, { recursive: true, force: true });
    renameSync(fresh, home.web);
  });
}

function readMark(home: Home): string | undefined {
  try {
    return readFileSync(join(home.web, '.sources'), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(join(projectFolder, source)))
      hash.update(file.slice(projectFolder.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules')
      .flatMap((entry) => filesUnder(join(path, entry.name)))
      .toSorted();
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return [path];
    throw error;
  }
}
