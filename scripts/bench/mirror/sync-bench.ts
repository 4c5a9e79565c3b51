import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { boundedOptions } from '#platform/bounded.ts';
import type { Database } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { type EventsChain, makeEventsChain } from './events-chain.ts';
import type { SyncMode, SyncRun } from './sync-run.ts';

/** A run with the seconds of its whole process. */
export type TimedRun = SyncRun & { readonly whole: number };

/** Where the readings of one chain go. */
export interface SyncBench {
  readonly chain: EventsChain;
  /** An empty database of this name, without the mirror's tables unless `migrated`. */
  fresh(name: string, migrated?: boolean): Promise<string>;
  run(mode: SyncMode, url: string): Promise<TimedRun>;
  /** What a live indexer of this database needs to know. */
  place(url: string): readonly [string, string, string];
}

/** Makes a chain full of events and lets them be read from it. */
export async function withChain<T>(
  database: Database,
  events: number,
  perBlock: number,
  work: (bench: SyncBench) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-sync-'));
  const chain = await makeEventsChain(events, perBlock);
  const file = join(folder, 'deployment.json');
  try {
    await writeFile(file, JSON.stringify(chain.deployment));
    return await work({
      chain,
      fresh: async (name, migrated = false) => {
        const url = database.connectionString.replace(/\/[^/]*$/, `/${name}`);
        await database.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await database.pool.query(`CREATE DATABASE ${name}`);
        if (migrated) await migrate(url);
        return url;
      },
      run: async (mode, url) => {
        const program = fileURLToPath(new URL('sync-process.ts', import.meta.url));
        const began = performance.now();
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [...boundedOptions, program, mode, url, chain.anvil.url, file],
          {
            maxBuffer: 1 << 24,
          },
        );
        const whole = (performance.now() - began) / 1_000;
        await checkpoint(url);
        return { ...(JSON.parse(stdout) as SyncRun), whole };
      },
      place: (url) => [url, chain.anvil.url, file],
    });
  } finally {
    await chain.anvil.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a run left to be written must not be written in the time of the next. */
async function checkpoint(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CHECKPOINT');
  await client.end();
}
