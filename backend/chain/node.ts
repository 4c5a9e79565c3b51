import { type LogList, listOf, parse, placeholder, splitAnswer } from './log-list.ts';
import { NodeFailure, failureOfError, failureOfStatus } from './node-failure.ts';

export interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What was asked of a node so far. */
export interface NodeCounts {
  /** HTTP requests. */
  requests: number;
  /** Questions in them. */
  calls: number;
  /** Bytes of all answers. */
  bytes: number;
}

/** One node, asked in raw JSON-RPC: for reading much, with bounds on time and size. */
export interface ChainNode {
  /** For logs; the place in the list, because addresses can hold keys. */
  readonly name: string;
  readonly counts: Readonly<NodeCounts>;
  /** @throws NodeFailure */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Several questions in one request, answered in their order, or one by one where the node does not take lists. @throws NodeFailure */
  batch(calls: readonly Call[]): Promise<unknown[]>;
  /** As `batch`, for questions and then one for logs, which can be very many. @throws NodeFailure */
  readLogs(calls: readonly Call[], logs: Call): Promise<{ readonly answers: readonly unknown[]; readonly logs: LogList }>;
}

export interface NodeLimits {
  /** Milliseconds until the whole answer must be here. */
  readonly timeout?: number;
  /** Milliseconds that may pass between two pieces of an answer. */
  readonly stall?: number;
  /** Bytes of an answer; a longer one counts as a range that was too large. */
  readonly largest?: number;
  /** How a request goes out: for tests whose nodes live in the same process. */
  readonly fetch?: typeof globalThis.fetch;
}

export function createChainNode(url: string, name: string, limits: NodeLimits = {}): ChainNode {
  const { timeout = 60_000, stall = 10_000, largest = 64 * 1024 * 1024, fetch = globalThis.fetch } = limits;
  const counts: NodeCounts = { requests: 0, calls: 0, bytes: 0 };
  let takesLists = true;

  const post = async (calls: readonly Call[], asList: boolean): Promise<Buffer> => {
    counts.requests += 1;
    counts.calls += calls.length;
    const questions = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }));
    const body = await fetchBody(url, JSON.stringify(asList ? questions : questions[0]), { timeout, stall, largest, fetch });
    counts.bytes += body.length;
    return body;
  };
  const request = async (method: string, params: readonly unknown[]): Promise<unknown> =>
    resultOf(parse((await post([{ method, params }], false)).toString('utf8')), 0);
  /** @param read makes an answer of the bytes that came */
  const ask = async (calls: readonly Call[], read: (body: Buffer) => unknown): Promise<unknown[]> => {
    const [first] = calls;
    if (first === undefined) return [];
    if (calls.length === 1) return [resultOf(read(await post(calls, false)), 0)];
    if (takesLists) {
      const answer = read(await post(calls, true));
      if (Array.isArray(answer)) return inOrder(answer, calls.length);
      // One object for a list: a node without lists says so, or refuses the whole for a reason of its own.
      const failure = failureIn(answer);
      if (failure !== undefined && failure.kind !== 'refused') throw failure;
      takesLists = false;
    }
    const results: unknown[] = [];
    for (const call of calls) results.push(resultOf(read(await post([call], false)), 0));
    return results;
  };

  return {
    name,
    counts,
    request,
    batch: (calls) => ask(calls, (body) => parse(body.toString('utf8'))),
    readLogs: async (calls, logs) => {
      let apart: LogList | undefined;
      const answers = await ask([...calls, logs], (body) => {
        const split = splitAnswer(body);
        if (split === undefined) return parse(body.toString('utf8'));
        apart = split.logs;
        return split.rest;
      });
      const list = answers.pop();
      if (list === placeholder && apart !== undefined) return { answers, logs: apart };
      if (!Array.isArray(list)) throw new NodeFailure('unreachable', 'the answer is no list of logs');
      return { answers, logs: listOf(list) };
    },
  };
}

/** Answers of a list may come in any order. */
function inOrder(answers: readonly unknown[], count: number): unknown[] {
  const byId = new Map<unknown, unknown>();
  for (const answer of answers) if (isRecord(answer)) byId.set(answer['id'], answer);
  return Array.from({ length: count }, (_, id) => resultOf(byId.get(id), id));
}

function resultOf(answer: unknown, id: number): unknown {
  const failure = failureIn(answer);
  if (failure !== undefined) throw failure;
  if (!isRecord(answer) || answer['id'] !== id || !('result' in answer))
    throw new NodeFailure('unreachable', 'the answer is not to the question');
  return answer['result'];
}

function failureIn(answer: unknown): NodeFailure | undefined {
  if (!isRecord(answer)) return undefined;
  const error = answer['error'];
  return isRecord(error) ? failureOfError(error) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A body of bounded size in bounded time: an answer that stops half-way must not be waited for until the whole time is over. */
async function fetchBody(url: string, body: string, limits: Required<NodeLimits>): Promise<Buffer> {
  const controller = new AbortController();
  const abort = (reason: string): void => controller.abort(new NodeFailure('unreachable', reason));
  const entire = setTimeout(() => abort(`no whole answer within ${limits.timeout} ms`), limits.timeout);
  const piece = setTimeout(() => abort(`nothing came for ${limits.stall} ms`), limits.stall);
  try {
    const response = await limits.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: controller.signal,
    });
    const failure = failureOfStatus(response.status, response.headers.get('retry-after'), Date.now());
    if (failure !== undefined) {
      await response.body?.cancel();
      throw failure;
    }
    // The length is believed only so far that room is made for it at once.
    const told = Math.min(Number(response.headers.get('content-length') ?? 0) || 0, limits.largest);
    let whole = Buffer.allocUnsafe(Math.max(told, 1 << 14));
    let size = 0;
    for await (const chunk of response.body ?? []) {
      piece.refresh();
      if (size + chunk.length > limits.largest)
        throw new NodeFailure('tooMuch', `the answer is longer than ${limits.largest} bytes`);
      if (size + chunk.length > whole.length) whole = Buffer.concat([whole], Math.max(whole.length * 2, size + chunk.length));
      whole.set(chunk, size);
      size += chunk.length;
    }
    return whole.subarray(0, size);
  } catch (error) {
    if (error instanceof NodeFailure) throw error;
    throw new NodeFailure('unreachable', error instanceof Error ? `${error.message}${causeOf(error)}` : 'unknown', {
      cause: error,
    });
  } finally {
    clearTimeout(entire);
    clearTimeout(piece);
    // Ends what is left of an answer that we gave up.
    controller.abort();
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : '';
}
