import { encodeFunctionData, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createChainClient } from '#chain/client.ts';
import { volumeLedgerAbi } from '#chain/generated/abi.ts';
import { type TransactionSender, createSender } from '#chain/sender.ts';
import { packEntries } from '#engine/ledger/entry.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain, privateKeyOfTest, testAccount } from '#test/support/deployment.ts';
import { type RpcProxy, startRpcProxy } from '#test/support/rpc-proxy.ts';
import { playFounding, purchase } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
let chain: TestChain;
let proxy: RpcProxy;
let sender: TransactionSender;
const finalityDepth = 3;
const newSender = (url = proxy.url) =>
  createSender({
    database,
    client: createChainClient([url], chain.anvil.chainId),
    deployment: chain.deployment,
    keys: { recorder: privateKeyOfTest('recorder') },
    finalityDepth,
    logger: silentLogger(),
  });

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  proxy = await startRpcProxy(chain.anvil.url);
});
beforeEach(() => {
  proxy.intercept = (_, answer) => answer;
  proxy.counts.clear();
  sender = newSender();
});
afterAll(async () => {
  await proxy.stop();
  await chain.stop();
  await drop();
});

let nextOrder = 5_000;
async function recording(shift = 1n) {
  nextOrder += 1;
  const expectedSeq = (await chain.read<bigint>('volumeLedger', 'lastSeq')) + shift;
  const data = encodeFunctionData({
    abi: volumeLedgerAbi,
    functionName: 'record',
    args: [expectedSeq, toHex(packEntries([purchase(2, nextOrder)]))],
  });
  return {
    key: `record:${nextOrder}`,
    kind: 'recordVolumes',
    role: 'recorder' as const,
    target: chain.deployment.contracts.volumeLedger,
    data,
  };
}

test('a wish becomes one transaction, mined and later final', async () => {
  const wish = await recording();
  const operation = await sender.enqueue(wish);
  expect(operation.status).toBe('queued');
  await sender.step();
  await sender.step();
  const mined = await sender.waitFor(operation.id);
  expect(mined).toMatchObject({ status: 'mined', error: null });
  await chain.mine(finalityDepth);
  await sender.step();
  expect(await sender.byKey(wish.key)).toMatchObject({ status: 'final', transactionHash: mined.transactionHash });
});

test('asking twice is one operation; the same key with other content is refused', async () => {
  const before = await chain.read<bigint>('volumeLedger', 'entryCount');
  const wish = await recording();
  const [first, second] = await Promise.all([sender.enqueue(wish), sender.enqueue(wish)]);
  expect(second.id).toBe(first.id);
  await Promise.all([sender.step(), newSender().step()]);
  await sender.step();
  expect((await sender.waitFor(first.id)).status).toBe('mined');
  expect((await sender.enqueue(wish)).id).toBe(first.id);
  await sender.step();
  expect(await chain.read<bigint>('volumeLedger', 'entryCount')).toBe(before + 1n);
  await expect(sender.enqueue({ ...wish, data: '0x1234' })).rejects.toMatchObject({ code: 'CHAIN.OPERATION_CONFLICT' });
});

test('what the contract refuses fails with its own words and costs nothing', async () => {
  const nonce = await transactionCount();
  const operation = await sender.enqueue(await recording(7n));
  await sender.step();
  const failed = await sender.waitFor(operation.id);
  expect(failed.status).toBe('failed');
  expect(failed.error?.code).toBe('VOLUME_LEDGER.UNEXPECTED_SEQ');
  expect(await transactionCount()).toBe(nonce);
});

test('an answer that gets lost after the node took the bytes does not send a second transaction', async () => {
  const before = await chain.read<bigint>('volumeLedger', 'entryCount');
  const nonce = await transactionCount();
  const operation = await sender.enqueue(await recording());
  proxy.intercept = (request, answer) => (request.method === 'eth_sendRawTransaction' ? undefined : answer);
  await expect(sender.step()).rejects.toMatchObject({ code: 'CHAIN.UNREACHABLE' });
  expect((await sender.byId(operation.id))?.status).toBe('signed');
  proxy.intercept = (_, answer) => answer;
  const afterCrash = newSender();
  await afterCrash.step();
  expect((await afterCrash.waitFor(operation.id)).status).toBe('mined');
  expect(await chain.read<bigint>('volumeLedger', 'entryCount')).toBe(before + 1n);
  expect(await transactionCount()).toBe(nonce + 1);
});

test('bytes that were signed but never arrived are sent again unchanged, also after a reorganization', async () => {
  const operation = await sender.enqueue(await recording());
  proxy.intercept = (request, answer) =>
    request.method === 'eth_sendRawTransaction'
      ? { id: request.id, jsonrpc: '2.0', error: { code: -32_000, message: 'busy' } }
      : answer;
  // The proxy passes the request on, so the node is stopped from mining and made to forget it.
  await chain.anvil.request('evm_setAutomine', false);
  await expect(sender.step()).rejects.toMatchObject({ code: 'CHAIN.UNREACHABLE' });
  await chain.anvil.request('anvil_dropAllTransactions');
  proxy.intercept = (_, answer) => answer;
  const hash = (await sender.byId(operation.id))?.transactionHash;
  await chain.anvil.request('evm_setAutomine', true);
  await sender.step();
  await sender.step();
  expect(await sender.waitFor(operation.id)).toMatchObject({ status: 'mined', transactionHash: hash });

  await chain.anvil.request('anvil_reorg', 1, []);
  await sender.step();
  await sender.step();
  await sender.step();
  expect(await sender.waitFor(operation.id)).toMatchObject({ status: 'mined', transactionHash: hash });
  await chain.mine(finalityDepth);
  await sender.step();
  expect((await sender.byId(operation.id))?.status).toBe('final');
});

test('several wishes wait in the node together, in order', async () => {
  const first = await recording(1n);
  const second = await recording(2n);
  await chain.anvil.request('evm_setAutomine', false);
  const operations = [await sender.enqueue(first), await sender.enqueue(second)];
  await sender.step();
  expect(await Promise.all(operations.map(async ({ id }) => (await sender.byId(id))?.status))).toEqual(['sent', 'sent']);
  await chain.mine();
  await sender.step();
  expect(await Promise.all(operations.map(async ({ id }) => (await sender.byId(id))?.status))).toEqual(['mined', 'mined']);
  await chain.anvil.request('evm_setAutomine', true);
});

test('a role without a key is refused at once', async () => {
  await expect(async () => sender.enqueue({ ...(await recording()), role: 'settler' })).rejects.toMatchObject({
    code: 'CHAIN.KEY_MISSING',
  });
});

const transactionCount = () => chain.client.any.getTransactionCount({ address: testAccount('recorder').address });
