import type { ServerResponse } from 'node:http';
import { type FaultKind, oneOf, rangeDialects, seeded } from './faults.ts';
import { type RpcAnswer, type RpcRequest, askNode, startRpcProxy } from './rpc-proxy.ts';

export interface FaultProxy {
  readonly url: string;
  /** How likely each kind is for a question, between 0 and 1. Replace it whole. */
  faults: Partial<Readonly<Record<FaultKind, number>>>;
  /** Blocks that the late node lies behind. */
  lag: number;
  /** Part of every choice: with the same seed, step and questions the same answers go wrong. */
  step: number;
  /** What went wrong so far, by kind. */
  readonly happened: Map<FaultKind, number>;
  readonly counts: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

interface Log {
  blockNumber: string;
  blockHash: string;
  transactionHash: string;
  logIndex: string;
  removed?: boolean;
}

const foreign = `0x${'ab'.repeat(32)}`;
const transportFaults = ['drop', 'tooManyRequests', 'serverError', 'page', 'truncated', 'stall'] as const;

/**
 * A node between us and `target` that goes wrong as public nodes do. Each choice is made from the seed, the step and the question (and how
 * often it was asked in this step), never from the order in which questions arrive, so that a run can be repeated.
 */
export async function startFaultProxy(target: string, seed: number | string): Promise<FaultProxy> {
  const inner = await startRpcProxy(target);
  const happened = new Map<FaultKind, number>();
  const asked = new Map<string, number>();
  const proxy = { faults: {} as FaultProxy['faults'], lag: 3, step: 0 };

  /** Hashes differ from run to run, so a question about a block is told apart by the block's number. */
  const numbers = new Map<string, string>();
  /** The choices about one question. */
  const choices = (question: string) => {
    const plain = question.replace(/0x[0-9a-f]{64}/g, (hash) => numbers.get(hash) ?? 'unknown');
    const key = `${seed}|${proxy.step}|${plain}`;
    const turn = (asked.get(key) ?? 0) + 1;
    asked.set(key, turn);
    const random = seeded(`${key}|${turn}`);
    const strikes = (kind: FaultKind): boolean => {
      const struck = random() < (proxy.faults[kind] ?? 0);
      return struck;
    };
    return { random, strikes };
  };
  const note = (kind: FaultKind): void => void happened.set(kind, (happened.get(kind) ?? 0) + 1);

  /** Which machine behind the address takes a list of questions; they are all answered by the same. */
  const machines = new WeakMap<readonly RpcRequest[], boolean>();
  const reachesLate = (whole: readonly RpcRequest[]): boolean => {
    const known = machines.get(whole);
    if (known !== undefined) return known;
    const late = choices(`machine ${wordsOf(whole)}`).strikes('twoFaced');
    machines.set(whole, late);
    return late;
  };

  inner.intercept = async (request, answer, whole) => {
    if (request.method === 'eth_getBlockByNumber' && isBlock(answer.result))
      numbers.set(answer.result.hash, answer.result.number);
    const { random, strikes } = choices(wordsOf([request]));
    let current: RpcAnswer = answer;
    const late = (proxy.faults.lagging ?? 0) > 0 ? 'lagging' : reachesLate(whole) ? 'twoFaced' : undefined;
    if (late !== undefined) {
      const seen = await lateAnswer(target, request, answer, proxy.lag);
      if (seen !== answer) note(late);
      current = seen;
    }
    const change = (kind: FaultKind, make: () => RpcAnswer | undefined): void => {
      if (!strikes(kind)) return;
      const changed = make();
      if (changed === undefined) return;
      note(kind);
      current = changed;
    };
    if (request.method === 'eth_getBlockByNumber' && isBlock(current.result)) {
      const block = current.result;
      change('noBlock', () => ({ ...current, result: null }));
      change('foreignHeader', () => ({ ...current, result: { ...block, hash: foreign } }));
    }
    if (request.method === 'eth_getLogs' && Array.isArray(current.result)) {
      const { fromBlock, toBlock } = request.params[0] as { fromBlock?: string; toBlock?: string };
      if (Number(toBlock) > Number(fromBlock))
        change('rangeError', () => {
          const { code, message } = oneOf(random, rangeDialects);
          const { result: _, ...rest } = current;
          return { ...rest, error: { code, message } };
        });
      for (const [kind, edit] of Object.entries(logFaults)) {
        change(kind as FaultKind, () => {
          const logs = Array.isArray(current.result) ? (current.result as Log[]) : [];
          return logs.length === 0 ? undefined : { ...current, result: edit(logs, random) };
        });
      }
    }
    return current;
  };

  inner.send = (requests, text, outgoing) => {
    const { random, strikes } = choices(wordsOf(requests));
    if (requests.length > 1 && strikes('noLists')) {
      note('noLists');
      outgoing.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch is not supported' } }));
      return true;
    }
    for (const kind of transportFaults) {
      if (!strikes(kind)) continue;
      note(kind);
      breakAnswer[kind](text, outgoing, random);
      return true;
    }
    return false;
  };
  return Object.assign(proxy, { url: inner.url, happened, counts: inner.counts, stop: () => inner.stop() });
}

const logFaults: Readonly<Partial<Record<FaultKind, (logs: Log[], random: () => number) => Log[]>>> = {
  emptyLogs: () => [],
  oneLogMissing: (logs, random) => logs.toSpliced(Math.floor(random() * logs.length), 1),
  lastLogMissing: (logs) => logs.slice(0, -1),
  foreignBlockHash: (logs, random) => changeOne(logs, random, { blockHash: foreign }),
  foreignTransaction: (logs, random) => changeOne(logs, random, { transactionHash: foreign }),
  removedLog: (logs, random) => changeOne(logs, random, { removed: true }),
  logTwice: (logs, random) => [...logs, oneOf(random, logs)],
  shuffledLogs: (logs, random) =>
    logs
      .map((log) => ({ log, place: random() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ log }) => log),
};

function changeOne(logs: readonly Log[], random: () => number, change: Partial<Log>): Log[] {
  const place = Math.floor(random() * logs.length);
  return logs.map((log, index) => (index === place ? { ...log, ...change } : log));
}

const breakAnswer: Readonly<
  Record<(typeof transportFaults)[number], (text: string, outgoing: ServerResponse, random: () => number) => void>
> = {
  drop: (_, outgoing) => void outgoing.destroy(),
  tooManyRequests: (_, outgoing, random) => {
    outgoing.writeHead(429, random() < 0.5 ? { 'retry-after': '0' } : {}).end('slow down');
  },
  serverError: (_, outgoing, random) => {
    outgoing.writeHead(oneOf(random, [500, 502, 503, 504])).end('bad gateway');
  },
  page: (_, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>We will be back soon.</body></html>');
  },
  truncated: (text, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, Math.floor(text.length / 2)));
  },
  stall: (text, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    outgoing.write(text.slice(0, Math.floor(text.length / 2)));
  },
};

