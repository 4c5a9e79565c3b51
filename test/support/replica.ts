import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Home, openHome } from '#scripts/start/home.ts';
import { startGuarded } from '#scripts/start/processes.ts';
import { freePort } from './processes.ts';

/** A second server that follows the first one's log, as an operator would set it up. */
export interface Replica {
  /** The same database there. */
  readonly url: string;
  /** Holds what comes in without showing it, or goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/**
 * Takes a base backup of a running server by hand (pg_backup_start, a copy of the files, pg_backup_stop) and starts a standby on it:
 * the PostgreSQL that comes with the package has no pg_basebackup.
 * @param primary the server's home and the address of the database that is wanted
 */
export async function startReplica(primary: { home: Home; url: string }): Promise<Replica> {
  const folder = mkdtempSync(join(tmpdir(), 'upline-replica-'));
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  const source = primary.home.postgres;
  const address = new URL(primary.url);
  const { uid, gid } = statSync(source);
  const add = (name: string, text: string): void => {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  };
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query(`SELECT pg_backup_start('replica', true)`);
    // cp -a keeps the owner, who is not us when we are root. What changes while it is copied, the log puts right.
    execFileSync('cp', ['-a', source, data]);
    rmSync(join(data, 'postmaster.pid'));
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    add('backup_label', rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  add('standby.signal', '');
  const conninfo = `host=127.0.0.1 port=${address.port} user=${address.username} password=${decodeURIComponent(address.password)}`;
  appendFileSync(join(data, 'postgresql.auto.conf'), `\nprimary_conninfo = '${conninfo}'\n`);
  const port = await freePort();
  const at = new URL(primary.url);
  at.port = String(port);
  const home = openHome(join(folder, 'home'));
  const command = /^"?([^" ]+)/.exec(readFileSync(join(source, 'postmaster.opts'), 'utf8'))?.[1] ?? '';
  let server = launch();
  await answers(at.href);

  function launch() {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'hot_standby=on',
      'fsync=off',
      'max_connections=200',
    ];
    return startGuarded({
      name: 'replica',
      command,
      args: ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      logs: home.logs,
      cwd: data,
      env: { ...process.env, LC_ALL: 'C' },
      ...(process.getuid?.() === 0 ? { user: { uid, gid } } : {}),
      signal: 'INT',
    });
  }

  const tell = async (statement: string): Promise<void> => {
    const teller = new pg.Client({ connectionString: at.href });
    await teller.connect();
    await teller.query(statement);
    await teller.end();
  };
  return {
    url: at.href,
    pause: () => tell('SELECT pg_wal_replay_pause()'),
    resume: () => tell('SELECT pg_wal_replay_resume()'),
    stop: () => server.stop(),
    start: async () => {
      server = launch();
      await answers(at.href);
    },
    remove: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  async function answers(url: string): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      const trial = new pg.Client({ connectionString: url });
      try {
        await trial.connect();
        await trial.end();
        return;
      } catch (error) {
        if (turn > 200) throw new Error(`the replica does not answer:\n${server.lastLines(10)}`, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
