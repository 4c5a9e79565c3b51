import { parseCookie } from 'cookie';
import type { CookieOptions, Request, RequestHandler, Response } from 'express';
import type { Identity } from '#modules/identity/index.ts';
import { type HttpSettings, isSecure } from './settings.ts';
import { stateOf } from './state.ts';

/** Reading and writing our two cookies: the session, and the one that binds a nonce to the browser that asked for it. */
export interface SessionCookies {
  readonly sessionToken: string | undefined;
  readonly browserToken: string | undefined;
  setSession(token: string, expiresAt: Date): void;
  clearSession(): void;
  setBrowser(token: string, expiresAt: Date): void;
  clearBrowser(): void;
}

/** `__Host-` makes browsers insist on Secure, this very host and the whole path; it needs https. */
export function cookieNames(settings: HttpSettings): { session: string; browser: string } {
  const prefix = isSecure(settings) ? '__Host-' : '';
  return { session: `${prefix}upline`, browser: `${prefix}upline-sign-in` };
}

export function sessionCookies(settings: HttpSettings, request: Request, response: Response): SessionCookies {
  const names = cookieNames(settings);
  const sent = parseCookie(request.headers.cookie ?? '');
  const options: CookieOptions = { httpOnly: true, secure: isSecure(settings), sameSite: 'strict', path: '/' };
  return {
    sessionToken: tokenIn(sent[names.session]),
    browserToken: tokenIn(sent[names.browser]),
    setSession: (token, expires) => void response.cookie(names.session, token, { ...options, expires }),
    clearSession: () => void response.clearCookie(names.session, options),
    setBrowser: (token, expires) => void response.cookie(names.browser, token, { ...options, expires }),
    clearBrowser: () => void response.clearCookie(names.browser, options),
  };
}

/** Finds out who is asking. A cookie that names no session is the same as none. */
export function readSession(identity: Identity, settings: HttpSettings): RequestHandler {
  return async (request, response, next) => {
    const { sessionToken } = sessionCookies(settings, request, response);
    const viewer = sessionToken === undefined ? undefined : await identity.sessionOf(sessionToken);
    if (viewer !== undefined) stateOf(response).viewer = viewer;
    next();
  };
}

/** Our tokens are 32 random bytes in base64url; anything else is not worth a query. */
function tokenIn(value: string | undefined): string | undefined {
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}
