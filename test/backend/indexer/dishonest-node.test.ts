import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { type RpcProxy, startRpcProxy } from '#test/support/rpc-proxy.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
let chain: TestChain;
let proxy: RpcProxy;
const options = (urls: readonly string[] = [proxy.url], into = database) => ({
  database: into,
  deployment: chain.deployment,
  client: createChainClient(urls, chain.anvil.chainId),
  finalityDepth: 4,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

interface Log {
  address: string;
  blockNumber: string;
  blockHash: string;
  logIndex: string;
  removed?: boolean;
}

/** Changes the logs of every answer to eth_getLogs. */
function changeLogs(change: (logs: Log[]) => Log[]): void {
  proxy.intercept = (request, answer) =>
    request.method === 'eth_getLogs' && Array.isArray(answer.result)
      ? { ...answer, result: change(answer.result as Log[]) }
      : answer;
}

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  proxy = await startRpcProxy(chain.anvil.url);
});
afterEach(() => {
  proxy.intercept = (_, answer) => answer;
});
afterAll(async () => {
  await proxy.stop();
  await chain.stop();
  await drop();
});

const truth = async (): Promise<string> => {
  const fresh = await createTestDatabase();
  await syncOnce(options([chain.anvil.url], fresh.database));
  const digest = await mirrorDigest(fresh.database);
  await fresh.drop();
  return digest;
};

test('I08: one log left out of an answer stops the mirror with a named hole, and it heals when the log comes', async () => {
  await syncOnce(options());
  const start = await mirrorDigest(database);
  await recordEntries(chain, [purchase(2, 201)]);
  await importMembers(chain, [2]);
  await recordEntries(chain, [purchase(3, 202)]);
  // Old blocks have no header check, so only the numbers of the events can show it.
  await chain.mine(4);
  const ledger = chain.deployment.contracts.volumeLedger;
  changeLogs((logs) => {
    const dropped = logs.findIndex((log) => log.address.toLowerCase() === ledger);
    return logs.filter((_, place) => place !== dropped);
  });
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.HOLE', parameters: { contract: 'volumeLedger' } });
  expect(await mirrorDigest(database)).toBe(start);
  expect(await mirror.checkpoint()).toMatchObject({ state: 'stopped', stopCode: 'MIRROR.HOLE' });

  const indexer = await startIndexer(options());
  await expect.poll(() => indexer.state().problem?.code, { timeout: 5_000 }).toBe('MIRROR.HOLE');
  proxy.intercept = (_, answer) => answer;
  await indexer.caughtUp;
  await indexer.stop();
  expect(await mirrorDigest(database)).toBe(await truth());
  expect(await mirror.checkpoint()).toMatchObject({ state: 'following', stopCode: null });
});

test('I08: a second node fills the hole of the first', async () => {
  await recordEntries(chain, [purchase(2, 203)]);
  await recordEntries(chain, [purchase(2, 204)]);
  await chain.mine(4);
  changeLogs((logs) => logs.slice(1));
  await syncOnce(options([proxy.url, chain.anvil.url]));
  expect(await mirrorDigest(database)).toBe(await truth());
});

test('I06: an empty answer for a block whose bloom speaks of us is refused', async () => {
  await importMembers(chain, [3]);
  const before = await mirrorDigest(database);
  let lies = 0;
  proxy.intercept = (request, answer) => {
    const isList = request.method === 'eth_getLogs';
    if (isList) lies += 1;
    return isList ? { ...answer, result: [] } : answer;
  };
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.HOLE', parameters: { contract: 'genealogy' } });
  expect(lies).toBeGreaterThan(0);
  expect(await mirrorDigest(database)).toBe(before);
});

const foreign = `0x${'ab'.repeat(32)}`;
test.each<[string, (log: Log) => Log]>([
  ['a foreign block hash', (log) => ({ ...log, blockHash: foreign })],
  ['a block outside of the range', (log) => ({ ...log, blockNumber: '0x1' })],
  ['a foreign contract', (log) => ({ ...log, address: `0x${'cd'.repeat(20)}` })],
  ['the mark of a removed log', (log) => ({ ...log, removed: true })],
])('I07: a log with %s is refused', async (_, change) => {
  await importMembers(chain, [3]);
  const before = await mirrorDigest(database);
  changeLogs((logs) => logs.map(change));
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.BAD_ANSWER' });
  expect(await mirrorDigest(database)).toBe(before);
  proxy.intercept = (_request, answer) => answer;
  await syncOnce(options());
  expect(await mirrorDigest(database)).toBe(await truth());
});

