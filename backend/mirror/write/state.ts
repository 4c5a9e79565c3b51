import type { Hex } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import type { Header, Identity, Tip } from './batch.ts';

/** What the writer must know about the mirror to add to it. */
export interface WriterState {
  readonly identity: Identity;
  readonly tip: Tip;
  readonly finalized: number;
  readonly seqs: ReadonlyMap<string, bigint>;
  /** Headers that can still be replaced, and the newest that cannot; newest first. */
  readonly headers: readonly Header[];
}

/** @returns undefined for an empty mirror */
export async function readWriterState({ pool }: Database): Promise<WriterState | undefined> {
  const { rows } = await pool.query<{
    chain_id: number;
    genealogy: Buffer;
    genesis_block: bigint;
    genesis_hash: Buffer;
    block_number: bigint;
    block_hash: Buffer;
    finalized: bigint;
  }>('SELECT * FROM mirror.checkpoints');
  const row = rows[0];
  if (row === undefined) return undefined;
  const seqs = await pool.query<{ contract: string; seq: bigint }>(
    'SELECT contract, max(seq) AS seq FROM mirror.contract_seqs GROUP BY contract',
  );
  const headers = await pool.query<{ number: bigint; hash: Buffer; parent_hash: Buffer; block_time: Date }>(
    'SELECT * FROM mirror.block_headers ORDER BY number DESC',
  );
  return {
    identity: {
      chainId: row.chain_id,
      genealogy: hex(row.genealogy),
      genesisBlock: Number(row.genesis_block),
      genesisHash: hex(row.genesis_hash),
    },
    tip: { block: Number(row.block_number), hash: hex(row.block_hash) },
    finalized: Number(row.finalized),
    seqs: new Map(seqs.rows.map((item) => [item.contract, item.seq])),
    headers: headers.rows.map((item) => ({
      number: Number(item.number),
      hash: hex(item.hash),
      parentHash: hex(item.parent_hash),
      time: item.block_time.getTime() / 1000,
    })),
  };
}

/** Greatest member number and number of entries so far. */
export async function readCounts({ pool }: Database): Promise<{ members: number; entries: number }> {
  const { rows } = await pool.query<{ members: number | null; entries: bigint | null }>(
    'SELECT (SELECT max(member_id) FROM mirror.members) AS members, (SELECT max(entry_index) + 1 FROM mirror.volume_entries) AS entries',
  );
  return { members: rows[0]?.members ?? 0, entries: Number(rows[0]?.entries ?? 0n) };
}

/** Depth in the sponsor tree of each of these members. */
export async function readDepths({ pool }: Database, memberIds: readonly number[]): Promise<Map<number, number>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await pool.query<{ member_id: number; depth: number }>(
    'SELECT member_id, depth FROM mirror.members WHERE member_id = ANY($1::int[])',
    [memberIds],
  );
  return new Map(rows.map((row) => [row.member_id, row.depth]));
}

const hex = (value: Buffer): Hex => `0x${value.toString('hex')}`;
