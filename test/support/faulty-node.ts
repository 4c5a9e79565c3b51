import { type FaultKind, oneOf, rangeDialects, seeded } from './faults.ts';
import type { Intercept, RpcAnswer, RpcRequest } from './rpc-proxy.ts';

/** What the honest node behind says to one question. */
export type Ask = (question: Omit<RpcRequest, 'id'>) => Promise<RpcAnswer>;

/** A whole answer as it goes wrong on its way. */
export interface SpoiltAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `never`: after the body nothing comes, and the connection stays. `broken`: the connection ends without a word. */
  readonly end: 'well' | 'never' | 'broken';
}

export interface FaultyNode {
  /** How likely each kind is for a question, between 0 and 1. Replace it whole. */
  faults: Partial<Readonly<Record<FaultKind, number>>>;
  /** Blocks that the late node lies behind. */
  lag: number;
  /** Part of every choice: with the same seed, step and questions the same answers go wrong. */
  step: number;
  /** What went wrong so far, by kind. */
  readonly happened: Map<FaultKind, number>;
  /** Each single answer passes here. */
  readonly intercept: Intercept;
  /** Then the whole of them. @returns undefined when it goes out as it is */
  spoil(requests: readonly RpcRequest[], text: string): SpoiltAnswer | undefined;
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
 * A node that goes wrong as public nodes do. Each choice is made from the seed, the step and the question (and how often it was asked in
 * this step), never from the order in which questions arrive, so that a run can be repeated.
 */
export function createFaultyNode(ask: Ask, seed: number | string): FaultyNode {
  const happened = new Map<FaultKind, number>();
  const asked = new Map<string, number>();
  const proxy = { faults: {} as FaultyNode['faults'], lag: 3, step: 0 };

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

  const intercept: Intercept = async (request, answer, whole) => {
    if (request.method === 'eth_getBlockByNumber' && isBlock(answer.result))
      numbers.set(answer.result.hash, answer.result.number);
    const { random, strikes } = choices(wordsOf([request]));
    let current: RpcAnswer = answer;
    const late = (proxy.faults.lagging ?? 0) > 0 ? 'lagging' : reachesLate(whole) ? 'twoFaced' : undefined;
    if (late !== undefined) {
      const seen = await lateAnswer(ask, request, answer, proxy.lag);
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

  const spoil: FaultyNode['spoil'] = (requests, text) => {
    const { random, strikes } = choices(wordsOf(requests));
    if (requests.length > 1 && strikes('noLists')) {
      note('noLists');
      return plain(200, JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch is not supported' } }));
    }
    for (const kind of transportFaults) {
      if (!strikes(kind)) continue;
      note(kind);
      return breakAnswer[kind](text, random);
    }
    return undefined;
  };
  return Object.assign(proxy, { happened, intercept, spoil });
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

const json = { 'content-type': 'application/json' };

function plain(status: number, body: string, headers: Readonly<Record<string, string>> = json): SpoiltAnswer {
  return { status, headers, body, end: 'well' };
}

const breakAnswer: Readonly<Record<(typeof transportFaults)[number], (text: string, random: () => number) => SpoiltAnswer>> = {
  drop: () => ({ status: 200, headers: {}, body: '', end: 'broken' }),
  tooManyRequests: (_, random) => plain(429, 'slow down', random() < 0.5 ? { 'retry-after': '0' } : {}),
  serverError: (_, random) => plain(oneOf(random, [500, 502, 503, 504]), 'bad gateway', {}),
  page: () => plain(200, '<html><body>We will be back soon.</body></html>', { 'content-type': 'text/html' }),
  truncated: (text) => plain(200, text.slice(0, Math.floor(text.length / 2))),
  stall: (text) => ({
    status: 200,
    headers: { ...json, 'content-length': String(Buffer.byteLength(text)) },
    body: text.slice(0, Math.floor(text.length / 2)),
    end: 'never',
  }),
};

/** What a node says that lies some blocks behind: no error, only less. */
async function lateAnswer(ask: Ask, request: RpcRequest, answer: RpcAnswer, lag: number): Promise<RpcAnswer> {
  const newest = Number((await ask({ method: 'eth_blockNumber', params: [] })).result) - lag;
  const hex = `0x${Math.max(0, newest).toString(16)}`;
  const [first, second] = request.params;
  const again = async (params: readonly unknown[]): Promise<RpcAnswer> => ({
    ...answer,
    ...(await ask({ method: request.method, params })),
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
      return (await numberOf(ask, filter.blockHash)) > newest ? { ...answer, result: [] } : answer;
    }
    case 'eth_call': {
      const at = second as { blockHash?: string } | undefined;
      if (at?.blockHash === undefined || (await numberOf(ask, at.blockHash)) <= newest) return answer;
      const { result: _, ...rest } = answer;
      return { ...rest, error: { code: -32000, message: 'header not found' } };
    }
    default:
      return answer;
  }
}

const wordsOf = (requests: readonly RpcRequest[]): string =>
  requests.map(({ method, params }) => `${method} ${JSON.stringify(params)}`).join();

async function numberOf(ask: Ask, blockHash: string): Promise<number> {
  const { result } = await ask({ method: 'eth_getBlockByHash', params: [blockHash, false] });
  return isBlock(result) ? Number(result.number) : Infinity;
}

function isBlock(result: unknown): result is { number: string; hash: string } {
  return typeof result === 'object' && result !== null && 'hash' in result;
}
