import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];

/** Where a Chromium is: CHROMIUM_PATH, or the first one installed. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return runnable(given) ? given : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...PLACES];
  return folders.flatMap((folder) => [...NAMES, 'Google Chrome', 'Chromium'].map((name) => join(folder, name))).find(runnable);
}

/**
 * A Chromium for the browser tests; Debian's package is installed when there is none and we may.
 * @throws Error with one sentence and the cure
 */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env['CHROMIUM_PATH'] !== undefined && process.env['CHROMIUM_PATH'] !== '') {
    throw new Error(`CHROMIUM_PATH names ${process.env['CHROMIUM_PATH']}, which cannot be run.\n  → Correct it, or unset it.`);
  }
  const cure = 'Install Chromium (Debian: apt-get install -y chromium) or set CHROMIUM_PATH to one, and run the command again.';
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!canInstall) throw new Error(`There is no Chromium here for the browser tests.\n  → ${cure}`);
  say("no Chromium here; installing Debian's package (a minute or two)");
  const install = (): boolean => apt(['install', '-y', '--no-install-recommends', 'chromium']);
  if (!install() && !(apt(['update']) && install())) throw new Error(`apt-get could not install Chromium.\n  → ${cure}`);
  const installed = findChromium();
  if (installed === undefined) throw new Error(`apt-get installed Chromium, but it is nowhere to be found.\n  → ${cure}`);
  return installed;
}

function apt(args: string[]): boolean {
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', [...options, ...args], { env: environment, stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
