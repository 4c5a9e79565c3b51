/**
 * `npm run bench:mirror [-- --json] [-- --members 1000000] [-- --events 200000] [-- --only <name>]`: how fast the chain gets into the mirror
 * (`sync`, beside Ponder, and `growth` with ten times the events), and the tree reports, on a PostgreSQL of their own with a made-up network in it. Each measurement runs in a process of its own, one after the other, so that its memory is its own.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import pg from 'pg';
import { type Database, openDatabase } from '#platform/database.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { openHome } from '#scripts/start/home.ts';
import { startPostgres } from '#scripts/start/postgres.ts';
import { type Figure, report } from '../report.ts';
import { fillMirror, makeSponsors, sizeOf } from './network.ts';

const measurements: Readonly<Record<string, () => Promise<{ measure(database: Database, events: number): Promise<Figure[]> }>>> =
  {
    sync: () => import('./sync.ts'),
    growth: () => import('./growth.ts'),
    memory: () => import('./memory.ts'),
    rebuild: () => import('./rebuild.ts'),
    csv: () => import('./csv.ts'),
    database: () => import('./database.ts'),
    reference: () => import('./reference.ts'),
  };

/** Durability is off: it is not what is measured. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=1GB',
  'work_mem=64MB',
  'max_wal_size=8GB',
  'jit=off',
];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string' },
    members: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '200000' },
    inside: { type: 'string' },
    database: { type: 'string' },
  },
});

if (values.inside === undefined) await outside();
else {
  const database = openDatabase({ connectionString: values.database ?? '', maxConnections: 4 });
  const measurement = await measurements[values.inside]?.();
  process.stdout.write(JSON.stringify(await measurement?.measure(database, Number(values.events))));
  await database.close();
}

async function outside(): Promise<void> {
  const wanted = Object.keys(measurements).filter((name) => values.only === undefined || values.only.split(',').includes(name));
  const say = (line: string): void => {
    if (values.json !== true) process.stderr.write(`${line}\n`);
  };
  const folder = await mkdtemp(join(tmpdir(), 'upline-bench-'));
  // The server's user must be able to reach its data.
  await chmod(folder, 0o755);
  const { url, server } = await startPostgres(openHome(folder), () => undefined, 0, settings);
  try {
    await migrate(url);
    // Reading the chain begins with nothing; everything else needs a network.
    if (wanted.some((name) => name !== 'sync' && name !== 'growth')) {
      const size = sizeOf(Number(values.members));
      say(`filling a mirror with ${size.members} members …`);
      const pool = new pg.Pool({ connectionString: url });
      await fillMirror(pool, size, makeSponsors(size));
      await pool.end();
    }
    const figures: Figure[] = [];
    for (const name of wanted) {
      say(`${name} …`);
      figures.push(...(await inProcess(name, url)));
    }
    report(figures, values.json);
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function inProcess(name: string, url: string): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', fileURLToPath(import.meta.url), '--inside', name, '--database', url, '--events', values.events],
    { maxBuffer: 1 << 24 },
  );
  return JSON.parse(stdout) as Figure[];
}
