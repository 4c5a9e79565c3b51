import { emptyReports, followReports } from '#mirror/reports/follow.ts';
import type { Database } from '#platform/database.ts';
import { type Figure, atMost, three } from '../report.ts';
import { heldMiB } from '../spent.ts';

/** Every derived table from nothing. */
export async function measure(database: Database): Promise<Figure[]> {
  await emptyReports(database.pool);
  const start = performance.now();
  await followReports(database);
  const seconds = (performance.now() - start) / 1_000;
  const cpu = process.cpuUsage();
  const { rows } = await database.pool.query<{ members: bigint; periods: bigint; bytes: bigint }>(
    `SELECT (SELECT count(*) FROM reports.places) AS members, (SELECT count(*) FROM reports.periods) AS periods,
       (SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c WHERE relnamespace = 'reports'::regnamespace AND relkind = 'r') AS bytes`,
  );
  const { members = 0n, periods = 0n, bytes = 0n } = rows[0] ?? {};
  return [
    atMost('rebuild', seconds, 's', 60, `${members} members, ${periods} periods, every derived table`),
    {
      id: 'rebuild.cpu',
      value: three((cpu.user + cpu.system) / 1e6),
      unit: 's',
      about: 'processor time of the process, without the database',
    },
    {
      id: 'rebuild.peak',
      value: three(process.resourceUsage().maxRSS / 1_024),
      unit: 'MiB',
      about: 'most that the process held',
    },
    { id: 'rebuild.held', value: three(heldMiB()), unit: 'MiB', about: 'the process afterwards' },
    { id: 'rebuild.size', value: three(Number(bytes) / 2 ** 20), unit: 'MiB', about: 'derived tables with their indexes' },
  ];
}
