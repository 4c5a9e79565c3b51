import { afterAll, expect, test } from 'vitest';
import type { VolumeEntry } from '#engine/index.ts';
import { readEntries, readTree } from '#mirror/read/bulk.ts';
import { inWideSnapshot } from '#mirror/read/snapshot.ts';
import { openDatabase } from '#platform/database.ts';
import { createTestDatabase } from '#test/support/database.ts';

const { database, drop } = await createTestDatabase();
const { pool } = database;
afterAll(drop);

const entries: readonly VolumeEntry[] = [
  { kind: 'ownPurchase', memberId: 2, pv: 2n ** 32n - 1n, cv: 2n ** 40n - 1n, orderRef: 2 ** 48 - 1 },
  { kind: 'customerSale', memberId: 3, pv: 0n, cv: 0n, orderRef: 2, customer: 2 ** 32 - 1 },
  { kind: 'ownRefund', memberId: 2, pv: 1n, cv: 2n, orderRef: 3 },
  { kind: 'customerRefund', memberId: 3, pv: 1n, cv: 2n, orderRef: 2, customer: 0 },
  { kind: 'instantSettled', memberId: 1, pv: 4n, cv: 5n, orderRef: 2 },
  { kind: 'attestation', memberId: 3, topic: 0xffff, value: 2n ** 56n - 1n, reference: 2 ** 48 - 1 },
];
for (const [index, entry] of entries.entries()) {
  const attested = entry.kind === 'attestation';
  await pool.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, customer, topic, value, block_number, log_index)
     VALUES ($1::int + 2::bigint ^ 40, 1, $1::int + 1, $2, $3, $4, $5, $6, $7, $8, $1::int + 10, 0)`,
    [
      index,
      entry.memberId,
      attested ? 0 : entry.pv,
      attested ? 0 : entry.cv,
      attested ? entry.reference : entry.orderRef,
      'customer' in entry ? entry.customer : null,
      attested ? entry.topic : null,
      attested ? entry.value : null,
    ],
  );
}
await pool.query(
  `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
   SELECT id, id - 1, id / 2, id % 2, 0, id, 1, id, now(), '\\x00' FROM generate_series(1, 5) AS id`,
);

test('every kind of entry comes as it was written, from a number on and up to a block', async () => {
  const read = (block: number, first?: number) =>
    inWideSnapshot(database, async (snapshot) => [...(await readEntries(snapshot, 1, block, first))]);
  expect(await read(99)).toEqual(entries);
  expect(await read(12)).toEqual(entries.slice(0, 3));
  expect(await read(99, 2 ** 40 + 4)).toEqual(entries.slice(4));
  expect(await read(9)).toEqual([]);
});

test('both trees come with every place, and a member who is missing is told', async () => {
  const tree = await inWideSnapshot(database, (snapshot) => readTree(snapshot, 5));
  expect(tree.sponsorOf).toEqual(Uint32Array.of(0, 0, 1, 2, 3, 4));
  expect(tree.placement).toEqual({ parentOf: Uint32Array.of(0, 0, 1, 1, 2, 2), legOf: Uint8Array.of(0, 1, 0, 1, 0, 1) });
  await expect(inWideSnapshot(database, (snapshot) => readTree(snapshot, 6))).rejects.toMatchObject({
    code: 'MIRROR.BROKEN_FACT',
    parameters: { reason: 'a member from 1 on is missing' },
  });
});

test('thousands of entries and members come whole, and what is missing between them is told', async () => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('TRUNCATE mirror.members, mirror.volume_entries');
    await client.query(
      `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
       SELECT id, id - 1, id / 2, id % 2, 0, id, 1, id, now(), '\\x00' FROM generate_series(1, 9000) AS id ORDER BY id % 7`,
    );
    await client.query(
      `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
       SELECT 500 + n, 1, 1, 1 + n % 9000, n, 2 * n, 3 * n, 1, 0 FROM generate_series(0, 9999) AS n ORDER BY n % 7`,
    );
    const order = (n: number): VolumeEntry => ({
      kind: 'ownPurchase',
      memberId: 1 + (n % 9_000),
      pv: BigInt(n),
      cv: BigInt(2 * n),
      orderRef: 3 * n,
    });
    const orders = Array.from({ length: 10_000 }, (_, n) => order(n));
    expect([...(await readEntries({ pool: client }, 1, 9))]).toEqual(orders);
    expect([...(await readEntries({ pool: client }, 1, 9, 600))]).toEqual(orders.slice(100));
    const { sponsorOf, placement } = await readTree({ pool: client }, 9_000);
    expect(sponsorOf).toEqual(Uint32Array.from({ length: 9_001 }, (_, id) => Math.max(0, id - 1)));
    expect(placement).toEqual({
      parentOf: Uint32Array.from({ length: 9_001 }, (_, id) => id >> 1),
      legOf: Uint8Array.from({ length: 9_001 }, (_, id) => id % 2),
    });
    expect((await readTree({ pool: client }, 8_192)).sponsorOf).toEqual(sponsorOf.slice(0, 8_193));
    // One of the second part; all of it.
    for (const [gone, from] of [
      ['= 5000', 4_596],
      ['BETWEEN 4596 AND 8691', 4_596],
    ] as const) {
      await client.query('SAVEPOINT whole');
      await client.query(`DELETE FROM mirror.volume_entries WHERE entry_index ${gone}`);
      await expect(readEntries({ pool: client }, 1, 9)).rejects.toMatchObject({
        code: 'MIRROR.BROKEN_FACT',
        parameters: { reason: `an entry from ${from} on is missing` },
      });
      await client.query('ROLLBACK TO SAVEPOINT whole');
    }
    await client.query('DELETE FROM mirror.members WHERE member_id = 4097');
    await expect(readTree({ pool: client }, 9_000)).rejects.toMatchObject({
      parameters: { reason: 'a member from 4097 on is missing' },
    });
    expect((await readTree({ pool: client }, 4_096)).sponsorOf).toEqual(sponsorOf.slice(0, 4_097));
    await client.query('ROLLBACK');
  } finally {
    client.release();
  }
});

test('a kind that nobody knows is told, and the connection goes on', async () => {
  await inWideSnapshot(database, async (snapshot) => {
    await snapshot.pool.query('SAVEPOINT before');
    await expect(readEntries({ pool: snapshot.pool }, 1, Number.NaN)).rejects.toThrow(RangeError);
  });
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('UPDATE mirror.volume_entries SET kind = 9 WHERE order_ref = 3');
    await expect(readEntries({ pool: client }, 1, 99)).rejects.toMatchObject({
      code: 'LEDGER.UNKNOWN_KIND',
      parameters: { index: 2 ** 40 + 2, kind: 9 },
    });
    await client.query('ROLLBACK');
    expect([...(await readEntries({ pool: client }, 1, 99))]).toEqual(entries);
  } finally {
    client.release();
  }
});

test.each([1, 2])('two great questions see one moment with %i connections, and none is kept', async (maxConnections) => {
  const narrow = openDatabase({ connectionString: database.connectionString, maxConnections });
  const count = 'SELECT count(*)::int AS count, pg_backend_pid() AS pid FROM mirror.members';
  type Counted = { count: number; pid: number };
  const [one, other] = await inWideSnapshot(narrow, async (snapshot) => {
    await snapshot.pool.query('SELECT 1');
    await pool.query(
      `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
       SELECT max(member_id) + 1, 1, 0, 0, 0, max(member_id) + 1, 1, 0, now(), '\\x00' FROM mirror.members`,
    );
    return snapshot.both(
      async (here) => (await here.pool.query<Counted>(count)).rows[0],
      async (there) => (await there.pool.query<Counted>(count)).rows[0],
    );
  });
  expect(one?.count).toBe(other?.count);
  expect((await narrow.pool.query<Counted>(count)).rows[0]?.count).toBe((one?.count ?? 0) + 1);
  expect(new Set([one?.pid, other?.pid]).size).toBe(maxConnections);
  expect(narrow.pool.idleCount).toBe(narrow.pool.totalCount);
  await narrow.close();
});

test('what the first question throws is what is told, and both connections come back', async () => {
  const failure = new Error('no');
  await expect(
    inWideSnapshot(database, (snapshot) =>
      snapshot.both(
        () => Promise.reject(failure),
        async (there) => (await there.pool.query('SELECT 1')).rowCount,
      ),
    ),
  ).rejects.toBe(failure);
  await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
});
