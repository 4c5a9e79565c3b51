import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { describeError, UplineError } from '#kernel/errors/index.ts';
import { silentLogger } from '#platform/logger.ts';
import { startAnvil } from '#test/support/anvil.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';

const { database, drop } = await createTestDatabase();
let chain: TestChain;
const options = (changes: Partial<Deployment> = {}, url = chain.anvil.url, into = database) => ({
  database: into,
  deployment: { ...chain.deployment, ...changes },
  client: createChainClient([url], chain.anvil.chainId),
  finalityDepth: 4,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

test('I14: a second writer on the same database is refused with a clear message', async () => {
  const first = await startIndexer(options());
  await first.caughtUp;
  await expect(startIndexer(options())).rejects.toMatchObject({ code: 'MIRROR.ANOTHER_WRITER' });
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.ANOTHER_WRITER' });
  await first.stop();
  const second = await startIndexer(options());
  await second.caughtUp;
  await second.stop();
});

test('I16: another chain id is refused', async () => {
  const other = await startAnvil({ chainId: 777 });
  await expectRefusal(startIndexer(options({}, other.url)), 'CHAIN.WRONG_CHAIN', '777');
  await other.stop();
});

test('I16: one node of several that serves another chain does not keep us from starting', async () => {
  const other = await startAnvil({ chainId: 777 });
  const client = createChainClient([other.url, chain.anvil.url], chain.anvil.chainId);
  const indexer = await startIndexer({ ...options(), client });
  await indexer.caughtUp;
  await indexer.stop();
  const wrong = createChainClient([other.url, other.url], chain.anvil.chainId);
  await expectRefusal(startIndexer({ ...options(), client: wrong }), 'CHAIN.WRONG_CHAIN', '777');
  await other.stop();
});

test('I16: an address without a contract is refused', async () => {
  const contracts = { ...chain.deployment.contracts, volumeLedger: `0x${'12'.repeat(20)}` as const };
  await expectRefusal(startIndexer(options({ contracts })), 'CHAIN.NO_CODE', 'volumeLedger');
});

test('I16: a database of another chain with the same addresses is refused', async () => {
  await syncOnce(options());
  const twin = await deployTestChain();
  expect(twin.deployment.contracts).toEqual(chain.deployment.contracts);
  await twin.mine(50);
  await expectRefusal(startIndexer(options({}, twin.anvil.url)), 'CHAIN.OTHER_GENESIS', 'genesisHash');
  await twin.stop();
});

test('I16: a database of another deployment on the same chain is refused', async () => {
  await expectRefusal(
    startIndexer(options({ genesisBlock: chain.deployment.genesisBlock + 1 })),
    'CHAIN.OTHER_GENESIS',
    'genesisBlock',
  );
});

async function expectRefusal(start: Promise<unknown>, code: string, detail: string): Promise<void> {
  const error = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UplineError);
  if (!(error instanceof UplineError)) return;
  expect(error.code).toBe(code);
  const words = describeError(error.code, error.parameters, 'en');
  expect(words.message).toContain(detail);
  expect(words.cure.length).toBeGreaterThan(20);
  expect(describeError(error.code, error.parameters, 'ru').message).toContain(detail);
}
