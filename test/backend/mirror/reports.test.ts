import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createMirrorReader } from '#mirror/read/index.ts';
import { emptyReports, followReports } from '#mirror/reports/follow.ts';
import { numberAnew } from '#mirror/reports/number.ts';
import { reportSums, reportTopLegs, reportUpline, reportWindow } from '#mirror/reports/read.ts';
import { type NaiveTree, naiveTree } from '#mirror/tree/naive.ts';
import { rollBackTo } from '#mirror/write/batch.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type FactBlock, type FactState, writeCheckpoint, writeFacts } from './facts.ts';

const { database, drop } = await createTestDatabase();
const { pool } = database;
afterAll(drop);

/** Blocks that can still be replaced. */
const window = 2;
const place = fc.oneof(fc.constantFrom(0, 0.999_999), fc.double({ min: 0, max: 0.999_999, noNaN: true }));
const randomBlock = fc.record({
  joins: fc.array(place, { maxLength: 12 }),
  orders: fc.array(fc.record({ place, pv: fc.integer({ min: -900, max: 900 }) }), { maxLength: 10 }),
  closes: fc.integer({ min: 0, max: 5 }).map((roll) => roll === 0),
  /** What happens after the block: nothing, the tree is numbered anew, or blocks are replaced. */
  next: fc.constantFrom('nothing', 'nothing', 'number', 'replaceOne', 'replaceTwo'),
});

type RandomBlock = typeof randomBlock extends fc.Arbitrary<infer T> ? T : never;

/** The history as it stands, and what a plain walk says about a period of it. */
function historyOf(blocks: readonly FactBlock[]) {
  const ends = blocks.flatMap((block, index) => (block.closes === true ? [index + 1] : []));
  return {
    members: blocks.reduce((sum, block) => sum + block.joins.length, 0),
    period: ends.length,
    naive: (period: number): { tree: NaiveTree; members: number } => {
      const until = blocks.slice(0, ends[period] ?? blocks.length);
      const sponsors = until.flatMap((block) => block.joins);
      const orders = until.slice(period === 0 ? 0 : ends[period - 1]).flatMap((block) => block.orders);
      const tree = naiveTree(
        sponsors.map((sponsorId, index) => ({ memberId: index + 1, sponsorId })),
        orders.map(({ memberId, pv }) => ({ memberId, pv: BigInt(pv) })),
      );
      return { tree, members: sponsors.length };
    },
  };
}

async function expectEqual(blocks: readonly FactBlock[], reader: ReturnType<typeof createMirrorReader>): Promise<void> {
  const history = historyOf(blocks);
  const numbered = await pool.query<{ numbered_block: bigint }>('SELECT numbered_block FROM reports.position');
  for (let period = 0; period <= history.period; period += 1) {
    const { tree, members } = history.naive(period);
    // Everybody of a small network, and the ends of a greater one.
    const ids = Array.from({ length: members }, (_, index) => index + 1).filter(
      (id) => id <= 6 || id % 5 === 0 || id > members - 4,
    );
    const rows = new Map((await reader.figures(ids, period)).map((row) => [row.memberId, row]));
    for (const memberId of ids) {
      const sums = tree.sums(memberId);
      const { frontlineCount, downlineCount, ppv, gv } = rows.get(memberId) ?? {};
      expect({ memberId, period, frontlineCount, downlineCount, ppv, gv }).toEqual({ memberId, period, ...sums });
      expect(await reportSums(pool, memberId, period)).toEqual({ ...sums, block: blocks.length });
    }
    expect(await reportSums(pool, members + 1, period)).toBeUndefined();
    const atNumbering = historyOf(blocks.slice(0, Number(numbered.rows[0]?.numbered_block ?? 0)));
    if (atNumbering.period < period || members === 0) continue;
    const past = atNumbering.naive(period);
    for (const memberId of ids.filter((id) => id <= past.members).slice(0, 5)) {
      const top = await reportTopLegs(pool, memberId, period, 3);
      expect(top?.legs.map((leg) => leg.memberId)).toEqual(past.tree.topLegs(memberId, 3));
      const fromMemory = (await reader.topLegs(memberId, 3, period)).map((row) => row.memberId);
      expect(fromMemory).toEqual(tree.topLegs(memberId, 3));
    }
  }
  const { tree, members } = history.naive(history.period);
  for (let memberId = 1; memberId <= members; memberId += 4) {
    expect(await reportUpline(pool, memberId)).toEqual(tree.upline(memberId));
    const expected = tree.window(memberId, 6);
    const shown = await reader.downlineWindow(memberId, { depth: 50, limit: 6 });
    expect(shown.map((node) => ({ memberId: node.memberId, level: node.level, foldedCount: node.foldedCount }))).toEqual(
      expected,
    );
    expect(await reportWindow(pool, memberId, 6)).toEqual(
      expected.map(({ memberId: id, level }) => {
        const { frontlineCount, downlineCount } = tree.sums(id);
        return { memberId: id, level, frontlineCount, downlineCount };
      }),
    );
  }
}

