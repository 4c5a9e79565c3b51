import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Home, openHome } from '#scripts/start/home.ts';
import { startPostgres as startServer } from '#scripts/start/postgres.ts';

export interface TestServer {
  /** Address of the maintenance database. */
  readonly url: string;
  readonly home: Home;
  stop(): Promise<void>;
}

/** Durability is off: it lives as long as the test run. */
const hasty = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'autovacuum=off'];

/** A PostgreSQL server of our own in a temporary folder, started as `npm start` starts it. */
export async function startPostgres(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-postgres-'));
  // The server's user must be able to reach its data.
  await chmod(folder, 0o755);
  const lines: string[] = [];
  try {
    const home = openHome(folder);
    const { maintenanceUrl, server } = await startServer(home, (line) => void lines.push(line), 0, hasty);
    if (maintenanceUrl === undefined || server === undefined) throw new Error('the server is not ours');
    return {
      url: maintenanceUrl,
      home,
      stop: async () => {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${lines.slice(-20).join('\n')}`, { cause: error });
  }
}
