import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareHashing, type RunInput } from '#engine/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { createCommissions, type Commissions } from '#modules/commissions/index.ts';
import { createPlans } from '#modules/plans/index.ts';
import { createSettlement } from '#modules/settlement/index.ts';
import { systemClock } from '#platform/clock.ts';
import { openDatabase, type Database } from '#platform/database.ts';
import { openFileStore } from '#platform/files.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { three, type Figure } from '../report.ts';
import { peakMiB } from '../spent.ts';
import { fillMirror } from './mirror-rows.ts';
import { withPostgres } from './server.ts';
import { placedPeriod } from './world.ts';

const SIZE = 1_000_000;
/** Seconds that the same took in SQL alone, measured when the project was designed. */
const IN_SQL = 52;

/** What each step of the product's own door is about. */
const steps = {
  read: 'facts of the period from the mirror',
  run: 'run, state and tree',
  checking: 'every line made once more and compared with the run (invariant M5)',
  writing: 'rows of the run',
  publishing: 'payout file, written and flushed',
} as const;
type Step = keyof typeof steps;

interface Prepared {
  readonly took: Readonly<Record<Step, number>>;
  readonly leaves: number;
  readonly bytes: number;
}

/**
 * From the rows of the mirror to the rows of the run and the payout file, by the product's own door, twice in a process, each time with a mirror of
 * its own: a worker has calculated the months before, so only a company's first month is calculated by code that has not been warmed up. By
 * the clock, because two processes work.
 */
export async function measure(): Promise<Figure[]> {
  const world = placedPeriod(SIZE, SIZE);
  await prepareHashing();
  const first = await prepareOnce(world);
  const { took, leaves, bytes } = await prepareOnce(world);
  const seconds = named(took);
  return [
    {
      id: 'engine.end',
      value: three(seconds),
      unit: 's',
      reference: IN_SQL,
      ratio: three(IN_SQL / seconds),
      bar: '≤ 3.5 s',
      ok: seconds <= 3.5,
      about: `read, run, tree, write: 1M members and orders, ten levels and binary, ${leaves} leaves; SQL alone, another day`,
    },
    {
      id: 'engine.end.first',
      value: three(named(first.took)),
      unit: 's',
      about: 'the same as the first that a process calculates',
    },
    {
      id: 'engine.end.proven',
      value: three(Object.values(took).reduce((sum, part) => sum + part, 0) / 1_000),
      unit: 's',
      about: `the same with every line made once more and a payout file of ${three(bytes / 2 ** 20)} MiB`,
    },
    ...Object.entries(steps).map(([name, about]) => ({
      id: `engine.end.${name}`,
      value: three(took[name as Step] / 1_000),
      unit: 's',
      about,
    })),
    { id: 'engine.end.memory', value: three(peakMiB()), unit: 'MiB', about: 'peak, the made-up network included' },
  ];
}

/** Seconds of what the bar names: read, run, tree, write. SQL, beside which it stands, proves no lines and makes no file. */
function named({ read, run, writing }: Prepared['took']): number {
  return (read + run + writing) / 1_000;
}

async function prepareOnce(world: RunInput): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'upline-bench-files-'));
  try {
    return await withPostgres(async (pool, url) => {
      await migrate(url);
      await fillMirror(pool, world, 'closed');
      const database = openDatabase({ connectionString: url, maxConnections: 2 });
      await database.pool.query('SELECT 1');
      await database.prisma.$queryRaw`SELECT 1`;
      const prepared = await preparePayouts(database, folder, world);
      await database.close();
      return prepared;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the period as the job of a process does, and notes when each step began. @returns milliseconds */
async function preparePayouts(database: Database, folder: string, { domain }: RunInput): Promise<Prepared> {
  const took: Record<Step, number> = { read: 0, run: 0, checking: 0, writing: 0, publishing: 0 };
  let [step, since]: [Step, number] = ['read', performance.now()];
  const begin = (next: Step): void => {
    const now = performance.now();
    took[step] += now - since;
    [step, since] = [next, now];
  };
  const reader = createMirrorReader(database);
  const mirror = {
    ...reader,
    periodFacts: async (...asked: Parameters<typeof reader.periodFacts>) => {
      const facts = await reader.periodFacts(...asked);
      begin('run');
      return facts;
    },
  };
  const genealogy = { namesOf: async () => new Map<number, string>(), refuseUnknown: async () => undefined };
  const orders = { orderIdsByRef: async () => new Map<number, string>() };
  const plans = createPlans({ mirror });
  const parts = { database, clock: systemClock, mirror, domain };
  const commissions = createCommissions({ ...parts, plans, genealogy, orders, placementWidth: 2 });
  const storeRun: Commissions['storeRun'] = (period, report) =>
    commissions.storeRun(period, (progress) => {
      if (progress.step !== 'calculating' && progress.step !== step) begin(progress.step);
      report?.(progress);
    });
  const settlement = createSettlement({
    ...parts,
    commissions: {
      ...commissions,
      storeRun: async (...asked) => {
        const stored = await storeRun(...asked);
        begin('publishing');
        return stored;
      },
    },
    files: openFileStore(folder),
    names: { ofMembers: async () => new Map(), ofWallets: async () => new Map() },
  });
  const summary = await settlement.preparePayouts(1);
  begin('publishing');
  const { rows } = await database.pool.query<{ name: string; earnings: number }>(
    'SELECT name, (SELECT count(*)::int FROM office.run_earnings WHERE period = 1) AS earnings FROM office.payout_files',
  );
  if (rows[0] === undefined || rows[0].earnings < summary.leafCount) throw new Error('the run was not written');
  const { size } = await stat(join(folder, rows[0].name));
  return { took, leaves: summary.leafCount, bytes: size };
}
