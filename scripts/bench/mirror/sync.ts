import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Database } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { makeEventsChain } from './events-chain.ts';
import { type Figure, atMost, percentile, three } from '../report.ts';
import type { SyncRun } from './sync-run.ts';

const rounds = 3;
/** How docs/operations.md starts an indexer; by itself the runtime collects garbage so seldom that it takes twice the memory for no speed. */
const lean = ['--max-semi-space-size=2', '--max-old-space-size=256'];

/** Reads a chain full of events into an empty mirror, in turns with a script that does the least that it can cost. */
export async function measure(database: Database, events: number): Promise<Figure[]> {
  const url = database.connectionString.replace(/\/[^/]*$/, '/sync');
  await database.pool.query('DROP DATABASE IF EXISTS sync WITH (FORCE)');
  await database.pool.query('CREATE DATABASE sync');
  await migrate(url);
  const folder = await mkdtemp(join(tmpdir(), 'upline-sync-'));
  const chain = await makeEventsChain(events);
  try {
    const file = join(folder, 'deployment.json');
    await writeFile(file, JSON.stringify(chain.deployment));
    const run = async (mode: SyncRun['mode']): Promise<SyncRun> => {
      const program = fileURLToPath(new URL('sync-run.ts', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [...lean, program, mode, url, chain.anvil.url, file]);
      await checkpoint(url);
      return JSON.parse(stdout) as SyncRun;
    };
    const runs: SyncRun[] = [];
    // In turns, so that whatever else the machine does meets all of them.
    for (let round = 0; round < rounds; round += 1)
      for (const mode of ['mirror', 'bare', 'bareKeys', 'restart'] as const) runs.push(await run(mode));
    const median = (mode: SyncRun['mode']): number =>
      percentile(
        runs.filter((item) => item.mode === mode).map((item) => item.seconds),
        50,
      );
    const [mirror, bare, bareKeys] = [median('mirror'), median('bare'), median('bareKeys')];
    const mine = runs.filter((item) => item.mode === 'mirror');
    const most = (value: (item: SyncRun) => number): number => Math.max(...mine.map(value));
    const ratio = bare / mirror;
    return [
      {
        id: 'sync',
        value: three(mirror),
        unit: 's',
        reference: three(bare),
        ratio: three(ratio),
        bar: '≥ 0.7 ×',
        ok: ratio >= 0.7,
        about: `${chain.events} events in ${chain.blocks} blocks, all checks on; against getLogs + slicing + COPY into the same tables and indexes`,
      },
      {
        id: 'sync.keysOnly',
        value: three(mirror),
        unit: 's',
        reference: three(bareKeys),
        ratio: three(bareKeys / mirror),
        about: 'the same against a script whose tables have primary keys and no other index',
      },
      { id: 'sync.rate', value: three(chain.events / mirror), unit: 'events/s', about: 'each makes two rows' },
      atMost(
        'sync.requests',
        most(({ requests }) => requests),
        'requests',
        50,
        `HTTP requests, with ${most(({ calls }) => calls)} questions in them`,
      ),
      atMost(
        'sync.peak',
        most(({ peak }) => peak),
        'MiB',
        351,
        `peak memory of the process with ${lean.join(' ')}; the bar is a third of what Ponder took`,
      ),
      atMost('sync.restart', median('restart'), 's', 1, 'start with nothing to do, until caught up'),
    ];
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
