import type { Pool } from 'pg';
import { copyRows } from '#mirror/reports/copy.ts';

/** Sizes of the network of a run. */
export interface NetworkSize {
  readonly members: number;
  /** Members who have a great frontline, and how great. */
  readonly hubs: number;
  readonly hubFrontline: number;
  readonly chains: number;
  readonly chainLength: number;
  readonly periods: number;
}

export function sizeOf(members: number): NetworkSize {
  const hubFrontline = Math.floor(members / 20);
  return { members, hubs: 4, hubFrontline, chains: 3, chainLength: Math.min(3_000, Math.floor(members / 20)), periods: 4 };
}

/** Repeatable noise: the same network every time. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Sponsors by member number. Hubs grow all the time, chains in the last part, so that few stand below them; the rest goes under
 * members who have many, under recent ones, or under anybody, in equal parts.
 */
export function makeSponsors(size: NetworkSize): Uint32Array {
  const random = noise(11);
  const { members, hubs, chains } = size;
  const sponsorOf = new Uint32Array(members + 1);
  const heads = 1 + hubs + chains;
  const ends = Array.from({ length: chains }, (_, chain) => 2 + hubs + chain);
  const left = { hub: hubs * size.hubFrontline, chain: chains * size.chainLength };
  for (let memberId = 2; memberId <= members; memberId += 1) {
    if (memberId <= heads) {
      sponsorOf[memberId] = 1;
      continue;
    }
    const roll = random() * (members - memberId + 1);
    if (roll < left.hub) {
      sponsorOf[memberId] = 2 + (left.hub % hubs);
      left.hub -= 1;
    } else if (memberId > members * 0.6 && roll < left.hub + left.chain) {
      const chain = left.chain % chains;
      sponsorOf[memberId] = ends[chain] ?? 1;
      ends[chain] = memberId;
      left.chain -= 1;
    } else sponsorOf[memberId] = anybody(random, sponsorOf, memberId);
  }
  return sponsorOf;
}

function anybody(random: () => number, sponsorOf: Uint32Array, memberId: number): number {
  const roll = random();
  const before = memberId - 1;
  if (roll < 1 / 3) return Math.max(1, sponsorOf[1 + Math.floor(random() * before)] ?? 1);
  if (roll < 2 / 3) return Math.max(1, before - Math.floor(random() * Math.min(before, 5_000)));
  return 1 + Math.floor(random() * before);
}

/** Rows of the mirror as the indexer would have written them: blocks of 100 members, then a block a period with its orders. */
export async function fillMirror(pool: Pool, size: NetworkSize, sponsorOf: Uint32Array): Promise<void> {
  const { members, periods } = size;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('CREATE TEMP TABLE raw_members (member_id int, sponsor_id int, depth int) ON COMMIT DROP');
    await client.query('CREATE TEMP TABLE raw_orders (entry int, member_id int, pv int) ON COMMIT DROP');
    const depthOf = new Uint32Array(members + 1);
    for (let id = 2; id <= members; id += 1) depthOf[id] = (depthOf[sponsorOf[id] ?? 0] ?? 0) + 1;
    await copyRows(
      client,
      'raw_members',
      [
        { name: 'member_id', kind: 'int', value: (id) => id },
        { name: 'sponsor_id', kind: 'int', value: (id) => sponsorOf[id] },
        { name: 'depth', kind: 'int', value: (id) => depthOf[id] },
      ],
      { from: 1, to: members },
    );
    const random = noise(5);
    await copyRows(
      client,
      'raw_orders',
      [
        { name: 'entry', kind: 'int', value: (entry) => entry },
        { name: 'member_id', kind: 'int', value: () => 1 + Math.floor(random() * members) },
        { name: 'pv', kind: 'int', value: () => 100 + Math.floor(random() * 50_000) },
      ],
      { from: 0, to: members - 1 },
    );
    await client.query(
      `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
       SELECT member_id, sponsor_id, 0, 0, depth, member_id, member_id / 100, member_id % 100, now(), '\\x00' FROM raw_members`,
    );
    await client.query(
      `INSERT INTO mirror.member_wallets (block_number, log_index, member_id, wallet, previous_wallet, seq, block_time, transaction_hash)
       SELECT member_id / 100, member_id % 100, member_id, decode(lpad(to_hex(member_id), 40, '0'), 'hex'), NULL, member_id, now(), '\\x00' FROM raw_members`,
    );
    await client.query(`SELECT mirror.ensure_partition('mirror.volume_entries', p) FROM generate_series(0, $1::int) AS p`, [
      periods,
    ]);
    // One order in fifty is a refund.
    await client.query(
      `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
       SELECT entry, entry::bigint * $2 / $1, CASE WHEN entry % 50 = 49 THEN 3 ELSE 1 END, member_id, pv, pv, entry, $1 / 100 + 1 + entry::bigint * $2 / $1, 0
       FROM raw_orders`,
      [members, periods],
    );
    await client.query(
      `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
       SELECT p, $1, $1 * (p + 1) / $2, 0, 0, 0, 1, '\\x00', '\\x00', p + 1, $1 / 100 + 1 + p, 1, now(), '\\x00' FROM generate_series(0, $2::int - 2) AS p`,
      [members, periods],
    );
    const tip = Math.floor(members / 100) + periods;
    await client.query(
      `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state)
       VALUES (1, 1, '\\x00', 0, '\\x00', $1, '\\x00', now(), $1, $1, 'following')`,
      [tip],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await pool.query('ANALYZE');
}
