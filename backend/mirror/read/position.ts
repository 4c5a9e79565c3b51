import { UplineError } from '#kernel/errors/index.ts';
import type { Asked } from './snapshot.ts';
import type { AsOf, Checkpoint, ContractName, Level } from './types.ts';

/** Contracts whose events are mirrored, in the order of their names in the tables. */
export const contractNames: readonly ContractName[] = [
  'genealogy',
  'enrollment',
  'planRegistry',
  'volumeLedger',
  'payoutVault',
  'checkout',
];

/** @returns undefined before the first block was written */
export async function readCheckpoint({ pool }: Asked): Promise<Checkpoint | undefined> {
  const { rows } = await pool.query<CheckpointRow>({ name: 'mirror-checkpoint', text: checkpointQuery });
  const row = rows[0];
  if (row === undefined) return undefined;
  const seqs = Object.fromEntries(contractNames.map((name) => [name, BigInt(row.seqs?.[name] ?? 0)])) as Record<
    ContractName,
    bigint
  >;
  return {
    chainId: row.chain_id,
    genesisBlock: Number(row.genesis_block),
    state: row.state,
    stopCode: row.stop_code,
    stopParameters: row.stop_parameters,
    head: Number(row.head),
    confirmed: { block: Number(row.block_number), time: row.block_time },
    finalized: { block: Number(row.finalized), time: row.finalized_time ?? row.block_time },
    seqs,
    generation: row.generation,
    updatedAt: row.updated_at,
  };
}

/** @throws UplineError MIRROR.EMPTY before the first block was written */
export async function requirePosition(database: Asked, level: Level = 'confirmed'): Promise<AsOf & { generation: number }> {
  const checkpoint = await readCheckpoint(database);
  if (checkpoint === undefined) throw new UplineError('MIRROR.EMPTY');
  return { ...(level === 'finalized' ? checkpoint.finalized : checkpoint.confirmed), generation: checkpoint.generation };
}

interface CheckpointRow {
  chain_id: number;
  genesis_block: bigint;
  state: Checkpoint['state'];
  stop_code: string | null;
  stop_parameters: Record<string, string> | null;
  head: bigint;
  block_number: bigint;
  block_time: Date;
  finalized: bigint;
  finalized_time: Date | null;
  generation: number;
  updated_at: Date;
  seqs: Partial<Record<string, string>> | null;
}

const checkpointQuery = `
  SELECT c.*, h.block_time AS finalized_time,
    (SELECT jsonb_object_agg(contract, seq::text)
       FROM (SELECT contract, max(seq) AS seq FROM mirror.contract_seqs GROUP BY contract) s) AS seqs
  FROM mirror.checkpoints c LEFT JOIN mirror.block_headers h ON h.number = c.finalized`;
