import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Locale } from '#kernel/errors/index.ts';
import type { SignedIn } from '#modules/identity/index.ts';

/** What the door knows of a request beside its contents. */
export interface RequestState {
  readonly requestId: string;
  readonly locale: Locale;
  /** Filled by the session step. */
  viewer?: SignedIn;
}

export function stateOf(response: Response): RequestState {
  return response.locals['upline'] as RequestState;
}

/** The first step of every request: its number and the language of the answer. */
export function beginRequest(): RequestHandler {
  return (request, response, next) => {
    const locale: Locale = request.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en';
    const state: RequestState = { requestId: randomUUID(), locale };
    response.locals['upline'] = state;
    response.set('X-Request-Id', state.requestId);
    next();
  };
}
