import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { defaultRateLimits, type HttpSettings, type RateLimits } from './settings.ts';
import { SharedCounts } from './rate-counts.ts';
import { stateOf } from './state.ts';

const minute = 60_000;

/** The address of the real hop: Express believes X-Forwarded-For only as far as we have proxies of our own. */
export const hopOf = (request: Request): string => ipKeyGenerator(request.ip ?? 'unknown');

export interface Limiters {
  readonly perHop: RequestHandler;
  readonly perAccount: RequestHandler;
  /** Stricter ones, by route id. */
  readonly ofRoute: Readonly<Record<string, RequestHandler>>;
}

/**
 * The two general limits guard this process from being drowned and count in its memory. Those of signing in and joining guard people
 * and the company's purse: they are counted in the database, for all processes together.
 */
export function createLimiters(settings: HttpSettings, database: Database): Limiters {
  const limits: RateLimits = { ...defaultRateLimits, ...settings.rateLimits };
  const ofAll = (route: string, limit: number): RequestHandler =>
    limiter(limit, hopOf, new SharedCounts(database, route, minute));
  const byAccount = (limit: number): RequestHandler =>
    limiter(limit, (request, response) => stateOf(response).viewer?.accountId ?? hopOf(request));
  const trials = byAccount(limits.trial);
  return {
    perHop: limiter(limits.perHop, hopOf),
    perAccount: byAccount(limits.perAccount),
    ofRoute: {
      'auth.nonce': ofAll('auth.nonce', limits.nonce),
      'auth.signIn': ofAll('auth.signIn', limits.signIn),
      'join.create': ofAll('join.create', limits.join),
      'trials.backtest': trials,
      'trials.simulate': trials,
    },
  };
}

function limiter(limit: number, keyGenerator: (request: Request, response: Response) => string, store?: Store): RequestHandler {
  return rateLimit({
    ...(store === undefined ? {} : { store }),
    windowMs: minute,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator,
    // Forged forwarding headers are ignored, not an error worth a log line each.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: () => {
      throw new UplineError('REQUEST.TOO_MANY', { seconds: minute / 1000 });
    },
  });
}
