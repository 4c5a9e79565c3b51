import { NodeFailure } from './node-failure.ts';
import type { ChainNode } from './node.ts';

/** Several nodes of one chain: whoever fails rests for a growing, random time, and the next is asked meanwhile. */
export interface NodePool {
  readonly size: number;
  /** The node to ask: the one that was good last, else the one whose rest ends first. */
  node(): ChainNode;
  /** Milliseconds until `node()` may be asked; 0 is now. */
  wait(): number;
  failed(node: ChainNode, error: unknown): void;
  succeeded(node: ChainNode): void;
}

export interface PoolOptions {
  /** First rest in milliseconds; it doubles with each failure in a row. */
  readonly rest?: number;
  /** Longest rest, unless the node itself asked for a longer one. */
  readonly longest?: number;
  readonly now?: () => number;
  /** Between 0 and 1; spreads the rests, so that many readers do not come back at the same moment. */
  readonly random?: () => number;
}

interface Health {
  readonly node: ChainNode;
  failures: number;
  restsUntil: number;
}

export function createNodePool(nodes: readonly ChainNode[], options: PoolOptions = {}): NodePool {
  const { rest = 250, longest = 30_000, now = () => performance.now(), random = Math.random } = options;
  const members = nodes.map((node): Health => ({ node, failures: 0, restsUntil: 0 }));
  const [first] = members;
  if (first === undefined) throw new RangeError('a pool needs at least one node');
  let current = first;

  const healthOf = (node: ChainNode): Health => members.find((member) => member.node === node) ?? current;
  /** Of those after the one that failed, in their order, the first that need not rest; else the one whose rest ends first. */
  const choose = (): Health => {
    const time = now();
    if (current.restsUntil > time) current = after(current, time);
    return current;
  };
  const after = (failed: Health, time: number): Health => {
    const place = members.indexOf(failed);
    const others = members.map((_, step) => members[(place + 1 + step) % members.length] ?? first);
    return others.find((member) => member.restsUntil <= time) ?? soonest(others);
  };

  return {
    size: members.length,
    node: () => choose().node,
    wait: () => Math.max(0, choose().restsUntil - now()),
    failed: (node, error) => {
      const health = healthOf(node);
      health.failures += 1;
      // Behind one address there are often several machines, and the next question may reach a better one: those get some quick tries.
      const answers = !(error instanceof NodeFailure) || error.kind === 'late';
      const doublings = answers ? Math.min(Math.max(0, health.failures - 5), 4) : Math.min(health.failures - 1, 16);
      const pause = Math.min(longest, rest * 2 ** doublings) * (0.5 + random() / 2);
      const asked = error instanceof NodeFailure ? (error.retryAfter ?? 0) : 0;
      health.restsUntil = now() + Math.max(pause, asked);
      if (health === current) current = after(current, now());
    },
    succeeded: (node) => {
      const health = healthOf(node);
      health.failures = 0;
      health.restsUntil = 0;
      current = health;
    },
  };
}

function soonest(members: readonly Health[]): Health {
  return members.reduce((one, other) => (other.restsUntil < one.restsUntil ? other : one));
}
