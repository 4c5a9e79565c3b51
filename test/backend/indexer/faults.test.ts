import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import { failureOfError } from '#chain/node-failure.ts';
import { type Indexer, startIndexer, syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { type FaultProxy, startFaultProxy } from '#test/support/fault-proxy.ts';
import { type FaultKind, rangeDialects } from '#test/support/faults.ts';
import { type RpcProxy, startRpcProxy } from '#test/support/rpc-proxy.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
let chain: TestChain;
let proxy: RpcProxy;
let faulty: FaultProxy;
let order = 5_000;
let running: Indexer[] = [];

const options = (urls: readonly string[], into = database) => ({
  database: into,
  deployment: chain.deployment,
  client: createChainClient(urls, chain.anvil.chainId, { stall: 250, timeout: 1_500 }),
  finalityDepth: 25,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  proxy = await startRpcProxy(chain.anvil.url);
  faulty = await startFaultProxy(chain.anvil.url, 'faults');
});
afterEach(async () => {
  faulty.faults = {};
  proxy.intercept = (_, answer) => answer;
  proxy.send = () => false;
  for (const indexer of running) await indexer.stop();
  running = [];
});
afterAll(async () => {
  await proxy.stop();
  await faulty.stop();
  await chain.stop();
  await drop();
});

async function start(urls: readonly string[]): Promise<Indexer> {
  const indexer = await startIndexer(options(urls));
  running.push(indexer);
  return indexer;
}

async function expectTruth(): Promise<void> {
  const fresh = await createTestDatabase();
  await syncOnce(options([chain.anvil.url], fresh.database));
  expect(await mirrorDigest(database)).toBe(await mirrorDigest(fresh.database));
  await fresh.drop();
}

/** Some blocks with events of two contracts and some without. */
async function goOn(): Promise<void> {
  await recordEntries(chain, [purchase(2, (order += 1))]);
  await importMembers(chain, [1]);
  await chain.mine(2);
  await recordEntries(chain, [purchase(3, (order += 1))]);
}

test('I09: two nodes behind one address, one of them 20 blocks late, leave no hole', { timeout: 180_000 }, async () => {
  faulty.lag = 20;
  faulty.faults = { twoFaced: 0.4 };
  const indexer = await start([faulty.url]);
  for (let turn = 0; turn < 6; turn += 1) {
    await goOn();
    const head = Number(await chain.client.any.getBlockNumber({ cacheTime: 0 }));
    await expect.poll(async () => (await mirror.checkpoint())?.confirmed.block, { timeout: 60_000, interval: 20 }).toBe(head);
  }
  await indexer.stop();
  expect(faulty.happened.get('twoFaced')).toBeGreaterThan(10);
  await expectTruth();
});

const broken: readonly FaultKind[] = ['drop', 'tooManyRequests', 'serverError', 'page', 'truncated', 'stall'];
test.each(broken)('I10: a node with the fault %s is tried again after growing pauses, and nothing is lost', async (kind) => {
  await goOn();
  const before = await mirrorDigest(database);
  faulty.faults = { [kind]: 1 };
  const indexer = await start([chain.anvil.url, faulty.url]);
  await indexer.caughtUp;
  await indexer.stop();
  expect(await mirrorDigest(database)).not.toBe(before);

  await goOn();
  const alone = start([faulty.url]);
  const asked = totalOf(faulty.counts);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  // Pauses from 20 ms that double: without them it would be hundreds of requests (each asks up to nine questions at the start).
  expect((totalOf(faulty.counts) - asked) / 9).toBeLessThan(15);
  faulty.faults = {};
  const recovered = await alone;
  await recovered.caughtUp;
  await recovered.stop();
  if (kind === broken.at(-1)) await expectTruth();
});

test('I10: Retry-After is obeyed', async () => {
  await goOn();
  const times: number[] = [];
  proxy.send = (_, __, outgoing) => {
    times.push(performance.now());
    if (times.length > 1) return false;
    outgoing.writeHead(429, { 'retry-after': '1' }).end();
    return true;
  };
  await (await start([proxy.url])).stop();
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
});

test.each(rangeDialects)(
  'I11: the words of $provider are understood as too large a range',
  ({ provider, code, message, blocks }) => {
    const failure = failureOfError({ code, message });
    expect(failure.kind).toBe(provider === 'unheard of' ? 'refused' : 'tooMuch');
    expect(failure.blocks).toBe(blocks);
  },
);

test('I11: a refused range is asked again in parts that the node gives, in whatever words it refused', async () => {
  await chain.mine(20);
  await goOn();
  await syncOnce(options([chain.anvil.url]));
  const truth = await mirrorDigest(database);
  const chosen = rangeDialects.filter(({ provider }) => ['Infura', 'QuickNode', 'Ankr', 'unheard of'].includes(provider));
  for (const { code, message, blocks = 3 } of chosen) {
    const { database: fresh, drop: dropFresh } = await createTestDatabase();
    let refused = 0;
    proxy.intercept = (request, answer) => {
      const { fromBlock, toBlock } = (request.params[0] ?? {}) as { fromBlock?: string; toBlock?: string };
      if (request.method !== 'eth_getLogs' || fromBlock === undefined) return answer;
      if (Number(toBlock) - Number(fromBlock) < blocks) return answer;
      refused += 1;
      return { id: request.id, jsonrpc: '2.0', error: { code, message } };
    };
    await syncOnce(options([proxy.url], fresh));
    // Who says how much it gives is asked for too much only once and by what was read ahead; the others are felt for.
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(20);
    expect(await mirrorDigest(fresh)).toBe(truth);
    await dropFresh();
  }
});

test('I12: logs in another order are the same facts; doubled and removed ones are refused', async () => {
  await goOn();
  faulty.faults = { shuffledLogs: 1 };
  const { database: fresh, drop: dropFresh } = await createTestDatabase();
  await syncOnce(options([faulty.url], fresh));
  const digest = await mirrorDigest(fresh);
  await dropFresh();
  await syncOnce(options([chain.anvil.url]));
  expect(await mirrorDigest(database)).toBe(digest);
  for (const kind of ['logTwice', 'removedLog'] as const) {
    await goOn();
    faulty.faults = { [kind]: 1 };
    await expect(syncOnce(options([faulty.url]))).rejects.toMatchObject({ code: 'MIRROR.BAD_ANSWER' });
  }
  faulty.faults = {};
  await syncOnce(options([faulty.url]));
  await expectTruth();
});

test('I07: a log that names another transaction of its block is refused', async () => {
  await goOn();
  faulty.faults = { foreignTransaction: 1 };
  await expect(syncOnce(options([faulty.url]))).rejects.toMatchObject({ code: 'MIRROR.BAD_ANSWER' });
  faulty.faults = {};
  await syncOnce(options([faulty.url]));
  await expectTruth();
});

test('I08: the last event of all is missed at once, because the contract is asked', async () => {
  await goOn();
  faulty.faults = { lastLogMissing: 1 };
  await expect(syncOnce(options([faulty.url]))).rejects.toMatchObject({ code: 'MIRROR.HOLE' });
  faulty.faults = {};
  await syncOnce(options([faulty.url]));
  await expectTruth();
});

test('O10: while the node is away nothing changes, and afterwards the mirror catches up by itself', async () => {
  const indexer = await start([faulty.url]);
  await indexer.caughtUp;
  faulty.faults = { drop: 1 };
  await goOn();
  await expect.poll(() => indexer.state().problem?.code, { timeout: 10_000 }).toBe('CHAIN.UNREACHABLE');
  await expect.poll(async () => (await mirror.checkpoint())?.state, { timeout: 10_000 }).toBe('stopped');
  // What was read before is still served, with the block that it is of.
  expect(await mirror.memberCount()).toBeGreaterThan(1);
  // Six hours of blocks come at once when it is back.
  await chain.mine(300);
  faulty.faults = {};
  const head = Number(await chain.client.any.getBlockNumber({ cacheTime: 0 }));
  await expect.poll(async () => (await mirror.checkpoint())?.confirmed.block, { timeout: 40_000 }).toBe(head);
  await indexer.stop();
  await expectTruth();
});

function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