/** What a node says that lies some blocks behind: no error, only less. */
async function lateAnswer(target: string, request: RpcRequest, answer: RpcAnswer, lag: number): Promise<RpcAnswer> {
  const newest = Number((await askNode(target, { method: 'eth_blockNumber', params: [] })).result) - lag;
  const hex = `0x${Math.max(0, newest).toString(16)}`;
  const [first, second] = request.params;
  const again = async (params: readonly unknown[]): Promise<RpcAnswer> => ({
    ...answer,
    ...(await askNode(target, { method: request.method, params })),
  });
  switch (request.method) {
    case 'eth_blockNumber':
      return { ...answer, result: hex };
    case 'eth_getBlockByNumber':
      if (first === 'latest') return again([hex, second]);
      return Number(first) > newest ? { ...answer, result: null } : answer;
    case 'eth_getLogs': {
      const filter = first as { toBlock?: string; fromBlock?: string; blockHash?: string };
      if (filter.blockHash === undefined) {
        if (Number(filter.toBlock) <= newest) return answer;
        return Number(filter.fromBlock) > newest ? { ...answer, result: [] } : again([{ ...filter, toBlock: hex }]);
      }
      // Some clients answer with nothing for a block that they do not know.
      return (await numberOf(target, filter.blockHash)) > newest ? { ...answer, result: [] } : answer;
    }
    case 'eth_call': {
      const at = second as { blockHash?: string } | undefined;
      if (at?.blockHash === undefined || (await numberOf(target, at.blockHash)) <= newest) return answer;
      const { result: _, ...rest } = answer;
      return { ...rest, error: { code: -32000, message: 'header not found' } };
    }
    default:
      return answer;
  }
}

const wordsOf = (requests: readonly RpcRequest[]): string =>
  requests.map(({ method, params }) => `${method} ${JSON.stringify(params)}`).join();

async function numberOf(target: string, blockHash: string): Promise<number> {
  const { result } = await askNode(target, { method: 'eth_getBlockByHash', params: [blockHash, false] });
  return isBlock(result) ? Number(result.number) : Infinity;
}

function isBlock(result: unknown): result is { number: string; hash: string } {
  return typeof result === 'object' && result !== null && 'hash' in result;
}
