import { createHash } from 'node:crypto';

/** A repeatable source of numbers between 0 and 1. */
export function seeded(seed: number | string): () => number {
  let state = createHash('sha256').update(String(seed)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function oneOf<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

/** What a public node is known to do wrong (docs of the figures: `docs/operations.md`). */
export const faultKinds = [
  'drop',
  'tooManyRequests',
  'serverError',
  'page',
  'truncated',
  'stall',
  'emptyLogs',
  'oneLogMissing',
  'lastLogMissing',
  'foreignBlockHash',
  'foreignTransaction',
  'removedLog',
  'logTwice',
  'shuffledLogs',
  'foreignHeader',
  'noBlock',
  'rangeError',
  'noLists',
  'lagging',
  'twoFaced',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Errors by which providers refuse a range; `blocks` is what they would give, where they say it. */
export const rangeDialects: readonly {
  readonly provider: string;
  readonly code: number;
  readonly message: string;
  readonly blocks?: number;
}[] = [
  {
    provider: 'Infura',
    code: -32005,
    message: 'query returned more than 10000 results. Try with this block range [0x10, 0x13].',
    blocks: 4,
  },
  {
    provider: 'Alchemy, by size',
    code: -32602,
    message:
      'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x1, 0x3]',
    blocks: 3,
  },
  {
    provider: 'Alchemy, by range',
    code: -32600,
    message: 'You can make eth_getLogs requests with up to a 5 block range.',
    blocks: 5,
  },
  { provider: 'QuickNode', code: -32614, message: 'eth_getLogs is limited to a 4 range', blocks: 4 },
  {
    provider: 'Cloudflare',
    code: -32047,
    message: "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 6",
    blocks: 6,
  },
  {
    provider: 'BlockPi',
    code: -32602,
    message: 'eth_getLogs is limited to 1024 block range. Please check the parameter requirements',
    blocks: 1024,
  },
  { provider: 'dRPC', code: 35, message: 'ranges over 10 blocks are not supported on freetier', blocks: 10 },
  { provider: 'reth, by results', code: -32602, message: 'query exceeds max results 20000, retry with the range 7-9', blocks: 3 },
  { provider: 'reth, by range', code: -32602, message: 'query exceeds max block range 8', blocks: 8 },
  { provider: 'Ankr', code: -32000, message: 'block range is too wide' },
  { provider: 'Chainstack', code: -32600, message: 'Block range limit exceeded. See more details in the documentation.' },
  { provider: 'Besu', code: -32005, message: 'Requested range exceeds maximum RPC range limit' },
  { provider: 'geth', code: -32000, message: 'query timeout exceeded' },
  { provider: 'a balancer', code: -32020, message: 'backend response too large' },
  { provider: 'unheard of', code: -1, message: 'не сегодня' },
];
