import { type ServerResponse, createServer } from 'node:http';

export interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcAnswer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** `whole` is the list in which the question came. Looks at an answer on its way and may change it, throw it away (`undefined`: the connection breaks) or delay it. */
export type Intercept = (request: RpcRequest, answer: RpcAnswer, whole: readonly RpcRequest[]) => unknown;

/** Sends the whole answer in a way of its own. @returns false to have it sent as usual */
export type Send = (requests: readonly RpcRequest[], text: string, outgoing: ServerResponse) => boolean;

export interface RpcProxy {
  readonly url: string;
  /** Questions so far, by method; those of a list are counted one by one. */
  readonly counts: Map<string, number>;
  /** HTTP requests so far. */
  requests: number;
  intercept: Intercept;
  send: Send;
  stop(): Promise<void>;
}

const honest: Intercept = (_, answer) => answer;
const usual: Send = () => false;

/** A node that can lie: everything goes to `target`, every single answer passes `intercept`, every whole one `send`. */
export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const counts = new Map<string, number>();
  const proxy = { intercept: honest, send: usual, requests: 0 };
  const ask = async (request: RpcRequest, whole: readonly RpcRequest[]): Promise<unknown> => {
    counts.set(request.method, (counts.get(request.method) ?? 0) + 1);
    return proxy.intercept(request, { ...(await askNode(target, request)), id: request.id }, whole);
  };
  const server = createServer((incoming, outgoing) => {
    const handle = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as RpcRequest | RpcRequest[];
      const requests = Array.isArray(body) ? body : [body];
      proxy.requests += 1;
      const answers: unknown[] = [];
      for (const request of requests) answers.push(await ask(request, requests));
      if (answers.includes(undefined)) {
        outgoing.destroy();
        return;
      }
      const text = JSON.stringify(Array.isArray(body) ? answers : answers[0]);
      if (proxy.send(requests, text, outgoing)) return;
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(text);
    };
    handle().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${address.port}`,
    counts,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

/** What the node behind says to one question. */
export async function askNode(target: string, request: Omit<RpcRequest, 'id'>): Promise<RpcAnswer> {
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: request.method, params: request.params }),
  });
  const { result, error } = (await response.json()) as RpcAnswer;
  return error === undefined ? ({ jsonrpc: '2.0', result } as RpcAnswer) : ({ jsonrpc: '2.0', error } as RpcAnswer);
}
