import { type Hex, encodeFunctionData, toHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { genealogyAbi, volumeLedgerAbi } from '#chain/generated/abi.ts';
import { packEntries } from '#engine/ledger/entry.ts';
import { startIndexer, syncOnce } from '#indexer/index.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, type TestRole, deployTestChain, testAccount } from '#test/support/deployment.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

const finalityDepth = 6;
const { database, drop } = await createTestDatabase();
const mirror = createMirrorReader(database);
let chain: TestChain;
const options = (into = database) => ({
  database: into,
  deployment: chain.deployment,
  client: chain.client,
  finalityDepth,
  logger: silentLogger(),
  pollMilliseconds: 20,
});

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  await chain.mine(finalityDepth);
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

test.each([1, 2, 3, finalityDepth - 1])('I02: %i replaced blocks leave nothing behind', async (depth) => {
  const members = await chain.read<number>('genealogy', 'memberCount');
  for (let block = 0; block < depth; block += 1) {
    await (block % 2 === 0 ? importMembers(chain, [1, 2]) : recordEntries(chain, [purchase(3, 1_000 * depth + block)]));
  }
  await syncOnce(options());
  const orphaned = await mirrorDigest(database);

  // The other chain has one import under other sponsors and one order instead.
  await reorganize(depth, [
    [call('importer', 'genealogy', importOf(members + 1, [3, 3, 3])), 0],
    [call('recorder', 'volumeLedger', recordOf((await volumeSeqBefore(depth)) + 1n, 9_000 + depth)), depth - 1],
  ]);
  await syncOnce(options());
  const converged = await mirrorDigest(database);
  expect(converged).not.toBe(orphaned);
  expect(await mirror.memberCount()).toBe(members + 3);

  const fresh = await createTestDatabase();
  await syncOnce(options(fresh.database));
  expect(await mirrorDigest(fresh.database)).toBe(converged);
  await fresh.drop();
  await chain.mine(finalityDepth);
  await syncOnce(options());
});

test('I02: a reorganization is found too when it happened while the indexer was off, and while it runs', async () => {
  await importMembers(chain, [2]);
  const indexer = await startIndexer(options());
  await indexer.caughtUp;
  const members = await mirror.memberCount();
  await reorganize(1, []);
  await expect.poll(() => mirror.memberCount(), { timeout: 5_000 }).toBe(members - 1);
  await importMembers(chain, [2, 2]);
  await expect.poll(() => mirror.memberCount(), { timeout: 5_000 }).toBe(members + 1);
  await indexer.stop();
});

test('I03: a registration that comes back under another sponsor is corrected everywhere in the mirror', async () => {
  await chain.mine(finalityDepth);
  await importMembers(chain, [4]);
  await syncOnce(options());
  const memberId = await mirror.memberCount();
  expect((await mirror.memberById(memberId))?.sponsorId).toBe(4);
  expect(await mirror.isUpline(4, memberId)).toBe(true);
  const [before] = await mirror.figures([4]);

  await reorganize(1, [[call('importer', 'genealogy', importOf(memberId, [5])), 0]]);
  await syncOnce(options());
  expect((await mirror.memberById(memberId))?.sponsorId).toBe(5);
  expect(await mirror.isUpline(4, memberId)).toBe(false);
  expect(await mirror.isUpline(5, memberId)).toBe(true);
  const [after] = await mirror.figures([4]);
  expect(after?.downlineCount).toBe((before?.downlineCount ?? 0) - 1);
  expect((await mirror.frontline(5, { limit: 10 })).items.map((row) => row.memberId)).toContain(memberId);
});

test('I04: blocks that were final are not rewritten; the mirror stops and says so', async () => {
  await importMembers(chain, [1]);
  await chain.mine(finalityDepth);
  await syncOnce(options());
  const before = await mirrorDigest(database);
  await reorganize(finalityDepth + 3, [[call('importer', 'genealogy', importOf(await mirror.memberCount(), [2])), 0]]);
  await expect(syncOnce(options())).rejects.toMatchObject({ code: 'MIRROR.BEYOND_FINALITY' });
  expect(await mirrorDigest(database)).toBe(before);
  expect(await mirror.checkpoint()).toMatchObject({ state: 'stopped', stopCode: 'MIRROR.BEYOND_FINALITY' });

  // The way out that the error names.
  await emptyMirror(database);
  await syncOnce(options());
  expect((await mirror.figures([2]))[0]?.frontlineCount).toBe(await frontlineBySql(2));
  expect((await verifyMirror({ database, client: chain.client, deployment: chain.deployment })).differences).toEqual([]);
});

async function frontlineBySql(memberId: number): Promise<number> {
  const { rows } = await database.pool.query<{ count: bigint }>('SELECT count(*) FROM mirror.members WHERE sponsor_id = $1', [
    memberId,
  ]);
  return Number(rows[0]?.count);
}

async function reorganize(depth: number, transactions: [unknown, number][]): Promise<void> {
  await chain.anvil.request('anvil_reorg', depth, transactions);
}

function call(role: TestRole, contract: 'genealogy' | 'volumeLedger', data: Hex): unknown {
  return { from: testAccount(role).address, to: chain.deployment.contracts[contract], data, gas: toHex(5_000_000) };
}

function importOf(first: number, sponsorIds: readonly number[]): Hex {
  const packed = Buffer.concat(sponsorIds.map((sponsorId) => Buffer.from(sponsorId.toString(16).padStart(8, '0'), 'hex')));
  return encodeFunctionData({ abi: genealogyAbi, functionName: 'registerBatch', args: [first, toHex(packed)] });
}

function recordOf(expectedSeq: bigint, orderRef: number): Hex {
  return encodeFunctionData({
    abi: volumeLedgerAbi,
    functionName: 'record',
    args: [expectedSeq, toHex(packEntries([purchase(4, orderRef)]))],
  });
}

/** The ledger's last number as of the block on which the other chain will build. */
async function volumeSeqBefore(depth: number): Promise<bigint> {
  const head = await chain.client.any.getBlockNumber({ cacheTime: 0 });
  return chain.client.any.readContract({
    abi: volumeLedgerAbi,
    address: chain.deployment.contracts.volumeLedger,
    functionName: 'lastSeq',
    blockNumber: head - BigInt(depth),
  });
}
