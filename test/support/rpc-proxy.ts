import { createServer } from 'node:http';

interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Looks at an answer on its way and may change it, throw it away (`undefined`: the connection breaks) or delay it. */
export type Intercept = (request: RpcRequest, answer: { result?: unknown; error?: unknown }) => unknown;

export interface RpcProxy {
  readonly url: string;
  /** Requests so far, by method. */
  readonly counts: Map<string, number>;
  intercept: Intercept;
  stop(): Promise<void>;
}

/** A dishonest node: everything goes to `target`, every answer passes `intercept`. */
export async function startRpcProxy(target: string): Promise<RpcProxy> {
  const counts = new Map<string, number>();
  const proxy = { intercept: ((_, answer) => answer) as Intercept };
  const server = createServer((incoming, outgoing) => {
    const handle = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const request = JSON.parse(Buffer.concat(chunks).toString()) as RpcRequest;
      counts.set(request.method, (counts.get(request.method) ?? 0) + 1);
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const changed = await proxy.intercept(request, (await response.json()) as { result?: unknown });
      if (changed === undefined) {
        outgoing.destroy();
        return;
      }
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(JSON.stringify(changed));
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
