import { STATUS_CODES } from 'node:http';
import express, { type Express, type RequestHandler, Router } from 'express';
import { pinoHttp } from 'pino-http';
import { apiRoot, routes } from '#api/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Identity } from '#modules/identity/index.ts';
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import type { ReportReads } from '#platform/replicas.ts';
import { createAccess } from './access.ts';
import type { Doors, ReadinessCheck } from './dependencies.ts';
import { healthRoutes, Metrics } from './health.ts';
import { IdempotencyStore } from './idempotency.ts';
import { createLimiters } from './limits.ts';
import { problemHandler } from './problem.ts';
import { register, type ServedRoute } from './register.ts';
import { serveAll } from './routes/index.ts';
import { sameSiteOnly } from './same-site.ts';
import { securityHeaders } from './security-headers.ts';
import { readSession } from './session.ts';
import type { HttpSettings } from './settings.ts';
import { beginRequest, stateOf } from './state.ts';
import { webRoutes } from './web.ts';

export interface AppDependencies {
  readonly settings: HttpSettings;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly identity: Identity;
  readonly doors: Doors;
  /** Where reports are read, for the metrics. */
  readonly reports?: Pick<ReportReads, 'figures'> | undefined;
  /** What must hold before `/ready` says yes. */
  readonly readiness: readonly ReadinessCheck[];
}

/** Bytes of a request body; the largest honest one is an order of fifty lines. */
const bodyLimit = 64 * 1024;

/** The whole HTTP door. Nothing is started; give it to `http.createServer` or to a test. */
export function createApp(dependencies: AppDependencies): Express {
  const { settings, doors, identity, logger } = dependencies;
  const app = express();
  const metrics = new Metrics(doors.indexer, logger, dependencies.reports);
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', settings.trustedProxies ?? 0);
  app.use(beginRequest(), requestLog(logger), metrics.measure(), ...securityHeaders(settings));
  app.use(healthRoutes(dependencies.readiness, metrics, logger));
  app.use(apiRoot, apiRouter(dependencies, servedRoutes(settings, identity, doors)));
  if (settings.webDir !== undefined) app.use(webRoutes(settings.webDir));
  app.use(() => {
    throw new UplineError('REQUEST.NOT_FOUND');
  });
  app.use(problemHandler(logger));
  return app;
}

function apiRouter(dependencies: AppDependencies, served: readonly ServedRoute[]): Router {
  const { settings, identity, logger, database, clock, doors } = dependencies;
  const limiters = createLimiters(settings, database);
  const router = Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    // Answers are about one person at one moment; nothing between us and them may keep one.
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.use(limiters.perHop, sameSiteOnly(settings), express.json({ limit: bodyLimit, strict: true, inflate: false }));
  router.use(readSession(identity, settings), limiters.perAccount);
  const context = {
    settings,
    access: createAccess(doors),
    idempotency: new IdempotencyStore(database, clock),
    limiters: limiters.ofRoute,
    logger,
  };
  for (const route of served) register(router, route, context);
  router.use(() => {
    throw new UplineError('REQUEST.NOT_FOUND');
  });
  return router;
}

/** The contracts with their code. A contract without code, or code without a contract, stops the start. */
function servedRoutes(settings: HttpSettings, identity: Identity, doors: Doors): ServedRoute[] {
  const all = serveAll({ settings, identity, doors });
  const known = new Set<string>(routes.map((route) => route.id));
  const byId = new Map(all.map((served) => [served.route.id, served]));
  for (const id of byId.keys()) if (!known.has(id)) throw new Error(`Route ${id} is served but has no contract in backend/api.`);
  return routes.flatMap((route) => {
    const served = byId.get(route.id);
    const demoOnly = 'demoOnly' in route;
    if (demoOnly && !(settings.demo && doors.demo !== undefined)) return [];
    if (served === undefined) throw new Error(`Route ${route.id} has a contract but nothing serves it.`);
    return [served];
  });
}

function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<express.Request, express.Response>({
    logger,
    genReqId: (_request, response) => stateOf(response).requestId,
    // Only what names no person: no query, no headers, no cookies.
    serializers: {
      req: (request: { id: unknown; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'info' : 'debug';
    },
    customSuccessMessage: (_request, response) => `answered ${STATUS_CODES[response.statusCode] ?? response.statusCode}`,
  });
}
