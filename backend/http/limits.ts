import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { UplineError } from '#kernel/errors/index.ts';
import { defaultRateLimits, type HttpSettings, type RateLimits } from './settings.ts';
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

/** Counters live in this process: with several processes each of them allows as much. */
export function createLimiters(settings: HttpSettings): Limiters {
  const limits: RateLimits = { ...defaultRateLimits, ...settings.rateLimits };
  const byHop = (limit: number): RequestHandler => limiter(limit, hopOf);
  const byAccount = (limit: number): RequestHandler =>
    limiter(limit, (request, response) => stateOf(response).viewer?.accountId ?? hopOf(request));
  const trials = byAccount(limits.trial);
  return {
    perHop: byHop(limits.perHop),
    perAccount: byAccount(limits.perAccount),
    ofRoute: {
      'auth.nonce': byHop(limits.nonce),
      'auth.signIn': byHop(limits.signIn),
      'join.create': byHop(limits.join),
      'trials.backtest': trials,
      'trials.simulate': trials,
    },
  };
}

function limiter(limit: number, keyGenerator: (request: Request, response: Response) => string): RequestHandler {
  return rateLimit({
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
