import { type FaultyNode, createFaultyNode } from './faulty-node.ts';
import { askNode, startRpcProxy } from './rpc-proxy.ts';

/** A faulty node with an address of its own. */
export interface FaultProxy extends FaultyNode {
  readonly url: string;
  readonly counts: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** A node between us and `target` that goes wrong as public nodes do. */
export async function startFaultProxy(target: string, seed: number | string): Promise<FaultProxy> {
  const proxy = await startRpcProxy(target);
  const node = createFaultyNode((question) => askNode(target, question), seed);
  proxy.intercept = node.intercept;
  proxy.send = (requests, text, outgoing) => {
    const spoilt = node.spoil(requests, text);
    if (spoilt === undefined) return false;
    const { status, headers, body, end } = spoilt;
    if (end === 'broken') {
      outgoing.destroy();
      return true;
    }
    outgoing.writeHead(status, headers);
    if (end === 'never') outgoing.write(body);
    else outgoing.end(body);
    return true;
  };
  return Object.assign(node, { url: proxy.url, counts: proxy.counts, stop: () => proxy.stop() });
}
