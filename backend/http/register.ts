import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { en, ru } from 'zod/locales';
import type { BodyOf, ParamsOf, QueryOf, ResponseOf, RouteDefinition } from '#api/define-route.ts';
import { type Locale, UplineError } from '#kernel/errors/index.ts';
import type { Logger } from '#platform/logger.ts';
import type { SignedIn } from '#modules/identity/index.ts';
import type { Access } from './access.ts';
import type { Column } from './csv.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { hopOf } from './limits.ts';
import { sendLines } from './lines.ts';
import { toProblem } from './problem.ts';
import { type FileFormat, type ListFile, sendListFile } from './list-file.ts';
import { type SessionCookies, sessionCookies } from './session.ts';
import type { HttpSettings } from './settings.ts';
import { stateOf } from './state.ts';

/** A request after parsing and after the question whether the caller may ask it. */
export interface Call<R extends RouteDefinition> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  readonly viewer: R['permission'] extends 'public' ? SignedIn | undefined : SignedIn;
  readonly locale: Locale;
  readonly cookies: SessionCookies;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

export interface FileAnswer {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly fileName: string;
}

type Answer<R extends RouteDefinition> = R['media'] extends 'file'
  ? FileAnswer
  : R['media'] extends 'lines'
    ? AsyncIterable<ResponseOf<R>>
    : ResponseOf<R>;

/** Parsed but of no particular route. */
interface AnyCall {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly viewer: SignedIn | undefined;
  readonly locale: Locale;
  readonly cookies: SessionCookies;
  readonly signal: AbortSignal;
}

/** A contract with the code that serves it. */
export interface ServedRoute {
  readonly route: RouteDefinition;
  answer(call: AnyCall): Promise<unknown>;
  readonly columns: readonly Column<unknown>[] | undefined;
  /** All rows of the file, part by part; without it the file is made of the pages of the list. */
  readonly rows: ((call: AnyCall) => AsyncIterable<readonly unknown[]>) | undefined;
}

/** The one place where a parsed request gets the types of its route; the schemas of the same route have just parsed it. */
export function serve<const R extends RouteDefinition>(
  route: R,
  handler: (call: Call<R>) => Promise<Answer<R>>,
  columns?: readonly Column<never>[],
  rows?: (call: Call<R>) => AsyncIterable<readonly unknown[]>,
): ServedRoute {
  return {
    route,
    answer: (call) => handler(call as Call<R>),
    columns,
    rows: rows === undefined ? undefined : (call) => rows(call as Call<R>),
  };
}

export interface RegisterContext {
  readonly settings: HttpSettings;
  readonly access: Access;
  readonly idempotency: IdempotencyStore;
  readonly limiters: Readonly<Record<string, RequestHandler>>;
  readonly logger: Logger;
}

const nothing = z.strictObject({});

/** Puts a route on the router: parse, check the right, call, check the answer. */
export function register(router: Router, served: ServedRoute, context: RegisterContext): void {
  const { route } = served;
  const handle: RequestHandler = async (request, response) => {
    const { viewer, locale, requestId } = stateOf(response);
    context.access.requireRole(route.permission, viewer);
    const call: AnyCall = {
      params: parse(route.params ?? nothing, request.params, 'path', locale),
      query: parse(route.query ?? nothing, request.query, 'query', locale),
      body: parse(route.body ?? nothing, request.body ?? {}, 'body', locale),
      viewer,
      locale,
      cookies: sessionCookies(context.settings, request, response),
      signal: whileThere(response),
    };
    await context.access.requireRelation(route.permission, viewer, call.params);
    response.locals['route'] = route.path;
    const format = fileFormatOf(call.query);
    if (format !== undefined && served.columns !== undefined)
      return sendListFile(response, fileOf(served, served.columns, call, format));
    if (route.media === 'file') return sendFile(response, (await served.answer(call)) as FileAnswer);
    if (route.media === 'lines') {
      const problemOf = (error: unknown) => {
        const problem = toProblem(error, locale, requestId);
        if (problem.status >= 500) context.logger.error({ error, requestId }, 'request failed');
        return problem;
      };
      const lines = (await served.answer(call)) as AsyncIterable<unknown>;
      return sendLines(response, lines, { schema: route.response ?? z.never(), problemOf });
    }
    const key = idempotencyKeyOf(route, request);
    const work = async (): Promise<{ status: number; body: string }> => toText(served, await served.answer(call));
    const answer =
      key === undefined
        ? await work()
        : await context.idempotency.once(
            {
              owner: viewer === undefined ? `hop:${hopOf(request)}` : `account:${viewer.accountId}`,
              key,
              method: request.method,
              path: request.path,
              body: request.body,
            },
            work,
          );
    response.status(answer.status);
    if (answer.body === '') response.end();
    else response.type('application/json').send(answer.body);
  };
  const limiter = context.limiters[route.id];
  const steps = limiter === undefined ? [handle] : [limiter, handle];
  router[methodName(route)](route.path, ...steps);
}

const methodName = (route: RouteDefinition): 'get' | 'post' | 'patch' | 'delete' => {
  const names = { GET: 'get', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const;
  return names[route.method];
};

/** Aborted as soon as the connection is closed, by whichever side. */
function whileThere(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

const wordsOf = { en: en().localeError, ru: ru().localeError };

/** @throws UplineError REQUEST.INVALID with the place of the first fault, and in the reader's language what is wrong there */
function parse(schema: z.ZodType, value: unknown, part: string, locale: Locale): unknown {
  const result = schema.safeParse(value, { error: wordsOf[locale] });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [part, ...(issue?.path ?? []).map(String)].join('.');
  throw new UplineError('REQUEST.INVALID', { path, reason: issue?.message ?? 'unreadable' });
}

/** Only what the contract names leaves; anything else in an answer is dropped, and an answer that does not fit is our failure. */
function toText(served: ServedRoute, answer: unknown): { status: number; body: string } {
  const { route } = served;
  const status = route.status ?? 200;
  if (route.response === undefined) return { status, body: '' };
  return { status, body: JSON.stringify(route.response.parse(answer)) };
}

function idempotencyKeyOf(route: RouteDefinition, request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key === undefined || route.idempotent !== true) return undefined;
  if (!/^[A-Za-z0-9_-]{8,100}$/.test(key)) {
    throw new UplineError('REQUEST.INVALID', { path: 'Idempotency-Key', reason: '8–100: A–Z a–z 0–9 _ -' });
  }
  return key;
}

function fileFormatOf(query: unknown): FileFormat | undefined {
  const format = typeof query === 'object' && query !== null && 'format' in query ? query.format : undefined;
  return format === 'csv' || format === 'xlsx' ? format : undefined;
}

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

function fileOf(served: ServedRoute, columns: readonly Column<unknown>[], call: AnyCall, format: FileFormat): ListFile {
  return {
    format,
    name: served.route.id.replace('.', '-'),
    columns,
    parts: served.rows?.(call),
    page: async (cursor) => {
      const query = { ...(call.query as object), limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      return page.parse(served.route.response?.parse(await served.answer({ ...call, query })));
    },
  };
}

function sendFile(response: Response, file: FileAnswer): void {
  response.status(200).type(file.contentType).attachment(file.fileName).end(file.bytes);
}
