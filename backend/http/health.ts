import { type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from '#platform/logger.ts';
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

  constructor(indexer: IndexerDoor, logger: Logger) {
    collectDefaultMetrics({ register: this.registry });
    this.#watchMirror(indexer, logger);
  }

  /** One look at the database a scrape; every process that answers HTTP shows the same. */
  #watchMirror(indexer: IndexerDoor, logger: Logger): void {
    const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
      new Gauge({ name: `upline_indexer_${name}`, help, labelNames, registers: [this.registry] });
    const stopped = gauge('stopped', '1 while the mirror cannot move, by reason.', ['reason']);
    const block = gauge('block', 'Newest block in the mirror.');
    const events = gauge('events', 'Events of a contract in the mirror; its growth is the rate.', ['contract']);
    const holes = gauge('open_holes', 'Events that are known to be missing now; anything but 0 is an alarm.');
    const happened = gauge('happened', 'What has happened to the mirror since its database was made, by kind.', ['what']);
    const lag = new Gauge({
      name: 'upline_indexer_lag_blocks',
      help: 'Blocks between the head of the chain and the mirror; -1 when unknown.',
      registers: [this.registry],
      collect: async () => {
        try {
          const status = await indexer.indexerStatus();
          lag.set(status.lagBlocks ?? -1);
          stopped.reset();
          if (status.state === 'stopped') stopped.set({ reason: status.reason ?? 'unknown' }, 1);
          block.set(status.confirmed?.number ?? -1);
          for (const { name, seq } of status.contracts) events.set({ contract: name }, Number(seq));
          holes.set(status.holes.length);
          for (const [what, times] of Object.entries(await indexer.indexerCounters())) happened.set({ what }, times);
        } catch (error) {
          // The other figures are wanted most when something fails.
          logger.warn({ error }, 'the lag of the indexer could not be measured');
          lag.set(-1);
        }
      },
    });
    // What is filled here must be shown after it.
    for (const each of [stopped, block, events, holes, happened]) {
      const name = (each as unknown as { readonly name: string }).name;
      this.registry.removeSingleMetric(name);
      this.registry.registerMetric(each);
    }
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
