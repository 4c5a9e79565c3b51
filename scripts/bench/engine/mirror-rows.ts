import type pg from 'pg';
import { inputHash, planHash, type RunInput } from '#engine/index.ts';
import { canonicalText } from '#engine/canonical.ts';
import { hexToBytes } from '#kernel/hex.ts';
import { copyNetwork, memberColumns, orderColumns } from './tables.ts';

/** The network as the indexer would have written it. */
export async function fillMirror(pool: pg.Pool, world: RunInput, period: 'open' | 'closed'): Promise<void> {
  const { memberCount, entries, plan, runningHash, budget } = world;
  const client = await pool.connect();
  await client.query(`CREATE TEMP TABLE raw_members (${memberColumns})`);
  await client.query(`CREATE TEMP TABLE raw_orders (${orderColumns})`);
  await copyNetwork(client, world, { members: 'raw_members', orders: 'raw_orders' });
  await client.query(
    `INSERT INTO mirror.members (member_id, sponsor_id, parent_id, leg, depth, seq, block_number, log_index, block_time, transaction_hash)
     SELECT member_id, sponsor_id, parent_id, leg, 0, member_id, 1, member_id, now(), '\\x00' FROM raw_members`,
  );
  await client.query(
    `INSERT INTO mirror.volume_entries (entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index)
     SELECT order_ref - 1, 1, 1, member_id, pv, cv, order_ref, 2, 0 FROM raw_orders`,
  );
  const hash = planHash(plan);
  await client.query(
    `INSERT INTO mirror.plans (version, plan_hash, first_period, cap_ppm, instant_levels, spec, seq, block_number, log_index, block_time, transaction_hash)
     VALUES (1, $1, 1, $2, '\\x', $3, 1, 0, 0, now(), '\\x00')`,
    [Buffer.from(hexToBytes(hash)), plan.cap.ratePpm, Buffer.from(canonicalText(plan))],
  );
  await client.query(
    `INSERT INTO mirror.periods (period, member_count, entry_count, cv, budget, instant, plan_version, running_hash, input_hash, seq, block_number, log_index, block_time, transaction_hash)
     SELECT p, $1::int, $2::bigint * p, 0, $3::numeric * p, 0, p, $4::bytea, $5::bytea, p + 1, p * 3, 99, now(), '\\x00' FROM generate_series(0, $6::int) AS p`,
    [
      memberCount,
      entries.length,
      budget,
      Buffer.from(hexToBytes(runningHash)),
      Buffer.from(hexToBytes(inputHash({ period: 1, memberCount, entryCount: entries.length, runningHash, planHash: hash }))),
      period === 'closed' ? 1 : 0,
    ],
  );
  await client.query(
    `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state)
     VALUES (1, 1, '\\x00', 0, '\\x00', 9, '\\x00', now(), 9, 9, 'following')`,
  );
  client.release();
  await pool.query('VACUUM ANALYZE');
}
