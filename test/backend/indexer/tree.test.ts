import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MirrorReader, createMirrorReader } from '#mirror/read/index.ts';
import { createTestDatabase } from '#test/support/database.ts';

const { database, drop } = await createTestDatabase();
let mirror: MirrorReader;

/** Repeatable noise: the same tree every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const memberCount = 3_000;
const period = 1;

/** A network with hubs and one chain of 500, straight into the tables: reading is what is tested here. */
beforeAll(async () => {
  const random = randomNumbers(7);
  const sponsors = Array.from({ length: memberCount }, (_, place) => {
    const memberId = place + 1;
    if (memberId === 1) return 0;
    if (memberId > 1_000 && memberId <= 1_500) return memberId - 1;
    return random() < 0.2 ? 1 + (Math.floor(random() * 3) % (memberId - 1)) : 1 + Math.floor(random() * (memberId - 1));
  });
  const depths: number[] = [];
  sponsors.forEach((sponsorId, place) => depths.push(place === 0 ? 0 : (depths[sponsorId - 1] ?? 0) + 1));
  await database.pool.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     SELECT i, s, 0, 0, d, i, i / 100, i % 100, now(), '\\x00' FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS t(s, d, i)`,
    [sponsors, depths],
  );
  const orders = Array.from({ length: 4_000 }, () => [
    1 + Math.floor(random() * memberCount),
    1 + Math.floor(random() * 3),
    Math.floor(random() * 90_000),
  ]);
  await database.pool.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     SELECT i - 1, $4, k, m, v, v, i, 30, 0 FROM unnest($1::int[], $2::int[], $3::bigint[]) WITH ORDINALITY AS t(m, k, v, i)`,
    [orders.map((order) => order[0]), orders.map((order) => order[1]), orders.map((order) => order[2]), period],
  );
  await database.pool.query(
    `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (0, 1500, 0, 0, 0, 0, 1, '\\x00', '\\x00', 1, 15, 0, now(), '\\x00')`,
  );
  await database.pool.query(
    `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state)
     VALUES (1, 1, '\\x00', 0, '\\x00', 30, '\\x00', now(), 30, 20, 'following')`,
  );
  mirror = createMirrorReader(database);
});
afterAll(drop);

/** The second source: what the database says by walking the tree for one member. */
async function bySql(memberId: number) {
  const { rows } = await database.pool.query<{ downline: bigint; frontline: bigint; gv: bigint | null; ppv: bigint | null }>(
    `WITH RECURSIVE below AS (
       SELECT member_id, 0 AS level FROM mirror.members WHERE member_id = $1
       UNION ALL SELECT m.member_id, b.level + 1 FROM mirror.members m JOIN below b ON m.sponsor_id = b.member_id
     ), personal AS (
       SELECT member_id, greatest(0, sum(CASE WHEN kind IN (1, 2) THEN pv ELSE -pv END)) AS ppv
       FROM mirror.volume_entries WHERE period = $2 GROUP BY member_id
     )
     SELECT count(*) - 1 AS downline, count(*) FILTER (WHERE level = 1) AS frontline,
       coalesce(sum(ppv), 0)::numeric(78,0) AS gv, coalesce(sum(ppv) FILTER (WHERE level = 0), 0)::numeric(78,0) AS ppv
     FROM below LEFT JOIN personal USING (member_id)`,
    [memberId, period],
  );
  const row = rows[0];
  return { downlineCount: Number(row?.downline), frontlineCount: Number(row?.frontline), gv: row?.gv, ppv: row?.ppv };
}

test('counts and volumes from memory are those that the database finds by walking', async () => {
  const sample = [
    1,
    2,
    3,
    4,
    999,
    1_000,
    1_250,
    1_500,
    2_999,
    memberCount,
    ...Array.from({ length: 60 }, (_, place) => 17 + place * 47),
  ];
  const figures = await mirror.figures(sample, period);
  expect(figures).toHaveLength(sample.length);
  for (const { memberId, downlineCount, frontlineCount, gv, ppv } of figures) {
    expect({ memberId, downlineCount, frontlineCount, gv, ppv }).toEqual({ memberId, ...(await bySql(memberId)) });
  }
});

test('the path up is the one that the database walks, also in a chain of 500', async () => {
  for (const memberId of [1, 2, 1_500, memberCount]) {
    const { rows } = await database.pool.query<{ member_id: number }>(
      `WITH RECURSIVE up AS (
         SELECT member_id, sponsor_id FROM mirror.members WHERE member_id = $1
         UNION ALL SELECT m.member_id, m.sponsor_id FROM mirror.members m JOIN up ON m.member_id = up.sponsor_id
       ) SELECT member_id FROM up`,
      [memberId],
    );
    expect((await mirror.uplinePath(memberId)).map((member) => member.memberId)).toEqual(rows.map((row) => row.member_id));
  }
  expect(await mirror.isUpline(1_001, 1_500)).toBe(true);
  expect(await mirror.isUpline(1_500, 1_001)).toBe(false);
  expect(await mirror.isUpline(1_500, 1_500)).toBe(false);
  expect(await mirror.isUpline(1, 99_999)).toBe(false);
});

