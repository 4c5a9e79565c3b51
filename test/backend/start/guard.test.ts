import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openHome, readJson, writeJson } from '#scripts/start/home.ts';
import { isAlive, runningOwner, takeLock } from '#scripts/start/lock.ts';
import { freePort } from '#scripts/start/ports.ts';
import { Obstacle } from '#scripts/start/say.ts';
import { isWorldReady, prepareWorld, worldFinished } from '#scripts/start/world.ts';

const folders: string[] = [];

function newHome() {
  const folder = mkdtempSync(join(tmpdir(), 'upline start — начало '));
  folders.push(folder);
  return openHome(join(folder, '.upline'));
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const module = (name: string): string => JSON.stringify(new URL(`../../../scripts/start/${name}.ts`, import.meta.url).href);

/** A parent that takes the lock of a home, starts a long sleep under guard, and prints the number of the sleep. */
async function startParent(folder: string): Promise<{ parent: number; child: number }> {
  const source = `
    import { openHome } from ${module('home')};
    import { takeLock } from ${module('lock')};
    import { startGuarded } from ${module('processes')};
    const home = openHome(${JSON.stringify(folder)});
    await takeLock(home, () => undefined);
    console.log(startGuarded({ name: 'sleep', command: 'sleep', args: ['600'], logs: home.logs }).pid);
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  return { parent: parent.pid ?? 0, child: Number(line) };
}

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 100; waited += 1) {
    if (!isAlive(pid)) return true;
    await pause(100);
  }
  return false;
}

describe('a start that is killed', () => {
  it('leaves no orphan and no lock that blocks the next', async () => {
    const home = newHome();
    const { parent, child } = await startParent(home.folder);
    expect(isAlive(child)).toBe(true);
    expect(runningOwner(home)).toBe(parent);
    await expect(takeLock(home, () => undefined)).rejects.toThrow(Obstacle);

    process.kill(parent, 'SIGKILL');
    expect(await gone(child)).toBe(true);
    expect(runningOwner(home)).toBeUndefined();
    const said: string[] = [];
    const release = await takeLock(home, (line) => said.push(line));
    expect(said.join()).toContain('killed');
    release();
  });

  it('is told from a process that got its number later', async () => {
    const home = newHome();
    writeJson(home.lock, { pid: process.pid, began: '1' });
    expect(runningOwner(home)).toBeUndefined();
    const release = await takeLock(home, () => undefined);
    expect(runningOwner(home)).toBe(process.pid);
    release();
    expect(readJson(home.lock)).toBeUndefined();
  });
});

describe('the demo world', () => {
  it('is resumed only when it is whole', () => {
    const home = newHome();
    const quiet = (): void => undefined;
    expect(prepareWorld(home, quiet)).toBe('build');
    writeJson(home.chainState, {});
    writeJson(home.deployment, {});
    const said: string[] = [];
    expect(prepareWorld(home, (line) => said.push(line))).toBe('build');
    expect(said.join()).toContain('interrupted');
    expect(readJson(home.chainState)).toBeUndefined();

    writeJson(home.chainState, {});
    writeJson(home.deployment, {});
    worldFinished(home);
    expect(isWorldReady(home)).toBe(true);
    expect(prepareWorld(home, quiet)).toBe('resume');
  });
});

describe('a busy port', () => {
  it('is passed over, and that is said', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const busy = typeof address === 'object' && address !== null ? address.port : 0;
    const said: string[] = [];
    const port = await freePort(busy, 'the web', (line) => said.push(line));
    server.close();
    expect(port).toBeGreaterThan(busy);
    expect(said).toEqual([`  port ${busy} is busy; the web takes ${port}`]);
  });
});
