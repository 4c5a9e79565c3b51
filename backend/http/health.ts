import { type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { IndexerStatus } from '#api/indexer.ts';
import type { Logger } from '#platform/logger.ts';
import type { ReportReads } from '#platform/replicas.ts';
import type { IndexerDoor, ReadinessCheck } from './dependencies.ts';

/** Figures for Prometheus. One registry an app, so that several apps can live in one process. */
export class Metrics {
  readonly registry = new Registry();
  readonly #durations = new Histogram({
    name: 'upline_http_request_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(indexer: IndexerDoor, logger: Logger, reports?: Pick<ReportReads, 'figures'>) {
    collectDefaultMetrics({ register: this.registry });
    this.#watchMirror(indexer, logger);
    if (reports !== undefined) this.#watchReplicas(reports);
  }

  /** Counted where they happen; a scrape copies them. */
  #watchReplicas(reports: Pick<ReportReads, 'figures'>): void {
    const registers = [this.registry];
    const reads: Counter = new Counter({
      name: 'upline_report_reads_total',
      help: 'Reports answered by a replica, and by the primary although there are replicas, with the reason.',
      labelNames: ['source', 'reason'],
      registers,
      collect: () => {
        reads.reset();
        for (const { source, reason, times } of reports.figures().reads) reads.inc({ source, reason }, times);
      },
    });
    const usable: Gauge = new Gauge({
      name: 'upline_replica_usable',
      help: '1 for a replica that reports are read from, 0 for one that is too far behind, away, or no replica.',
      labelNames: ['replica'],
      registers,
      collect: () => {
        for (const { name, usable: is } of reports.figures().replicas) usable.set({ replica: name }, is ? 1 : 0);
      },
    });
    const lag: Gauge = new Gauge({
      name: 'upline_replica_lag_seconds',
      help: 'Seconds that a replica is known to lie behind the primary; -1 when unknown.',
      labelNames: ['replica'],
      registers,
      collect: () => {
        for (const { name, lagSeconds } of reports.figures().replicas) lag.set({ replica: name }, lagSeconds);
      },
    });
  }

  /** One look at the database a scrape, which all figures share; every process that answers HTTP shows the same. */
  #watchMirror(indexer: IndexerDoor, logger: Logger): void {
    let looking: Promise<Seen | undefined> | undefined;
    const look = (): Promise<Seen | undefined> =>
      (looking ??= lookAt(indexer, logger).finally(() => {
        looking = undefined;
      }));
    const gauge = (name: string, help: string, fill: (gauge: Gauge, seen: Seen | undefined) => void, label?: string): void => {
      const labelNames = label === undefined ? [] : [label];
      const made: Gauge = new Gauge({
        name: `upline_indexer_${name}`,
        help,
        labelNames,
        registers: [this.registry],
        collect: async () => fill(made, await look()),
      });
    };
    gauge('lag_blocks', 'Blocks between the head of the chain and the mirror; -1 when unknown.', (lag, seen) =>
      lag.set(seen?.status.lagBlocks ?? -1),
    );
    gauge('block', 'Newest block in the mirror; -1 when unknown.', (block, seen) =>
      block.set(seen?.status.confirmed?.number ?? -1),
    );
    gauge('open_holes', 'Events that are known to be missing now; anything but 0 is an alarm.', (holes, seen) =>
      holes.set(seen?.status.holes.length ?? 0),
    );
    gauge(
      'stopped',
      '1 while the mirror cannot move, by reason.',
      (stopped, seen) => {
        stopped.reset();
        if (seen?.status.state === 'stopped') stopped.set({ reason: seen.status.reason ?? 'unknown' }, 1);
      },
      'reason',
    );
    gauge(
      'events',
      'Events of a contract in the mirror; its growth is the rate.',
      (events, seen) => {
        for (const { name, seq } of seen?.status.contracts ?? []) events.set({ contract: name }, Number(seq));
      },
      'contract',
    );
    gauge(
      'happened',
      'What has happened to the mirror since its database was made, by kind.',
      (happened, seen) => {
        for (const [what, times] of Object.entries(seen?.counters ?? {})) happened.set({ what }, times);
      },
      'what',
    );
  }

  /** Measures every request under its route, never under its address: addresses are without number. */
  measure(): RequestHandler {
    return (request, response, next) => {
      const end = this.#durations.startTimer({ method: request.method });
      response.on('finish', () => {
        const route: unknown = response.locals['route'];
        end({ route: typeof route === 'string' ? route : 'other', status: String(response.statusCode) });
      });
      next();
    };
  }
}

interface Seen {
  readonly status: IndexerStatus;
  readonly counters: Readonly<Record<string, number>>;
}

async function lookAt(indexer: IndexerDoor, logger: Logger): Promise<Seen | undefined> {
  try {
    return { status: await indexer.indexerStatus(), counters: await indexer.indexerCounters() };
  } catch (error) {
    // The other figures are wanted most when something fails.
    logger.warn({ error }, 'the mirror could not be looked at');
    return undefined;
  }
}

/** Liveness, readiness and metrics, for machines. They stand outside of the API and of its limits. */
export function healthRoutes(checks: readonly ReadinessCheck[], metrics: Metrics, logger: Logger): Router {
  const router = Router();
  router.get('/health', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/ready', async (_request, response) => {
    const results = await Promise.all(checks.map((check) => runCheck(check, logger)));
    const ready = results.every((result) => result.ready);
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, checks: results });
  });
  router.get('/metrics', async (_request, response) => {
    response
      .set('Content-Type', metrics.registry.contentType)
      .set('Cache-Control', 'no-store')
      .end(await metrics.registry.metrics());
  });
  return router;
}

async function runCheck(check: ReadinessCheck, logger: Logger): Promise<{ name: string; ready: boolean; reason?: string }> {
  try {
    return { name: check.name, ...(await check.check()) };
  } catch (error) {
    logger.warn({ error, check: check.name }, 'a readiness check failed');
    return { name: check.name, ready: false, reason: 'the check itself failed; see the log' };
  }
}