test('a window never tells more or less than there is', async () => {
  const window = await mirror.downlineWindow(1, { depth: 3, limit: 200, period });
  expect(window).toHaveLength(200);
  const shown = new Map(window.map((node) => [node.memberId, node]));
  for (const node of window) {
    const inside = window.filter((other) => other.sponsorId === node.memberId && other.level === node.level + 1).length;
    expect(inside + node.foldedCount).toBe(node.frontlineCount);
    if (node.level > 0) expect(shown.has(node.sponsorId ?? 0)).toBe(true);
  }
});

test('pages cover the frontline once, in order', async () => {
  const first = await mirror.frontline(1, { sort: 'gv', descending: true, limit: 20, period });
  const second = await mirror.frontline(1, { sort: 'gv', descending: true, limit: 20, offset: 20, period });
  const volumes = [...first.items, ...second.items].map((row) => row.gv);
  expect(volumes).toEqual(volumes.toSorted((left, right) => (left < right ? 1 : left > right ? -1 : 0)));
  expect(new Set([...first.items, ...second.items].map((row) => row.memberId)).size).toBe(40);
  expect(first.total).toBe((await mirror.figures([1]))[0]?.frontlineCount);
});

test('new members and volumes are seen without loading everything again; a rollback is forgotten', async () => {
  const before = await mirror.figures([1, 2], period);
  await database.pool.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (${memberCount + 1}, 2, 0, 0, 9, 1, 31, 0, now(), '\\x00')`,
  );
  await database.pool.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     VALUES (4000, $1, 1, ${memberCount + 1}, 500, 500, 9999, 31, 1)`,
    [period],
  );
  expect(await mirror.figures([1, 2], period)).toEqual(before);
  await database.pool.query('UPDATE mirror.checkpoints SET block_number = 31');
  const after = await mirror.figures([1, 2], period);
  after.forEach((row, place) => {
    expect(row.downlineCount).toBe((before[place]?.downlineCount ?? 0) + 1);
    expect(row.gv).toBe((before[place]?.gv ?? 0n) + 500n);
  });
  await database.pool.query('DELETE FROM mirror.members WHERE block_number > 30');
  await database.pool.query('DELETE FROM mirror.volume_entries WHERE block_number > 30');
  await database.pool.query('UPDATE mirror.checkpoints SET block_number = 30, generation = generation + 1');
  expect(await mirror.figures([1, 2], period)).toEqual(before);
});

test('of a closed period it shows the tree as it was at its end', async () => {
  const { rows } = await database.pool.query<{ below: bigint; direct: bigint }>(
    'SELECT count(*) - 1 AS below, count(*) FILTER (WHERE sponsor_id = 1) AS direct FROM mirror.members WHERE member_id <= 1500',
  );
  const [company] = await mirror.figures([1], 0);
  expect(company).toMatchObject({ downlineCount: Number(rows[0]?.below), frontlineCount: Number(rows[0]?.direct), gv: 0n });
  expect(await mirror.figures([1_501], 0)).toEqual([]);
  const frontline = await mirror.frontline(1, { period: 0, limit: 2_000, sort: 'memberId', descending: true });
  expect(frontline.total).toBe(Number(rows[0]?.direct));
  expect(Math.max(...frontline.items.map((row) => row.memberId))).toBeLessThanOrEqual(1_500);
});

test('rows of a great list are those of the members', async () => {
  await database.pool.query(
    `INSERT INTO mirror.member_wallets (block_number, log_index, member_id, wallet, seq, block_time, transaction_hash)
     SELECT b, b, 7, decode(lpad(b::text, 40, '0'), 'hex'), b, now(), '\\x00' FROM generate_series(3, 4) AS b`,
  );
  const all = [];
  for await (const part of mirror.everyMember({ period })) all.push(...part);
  const single = await mirror.figures([1, 7, 1_400, memberCount], period);
  for (const row of single) expect(row).toMatchObject(all[row.memberId - 1] ?? {});
  expect(all[6]?.wallet).toBe(`0x${'0'.repeat(39)}4`);
});

test('all rows come part by part, each once', async () => {
  const below: number[] = [];
  for await (const part of mirror.everyDownline(2, { period })) below.push(...part.map((row) => row.memberId));
  const [two] = await mirror.figures([2], period);
  expect(new Set(below).size).toBe(two?.downlineCount);
  const everybody: bigint[] = [];
  for await (const part of mirror.everyMember({ period, sort: 'gv', descending: true }))
    everybody.push(...part.map((row) => row.gv));
  expect(everybody).toHaveLength(memberCount);
  expect(everybody).toEqual(everybody.toSorted((left, right) => (left < right ? 1 : left > right ? -1 : 0)));
});
