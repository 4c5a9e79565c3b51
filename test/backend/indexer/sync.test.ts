import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncOnce } from '#indexer/index.ts';
import { createMirrorReader } from '#mirror/read/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

const { database, drop } = await createTestDatabase();
let chain: TestChain;
const sync = (into = database) =>
  syncOnce({ database: into, deployment: chain.deployment, client: chain.client, finalityDepth: 5, logger: silentLogger() });

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
});
afterAll(async () => {
  await chain.stop();
  await drop();
});

test('what the chain says stands in the mirror, and the reading door gives it', async () => {
  await sync();
  const mirror = createMirrorReader(database);
  const checkpoint = await mirror.checkpoint();
  expect(checkpoint?.state).toBe('following');
  expect(checkpoint?.confirmed.block).toBe(checkpoint?.head);
  expect(checkpoint?.seqs.volumeLedger).toBe(await chain.read<bigint>('volumeLedger', 'lastSeq'));
  expect(await mirror.memberCount()).toBe(9);
  expect(await mirror.currentPeriod()).toBe(2);
  expect((await mirror.uplinePath(9)).map((member) => member.memberId)).toEqual([9, 7, 4, 2, 1]);
  expect(await mirror.isUpline(4, 9)).toBe(true);
  expect(await mirror.isUpline(3, 9)).toBe(false);
  const company = await mirror.memberById(1);
  expect(company?.sponsorId).toBeNull();
  expect((await mirror.memberByWallet(company?.wallet ?? '0x'))?.memberId).toBe(1);

  const facts = await mirror.periodFacts(1, 'confirmed');
  expect([...(facts?.entries ?? [])].map((entry) => entry.kind)).toEqual([
    'ownPurchase',
    'ownPurchase',
    'customerSale',
    'ownRefund',
  ]);
  expect(facts?.closed?.cv).toBe(17_000_000n);
  expect(facts?.closed?.inputHash).toBe((await chain.read<{ inputHash: string }>('volumeLedger', 'periodOf', [1])).inputHash);
  expect(facts?.budget).toBe(6_800_000n);
  expect(facts?.plan.version).toBe(1);
  expect([...(facts?.sponsorOf ?? [])]).toEqual([0, 0, 1, 1, 2, 2, 3, 4, 4, 7]);

  const page = await mirror.frontline(2, { sort: 'gv', descending: true, limit: 10, period: 1 });
  expect(page.items.map((row) => [row.memberId, row.downlineCount, row.ppv, row.gv])).toEqual([
    [4, 3, 7_000n, 7_000n],
    [5, 0, 0n, 0n],
  ]);
  const window = await mirror.downlineWindow(1, { depth: 2, limit: 5 });
  expect(window.map((node) => [node.memberId, node.level, node.foldedCount])).toEqual([
    [1, 0, 0],
    [2, 1, 0],
    [3, 1, 1],
    [4, 2, 2],
    [5, 2, 0],
  ]);
});

test('finalized facts lag behind confirmed ones', async () => {
  const mirror = createMirrorReader(database);
  await recordEntries(chain, [purchase(6, 105)]);
  await sync();
  expect(await mirror.entriesOfOrders([105])).toHaveLength(1);
  expect(await mirror.entriesOfOrders([105], 'finalized')).toHaveLength(0);
  await chain.mine(5);
  await sync();
  expect(await mirror.entriesOfOrders([105], 'finalized')).toHaveLength(1);
});

test('I01, I19: the same chain read again, in one go or step by step, gives the same digest', async () => {
  const step = async (): Promise<string> => {
    await sync();
    return mirrorDigest(database);
  };
  const before = await step();
  expect(await step()).toBe(before);
  for (const sponsor of [1, 5, 9]) {
    await importMembers(chain, [sponsor, sponsor]);
    await step();
  }
  const incremental = await step();
  expect(incremental).not.toBe(before);
  const other = await createTestDatabase();
  await sync(other.database);
  expect(await mirrorDigest(other.database)).toBe(incremental);
  await other.drop();
});
