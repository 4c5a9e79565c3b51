import type { Ask, FaultyNode, SpoiltAnswer } from '#test/support/faulty-node.ts';
import type { RpcRequest } from '#test/support/rpc-proxy.ts';
import type { Operations } from './operations.ts';

/** The way to a faulty node without a network: each question of a list is an operation of its own. */
export function innerFetch(node: FaultyNode, ask: Ask, operations: Operations): typeof globalThis.fetch {
  return async (_, init) => {
    const text = init?.body;
    if (typeof text !== 'string') throw new TypeError('a question to a node is text');
    const body = JSON.parse(text) as RpcRequest | RpcRequest[];
    const requests = Array.isArray(body) ? body : [body];
    const answers: unknown[] = [];
    for (const request of requests) {
      answers.push(
        await operations.run(async () => node.intercept(request, { ...(await ask(request)), id: request.id }, requests)),
      );
    }
    const answer = JSON.stringify(Array.isArray(body) ? answers : answers[0]);
    return toResponse(node.spoil(requests, answer) ?? { status: 200, headers: {}, body: answer, end: 'well' }, init?.signal);
  };
}

function toResponse({ status, headers, body, end }: SpoiltAnswer, signal: AbortSignal | null | undefined): Response {
  if (end === 'broken') throw new TypeError('fetch failed');
  if (end === 'well') return new Response(body, { status, headers });
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(body));
      signal?.addEventListener('abort', () => controller.error(signal.reason));
    },
  });
  return new Response(stream, { status, headers });
}
