import type { Request, RequestHandler } from 'express';
import { UplineError } from '#kernel/errors/index.ts';
import type { HttpSettings } from './settings.ts';

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The rule for everything that changes something, so that no other site can make a browser do it:
 *  - `Origin` must be there and be ours. Browsers always send it with such requests; a program that is not a browser sends it itself.
 *  - the body, if there is one, must be declared as JSON. Forms can only send other types, and asking for this one from another site needs a permission
 *    (CORS) that we never give.
 * Reading requests never change anything, so they need neither.
 */
export function sameSiteOnly(settings: HttpSettings): RequestHandler {
  const { origin } = new URL(settings.publicUrl);
  return (request, _response, next) => {
    if (readingMethods.has(request.method)) return next();
    if (request.headers.origin !== origin) throw new UplineError('REQUEST.CROSS_ORIGIN', { origin });
    const type = request.headers['content-type'];
    if (type === undefined ? hasBody(request) : !isJson(type)) throw new UplineError('REQUEST.NOT_JSON');
    next();
  };
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function isJson(header: string): boolean {
  return /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(header.trim());
}
