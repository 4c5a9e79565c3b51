import type { BodyInputOf, ParamsOf, QueryOf, ResponseOf, RouteDefinition } from '#api/define-route.ts';
import { apiRoot } from './root.ts';
import { clientFault, readProblem } from './problem.ts';

type Part<Name extends string, T> = T extends undefined ? { readonly [K in Name]?: undefined } : { readonly [K in Name]: T };

/** What a call needs: exactly the parts that the route declares. */
export type CallInput<R extends RouteDefinition> = Part<'params', ParamsOf<R>> &
  Part<'query', QueryOf<R>> &
  Part<'body', BodyInputOf<R>>;

export interface CallOptions {
  /** The same key twice is the same effect; give one for what must happen once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

const timeoutMs = 30_000;

/**
 * Calls one route of the API and checks the answer against the route's own schema: a page never shows what it could not read.
 * @throws CallError with the server's code, or CLIENT.OFFLINE, CLIENT.TIMEOUT, CLIENT.UNREADABLE
 */
export async function callRoute<R extends RouteDefinition>(
  route: R,
  input: CallInput<R>,
  options: CallOptions = {},
): Promise<ResponseOf<R>> {
  const response = await send(route, input as LooseInput, options);
  if (route.response === undefined) return undefined as ResponseOf<R>;
  const body: unknown = await response.json().catch((error: unknown) => {
    throw clientFault('CLIENT.UNREADABLE', error);
  });
  const parsed = route.response.safeParse(body);
  if (!parsed.success) throw clientFault('CLIENT.UNREADABLE', parsed.error);
  return parsed.data as ResponseOf<R>;
}

/** The bytes of a route with `media: 'file'`. */
export async function callFile<R extends RouteDefinition>(
  route: R,
  input: CallInput<R>,
  options: CallOptions = {},
): Promise<Uint8Array> {
  const response = await send(route, input as LooseInput, options);
  return new Uint8Array(await response.arrayBuffer());
}

/** The lines of a route with `media: 'lines'`, as they come; there is no limit of time, `signal` ends it. @throws as `callRoute` */
export async function* callLines<R extends RouteDefinition>(
  route: R,
  input: CallInput<R>,
  options: CallOptions = {},
): AsyncGenerator<ResponseOf<R>, void> {
  const response = await send(route, input as LooseInput, options, null);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw clientFault('CLIENT.UNREADABLE');
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        if (options.signal?.aborted === true) throw error;
        throw clientFault('CLIENT.OFFLINE', error);
      });
      const lines = `${rest}${value ?? ''}`.split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line !== '') yield readLine(route, line);
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readLine<R extends RouteDefinition>(route: R, line: string): ResponseOf<R> {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (error) {
    throw clientFault('CLIENT.UNREADABLE', error);
  }
  const parsed = route.response?.safeParse(data);
  if (parsed?.success !== true) throw clientFault('CLIENT.UNREADABLE', parsed?.error);
  return parsed.data as ResponseOf<R>;
}

/** The address of a GET route, for links and downloads. */
export function urlOf<R extends RouteDefinition>(route: R, input: Omit<CallInput<R>, 'body'>): string {
  return buildUrl(route, input as LooseInput);
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

async function send(
  route: RouteDefinition,
  input: LooseInput,
  options: CallOptions,
  limitMs: number | null = timeoutMs,
): Promise<Response> {
  const headers: Record<string, string> = { 'accept-language': document.documentElement.lang };
  // The server takes changes as declared JSON only, so that no form of another site can send one; also where there is no body.
  if (route.method !== 'GET') headers['content-type'] = 'application/json';
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  const timeout = limitMs === null ? undefined : AbortSignal.timeout(limitMs);
  const signals = [options.signal, timeout].filter((signal) => signal !== undefined);
  const request: RequestInit = { method: route.method, headers, credentials: 'same-origin', signal: AbortSignal.any(signals) };
  if (input.body !== undefined) request.body = JSON.stringify(input.body);
  let response: Response;
  try {
    response = await fetch(buildUrl(route, input), request);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw clientFault(timeout?.aborted === true ? 'CLIENT.TIMEOUT' : 'CLIENT.OFFLINE', error);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

function buildUrl(route: RouteDefinition, input: LooseInput): string {
  const path = route.path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(input.params?.[name] ?? '')));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const query = search.toString();
  return `${apiRoot}${path}${query === '' ? '' : `?${query}`}`;
}
