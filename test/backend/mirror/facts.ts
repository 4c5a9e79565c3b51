import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

export interface FactBlock {
  readonly block: number;
  /** Sponsors of those who join, in the order of numbers. */
  readonly joins: readonly number[];
  /** Of a refund negative. */
  readonly orders: readonly { readonly memberId: number; readonly pv: number }[];
  /** The period ends after this block. */
  readonly closes?: boolean;
}

/** What `writeFacts` keeps count of. */
export interface FactState {
  members: number;
  entries: number;
  period: number;
}

/** Rows of one block straight into the tables: reading and deriving is what is tested. */
export async function writeFacts(pool: Pool, state: FactState, { block, joins, orders, closes }: FactBlock): Promise<void> {
  await pool.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     SELECT $2::int + i, s, 0, 0, 0, $2::int + i, $3::bigint, i, now(), $4::bytea FROM unnest($1::int[]) WITH ORDINALITY AS t(s, i)`,
    [joins, state.members, block, randomBytes(32)],
  );
  await pool.query(`SELECT mirror.ensure_partition('mirror.volume_entries', $1)`, [state.period]);
  await pool.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     SELECT $3 + i - 1, $4, CASE WHEN v < 0 THEN 3 ELSE 1 END, m, abs(v), 0, $3 + i, $5, 0
     FROM unnest($1::int[], $2::bigint[]) WITH ORDINALITY AS t(m, v, i)`,
    [orders.map((order) => order.memberId), orders.map((order) => order.pv), state.entries, state.period, block],
  );
  state.members += joins.length;
  state.entries += orders.length;
  if (closes !== true) return;
  await pool.query(
    `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
     VALUES ($1, $2, $3, 0, 0, 0, 1, '\\x00', '\\x00', $1 + 1, $4, 99, now(), '\\x00')`,
    [state.period, state.members, state.entries, block],
  );
  state.period += 1;
}

export async function writeCheckpoint(pool: Pool, block: number, finalized: number): Promise<void> {
  await pool.query(
    `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state)
     VALUES (1, 1, '\\x00', 0, '\\x00', $1, '\\x00', now(), $1, $2, 'following')
     ON CONFLICT (id) DO UPDATE SET block_number = $1, head = $1, finalized = greatest(checkpoints.finalized, $2)`,
    [block, finalized],
  );
}
