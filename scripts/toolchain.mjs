// Gets a checkout ready to run: the right Node, then the dependencies installed by that Node.
// Plain JavaScript without dependencies: it must run on Node 20 in a clone where nothing was installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const NODE_VERSION = '24.21.0';
const NODE_MAJOR = 24;
const DISK_NEEDED = 2_500_000_000;

export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** An obstacle that the reader can remove: one sentence and a cure. */
export class Obstacle extends Error {
  constructor(message, cure) {
    super(message);
    this.cure = cure;
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function reportObstacle(error) {
  if (error instanceof Obstacle) {
    say(`\n✗ ${error.message}\n  → ${error.cure}`);
  } else {
    say(`\n✗ ${error?.stack ?? error}`);
  }
}

/** Path of a Node that is new enough: this one, or one that npm puts into .upline/toolchain. */
export async function ensureNode(folder = projectFolder) {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  // The binary's own package is taken: the `node` package is a script that fetches it, and scripts may be switched off.
  const name = `${platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${process.arch}`;
  const toolchain = join(folder, '.upline', 'toolchain');
  const binary = join(toolchain, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (nodeAnswers(binary)) return binary;
  await withInstallLock(folder, async () => {
    if (nodeAnswers(binary)) return;
    say(`· Node ${process.versions.node} is too old here; getting Node ${NODE_VERSION} from npm into .upline/toolchain`);
    makeFolder(toolchain);
    writeGuarded(join(toolchain, 'package.json'), '{ "private": true }\n');
    await runNpm(['install', '--prefix', toolchain, '--no-audit', '--no-fund', '--loglevel=error', `${name}@${NODE_VERSION}`], {
      folder: toolchain,
      path: process.env.PATH ?? '',
    });
  });
  if (!nodeAnswers(binary)) {
    throw new Obstacle(
      `npm has no working Node ${NODE_VERSION} for ${platform}-${process.arch}.`,
      `Install Node ${NODE_MAJOR} or newer (https://nodejs.org) and run the command again.`,
    );
  }
  return binary;
}

function nodeAnswers(binary) {
  if (!existsSync(binary)) return false;
  const answer = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.trim() === `v${NODE_VERSION}`;
}

/**
 * Runs `npm ci` with `node` unless what stands in node_modules is what the lock file asks for and that Node installed it.
 * An older Node leaves out native parts of Hardhat without a word, so who installed is part of the question.
 */
export async function ensureDependencies(node, folder = projectFolder) {
  const major = nodeMajor(node);
  if (dependenciesFault(folder, major) === undefined) return;
  await withInstallLock(folder, async () => {
    const fault = dependenciesFault(folder, major);
    if (fault === undefined) return;
    say(`· Installing dependencies with Node ${major} (${fault}); this takes a minute or two`);
    const started = Date.now();
    const disk = statfsSync(folder);
    if (disk.bavail * disk.bsize < DISK_NEEDED) {
      throw new Obstacle(
        `The disk has ${Math.floor((disk.bavail * disk.bsize) / 1e6)} MB free; the dependencies need ${DISK_NEEDED / 1e6} MB.`,
        'Free some space and run the command again.',
      );
    }
    await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { folder, path: pathWith(node) });
    writeGuarded(stampFile(folder), `${JSON.stringify({ lock: lockHash(folder), node: major, machine: machine() })}\n`);
    const left = dependenciesFault(folder, major);
    if (left !== undefined) {
      throw new Obstacle(
        `npm finished, but ${left}.`,
        'Delete node_modules and run the command again with a working connection.',
      );
    }
    say(`· Dependencies are installed (${Math.round((Date.now() - started) / 1000)} s)`);
  });
}

const stampFile = (folder) => join(folder, 'node_modules', '.upline-install.json');
const machine = () => `${process.platform}-${process.arch}`;
const lockHash = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');

/** What is wrong with node_modules in a few words, or undefined. */
export function dependenciesFault(folder, major) {
  const installed = readJson(join(folder, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'none are installed, or an installation was interrupted';
  const wanted = readJson(join(folder, 'package-lock.json'));
  if (wanted === undefined)
    throw new Obstacle('package-lock.json is missing or unreadable.', 'Run: git checkout -- package-lock.json');
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '' || entry.link || (entry.optional && !fitsMachine(entry))) continue;
    if (installed.packages[path]?.version !== entry.version)
      return `${path.replace(/^node_modules\//, '')} is not at ${entry.version}`;
  }
  const stamp = readJson(stampFile(folder));
  if (stamp === undefined || stamp.lock !== lockHash(folder)) {
    // Somebody ran npm by hand and everything fits: adopt it, unless an older Node did it.
    if (stamp !== undefined && stamp.node !== major) return `Node ${stamp.node} installed them`;
    writeGuarded(stampFile(folder), `${JSON.stringify({ lock: lockHash(folder), node: major, machine: machine() })}\n`);
    return undefined;
  }
  if (stamp.node !== major) return `Node ${stamp.node} installed them`;
  if (stamp.machine !== machine()) return `they were installed on ${stamp.machine}`;
  return undefined;
}

/** Whether npm would install this optional package here. */
function fitsMachine(entry) {
  const allows = (list, value) =>
    list === undefined || (list.some((item) => item.startsWith('!')) ? !list.includes(`!${value}`) : list.includes(value));
  const glibc = process.platform === 'linux' ? process.report.getReport().header.glibcVersionRuntime !== undefined : false;
  return (
    // An optional package without a machine of its own may be left out for reasons that only npm knows.
    (entry.os !== undefined || entry.cpu !== undefined) &&
    allows(entry.os, process.platform) &&
    allows(entry.cpu, process.arch) &&
    (process.platform !== 'linux' || allows(entry.libc, glibc ? 'glibc' : 'musl'))
  );
}

function nodeMajor(node) {
  if (node === process.execPath) return Number(process.versions.node.split('.')[0]);
  return Number(spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.split('.')[0]);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export const pathWith = (node) => `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;

/** Two commands started at once in a fresh clone must not install over each other; a lock whose owner is dead is taken over. */
async function withInstallLock(folder, work) {
  const lock = join(folder, '.upline', 'installing.pid');
  makeFolder(dirname(lock));
  for (let told = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw writeObstacle(error, lock);
    }
    await pause(500);
    const owner = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : process.pid);
    if (!isAlive(owner)) rmSync(lock, { force: true });
    else if (owner !== process.pid) {
      if (!told) say(`· Another command (process ${owner}) is installing here; waiting for it`);
      told = true;
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeObstacle(error, folder);
  }
}

function writeGuarded(file, text) {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw writeObstacle(error, file);
  }
}

function writeObstacle(error, path) {
  if (error.code === 'ENOSPC') return new Obstacle('The disk is full.', 'Free some space and run the command again.');
  return new Obstacle(
    `Cannot write ${path} (${error.code}).`,
    'Give yourself write access to the project folder, or clone into a folder of yours.',
  );
}

const NPM_FAULTS = [
  // First, because npm then prints its usage, in which words of the others stand.
  [/EUSAGE|in sync/, 'package.json and package-lock.json do not fit together.', 'Run: npm install, and commit the lock file.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    'npm cannot reach its registry.',
    'Check the network (npm ping), set a proxy or registry (npm config set registry URL), and run the command again.',
  ],
  [/ENOSPC/, 'The disk is full.', 'Free some space and run the command again.'],
  [
    /EACCES|EPERM|EROFS/,
    'npm may not write here.',
    'Give yourself write access to the project folder, or clone into a folder of yours.',
  ],
  [
    /E404|ETARGET|No matching version/,
    'The npm registry does not have a package that the lock file asks for.',
    'Use a registry that mirrors registry.npmjs.org in full.',
  ],
];

async function runNpm(args, { folder, path }) {
  const windows = process.platform === 'win32';
  const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
    cwd: folder,
    shell: windows,
    env: {
      ...process.env,
      PATH: path,
      npm_config_update_notifier: 'false',
      npm_config_prefix: undefined,
      npm_config_local_prefix: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk) => (output = (output + chunk).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const release = forwardSignals(child);
  const dots = setInterval(() => say('  … still working'), 30_000);
  const outcome = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ error }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearInterval(dots);
  release();
  if (outcome.error) throw new Obstacle(`npm cannot be started (${outcome.error.code}).`, 'Install npm, or put it on the PATH.');
  if (outcome.signal)
    throw new Obstacle(`npm was stopped (${outcome.signal}).`, 'Run the command again; it starts the installation anew.');
  if (outcome.code !== 0) {
    const fault = NPM_FAULTS.find(([pattern]) => pattern.test(output));
    say(output.trim().split('\n').slice(-15).join('\n'));
    throw new Obstacle(
      fault?.[1] ?? `npm ${args[0]} failed (exit code ${outcome.code}).`,
      fault?.[2] ?? 'Read the lines above, remove the cause and run the command again.',
    );
  }
}

function forwardSignals(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const handlers = signals.map((signal) => [signal, () => child.kill(signal)]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/**
 * Runs a script with `node` and ends as it ends. The child is tied to this process by a channel: when this process is killed the
 * channel closes, and the script can stop what it started.
 */
export async function runScript(node, script, args) {
  const child = spawn(node, [join(projectFolder, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: pathWith(node) },
  });
  const release = forwardSignals(child);
  // npm does not pass on its own death; that somebody else took over its place above us tells of it.
  const above = ancestors();
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && ancestors() !== above) child.kill('SIGHUP');
  }, 1_000);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  clearInterval(watch);
  release();
  if (signal) process.kill(process.pid, signal);
  return code ?? 1;
}

/** Who started us: our parent, and above a shell that npm put between, npm itself. */
function ancestors() {
  try {
    const [name, rest] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .split(/ \(|\) /)
      .slice(1);
    return /^(sh|dash|bash|ash)$/.test(name) ? `${process.ppid} ${rest.split(' ')[1]}` : `${process.ppid}`;
  } catch {
    // No /proc on this machine, or the parent is gone this moment: its number says it as well.
    return `${process.ppid}`;
  }
}

/** Everything a command of this project needs before it can run. */
export async function bootstrap() {
  const node = await ensureNode();
  await ensureDependencies(node);
  return node;
}