test('I07: one wrong hash of a block that counts as final is refused, so that it is not believed for ever (simulator, seed 40)', async () => {
  await importMembers(chain, [3]);
  await chain.mine(20);
  const before = await mirror.checkpoint();
  // It gives three blocks at once, so that a range ends in a final block whose successor is not part of it.
  const lastOfRange = (before?.confirmed.block ?? 0) + 3;
  let told = 0;
  proxy.intercept = (request, answer) => {
    const [first] = request.params;
    if (request.method === 'eth_getLogs') {
      const { fromBlock, toBlock } = first as { fromBlock: string; toBlock: string };
      const error = { code: -32_000, message: 'query exceeds max block range 3' };
      return Number(toBlock) - Number(fromBlock) >= 3 ? { jsonrpc: '2.0', id: request.id, error } : answer;
    }
    if (request.method !== 'eth_getBlockByNumber' || Number(first) !== lastOfRange) return answer;
    told += 1;
    return { ...answer, result: { ...(answer.result as object), hash: foreign } };
  };
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.BAD_ANSWER', parameters: { block: lastOfRange } });
  expect(told).toBeGreaterThan(0);
  expect((await mirror.checkpoint())?.confirmed.block).toBe(before?.confirmed.block);
  proxy.intercept = (_request, answer) => answer;
  await syncOnce(options());
  expect(await mirrorDigest(database)).toBe(await truth());
});

test('I07: an empty mirror does not take a wrong hash of the first block for the identity of the chain', async () => {
  const fresh = await createTestDatabase();
  proxy.intercept = (request, answer) =>
    request.method === 'eth_getBlockByNumber' && Number(request.params[0]) === chain.deployment.genesisBlock
      ? { ...answer, result: { ...(answer.result as object), hash: foreign } }
      : answer;
  await expect(syncOnce(options([proxy.url], fresh.database))).rejects.toMatchObject({ code: 'MIRROR.BAD_ANSWER' });
  proxy.intercept = (_request, answer) => answer;
  await syncOnce(options([proxy.url], fresh.database));
  await fresh.drop();
});

test('I05: a node whose head falls back is waited for; nothing is rolled back', async () => {
  await syncOnce(options());
  const before = await mirror.checkpoint();
  // It lost the last two blocks, as after a restart from an old copy; both could still be replaced, so going back would be possible.
  const newest = (before?.confirmed.block ?? 0) - 2;
  proxy.intercept = async (request, answer) => {
    if (request.method !== 'eth_getBlockByNumber') return answer;
    if (request.params[0] === 'latest')
      return { ...answer, result: await chain.anvil.request('eth_getBlockByNumber', `0x${newest.toString(16)}`, false) };
    return Number(request.params[0]) > newest ? { ...answer, result: null } : answer;
  };
  const indexer = await startIndexer(options());
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(indexer.state().caughtUp).toBe(false);
  expect((await mirror.checkpoint())?.confirmed.block).toBe(before?.confirmed.block);
  expect((await mirror.checkpoint())?.generation).toBe(before?.generation);
  proxy.intercept = (_, answer) => answer;
  await indexer.caughtUp;
  await indexer.stop();
});

test('I10, I11: broken connections and refused ranges are tried again, with shorter ranges', async () => {
  await chain.mine(40);
  await recordEntries(chain, [purchase(4, 301)]);
  let broken = 0;
  const widths: number[] = [];
  proxy.intercept = (request, answer) => {
    if (request.method !== 'eth_getLogs') return answer;
    broken += 1;
    if (broken === 1) return undefined;
    const { fromBlock, toBlock } = request.params[0] as { fromBlock?: string; toBlock?: string };
    const width = Number(toBlock) - Number(fromBlock) + 1;
    if (width > 8)
      return { jsonrpc: '2.0', id: request.id, error: { code: -32_005, message: 'query returned more than 10000 results' } };
    widths.push(width);
    return answer;
  };
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  await indexer.stop();
  expect(Math.max(...widths.filter((width) => !Number.isNaN(width)))).toBeLessThanOrEqual(8);
  expect(await mirrorDigest(database)).toBe(await truth());
});
