import type { Ask, FaultyNode, SpoiltAnswer } from '#test/support/faulty-node.ts';
import type { RpcRequest } from '#test/support/rpc-proxy.ts';
import type { Operations } from './operations.ts';

/** The way to a faulty node without a network: each question of a list is an operation of its own. */
export function innerFetch(node: FaultyNode, ask: Ask, operations: Operations): typeof globalThis.fetch {
  return async (_, init) => {
    const body = JSON.parse(String(init?.body)) as RpcRequest | RpcRequest[];
    const requests = Array.isArray(body) ? body : [body];
    const answers: unknown[] = [];
    for (const request of requests) {
      answers.push(
        await operations.run(async () => node.intercept(request, { ...(await ask(request)), id: request.id }, requests)),
      );
    }
    const text = JSON.stringify(Array.isArray(body) ? answers : answers[0]);
    return toResponse(node.spoil(requests, text) ?? { status: 200, headers: {}, body: text, end: 'well' }, init?.signal);
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
