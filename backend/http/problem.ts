import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import type { Problem } from '#api/problem.ts';
import {
  describeError,
  errorCatalogue,
  type ErrorCode,
  type ErrorParameters,
  type Locale,
  UplineError,
} from '#kernel/errors/index.ts';
import type { Logger } from '#platform/logger.ts';
import { stateOf } from './state.ts';

/** What the client gets for an error. Anything that is not one of ours becomes REQUEST.FAILED with the number of the log entry. */
export function toProblem(error: unknown, locale: Locale, requestId: string): Problem {
  const { code, parameters } = known(error) ?? { code: 'REQUEST.FAILED' as const, parameters: { id: requestId } };
  const { status } = errorCatalogue[code];
  const words = describeError(code, parameters, locale);
  return {
    type: `urn:upline:error:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: words.message,
    cure: words.cure,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
    ),
    requestId,
  };
}

/** The last handler of the app: every failure leaves as problem+json, none with a stack. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    const { requestId, locale } = stateOf(response);
    const problem = toProblem(error, locale, requestId);
    if (problem.status >= 500) logger.error({ error, requestId }, 'request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.status === 429 && typeof problem.parameters['seconds'] === 'number') {
      response.set('Retry-After', String(problem.parameters['seconds']));
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

function known(error: unknown): { code: ErrorCode; parameters: ErrorParameters } | undefined {
  if (error instanceof UplineError) return { code: error.code, parameters: error.parameters };
  // Faults that Express and its body parser find carry a type and a status.
  if (!(error instanceof Error)) return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return { code: 'REQUEST.TOO_LARGE', parameters: { limit: 'limit' in error ? Number(error.limit) : 0 } };
  }
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return { code: 'REQUEST.NOT_JSON', parameters: {} };
  if (type === 'entity.parse.failed') return { code: 'REQUEST.INVALID', parameters: { path: 'body', reason: 'not JSON' } };
  const status = 'status' in error ? error.status : undefined;
  // A file that is not there, or a path that tries to leave the folder.
  if (status === 404 || status === 403) return { code: 'REQUEST.NOT_FOUND', parameters: {} };
  if (status === 400) {
    return { code: 'REQUEST.INVALID', parameters: { path: 'request', reason: 'unreadable' } };
  }
  return undefined;
}
