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

  const post = async (calls: readonly Call[], asList: boolean): Promise<unknown> => {
    counts.requests += 1;
    counts.calls += calls.length;
    const questions = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }));
    const body = JSON.stringify(asList ? questions : questions[0]);
    const text = await fetchText(url, body, { timeout, stall, largest, fetch });
    counts.bytes += text.length;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new NodeFailure(
        'unreachable',
        `the answer is no JSON (${text.trimStart().startsWith('<') ? 'a page' : 'cut off?'})`,
        {
          cause: error,
        },
      );
    }
  };
  const request = async (method: string, params: readonly unknown[]): Promise<unknown> =>
    resultOf(await post([{ method, params }], false), 0);

  return {
    name,
    counts,
    request,
    batch: async (calls) => {
      const [first] = calls;
      if (first === undefined) return [];
      if (calls.length === 1) return [await request(first.method, first.params)];
      if (takesLists) {
        const answer = await post(calls, true);
        if (Array.isArray(answer)) return inOrder(answer, calls.length);
        // One object for a list: a node without lists says so, or refuses the whole for a reason of its own.
        const failure = failureIn(answer);
        if (failure !== undefined && failure.kind !== 'refused') throw failure;
        takesLists = false;
      }
      const results: unknown[] = [];
      for (const { method, params } of calls) results.push(await request(method, params));
      return results;
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
async function fetchText(url: string, body: string, limits: Required<NodeLimits>): Promise<string> {
  const controller = new AbortController();
  const abort = (reason: string): void => controller.abort(new NodeFailure('unreachable', reason));
  const whole = setTimeout(() => abort(`no whole answer within ${limits.timeout} ms`), limits.timeout);
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
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      piece.refresh();
      pieces.push(chunk);
      size += chunk.length;
      if (size > limits.largest) throw new NodeFailure('tooMuch', `the answer is longer than ${limits.largest} bytes`);
    }
    return Buffer.concat(pieces, size).toString('utf8');
  } catch (error) {
    if (error instanceof NodeFailure) throw error;
    throw new NodeFailure('unreachable', error instanceof Error ? `${error.message}${causeOf(error)}` : 'unknown', {
      cause: error,
    });
  } finally {
    clearTimeout(whole);
    clearTimeout(piece);
    // Ends what is left of an answer that we gave up.
    controller.abort();
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : '';
}