async function play(random: readonly RandomBlock[]): Promise<void> {
  await pool.query('TRUNCATE mirror.members, mirror.volume_entries, mirror.periods, mirror.checkpoints');
  await emptyReports(pool);
  const reader = createMirrorReader(database);
  const blocks: FactBlock[] = [];
  let state: FactState = { members: 0, entries: 0, period: 0 };
  for (const { joins, orders, closes, next } of random) {
    const before = state.members;
    const members = before + joins.length;
    const block: FactBlock = {
      block: blocks.length + 1,
      joins: joins.map((at, index) => (before + index === 0 ? 0 : 1 + Math.floor(at * (before + index)))),
      orders: members === 0 ? [] : orders.map(({ place: at, pv }) => ({ memberId: 1 + Math.floor(at * members), pv })),
      closes: closes && members > 0,
    };
    await writeFacts(pool, state, block);
    blocks.push(block);
    await writeCheckpoint(pool, blocks.length, Math.max(0, blocks.length - window));
    await followReports(database);
    if (next === 'number') await numberAnew(database);
    const back = next === 'replaceOne' ? 1 : next === 'replaceTwo' ? 2 : 0;
    // Memory must have seen the blocks that go, or it has nothing to forget.
    if (state.members > 0) await reader.figures([1]);
    if (back > 0 && blocks.length > window) {
      const tip = { block: blocks.length, hash: '0x00' } as const;
      blocks.splice(-back);
      await rollBackTo(database, tip, { number: blocks.length, hash: '0x00', parentHash: '0x00', time: 0 }, () => undefined);
      const { members: left, period } = historyOf(blocks);
      state = { members: left, entries: blocks.reduce((sum, kept) => sum + kept.orders.length, 0), period };
      await followReports(database);
    }
  }
  const numbered = await pool.query('SELECT 1 FROM reports.position');
  if (state.members > 0 && numbered.rows.length > 0) await expectEqual(blocks, reader);
}

test('memory, the database and a plain walk tell the same after any history', async () => {
  await fc.assert(fc.asyncProperty(fc.array(randomBlock, { minLength: 4, maxLength: 9 }), play), {
    numRuns: 8,
    endOnFailure: true,
  });
});

test('a path of 3,000 is read in steps of 32, also when its end is younger than the numbering', async () => {
  await pool.query('TRUNCATE mirror.members, mirror.volume_entries, mirror.periods, mirror.checkpoints');
  await emptyReports(pool);
  const state: FactState = { members: 0, entries: 0, period: 0 };
  const chain = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);
  await writeFacts(pool, state, { block: 1, joins: chain(0, 3_000), orders: [] });
  await writeCheckpoint(pool, 1, 1);
  await followReports(database);
  await writeFacts(pool, state, { block: 2, joins: chain(3_000, 40), orders: [{ memberId: 3_040, pv: 7 }] });
  await writeCheckpoint(pool, 2, 1);
  await followReports(database);
  for (const memberId of [1, 2, 32, 33, 34, 65, 2_999, 3_000, 3_001, 3_040])
    expect(await reportUpline(pool, memberId)).toEqual(chain(1, memberId).toReversed());
  expect(await reportSums(pool, 1, 0)).toMatchObject({ downlineCount: 3_039, gv: 7n });
  expect(await reportSums(pool, 3_020, 0)).toMatchObject({ downlineCount: 20, frontlineCount: 1, gv: 7n });
});
