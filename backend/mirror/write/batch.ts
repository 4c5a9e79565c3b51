import type { PoolClient } from 'pg';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { rollBackReports } from '../reports/follow.ts';
import { insertRows } from './copy.ts';
import type { RowsToWrite } from './rows.ts';
import { type Table, factTableNames, factTables } from './tables.ts';

export interface Header {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly time: number;
}

/** Which chain and contracts a database mirrors. */
export interface Identity {
  readonly chainId: number;
  readonly genealogy: Hex;
  readonly genesisBlock: number;
  readonly genesisHash: Hex;
}

/** The last block that was written, and how often the mirror had to go back. */
export interface Tip {
  readonly block: number;
  readonly hash: Hex;
}

/** Everything that one step adds: rows, headers and the new position, or nothing of it. */
export interface Batch {
  readonly identity: Identity;
  /** Where the mirror must stand for this batch to fit; undefined for the first. */
  readonly after: Tip | undefined;
  readonly rows: Pick<RowsToWrite, 'write'>;
  /** Unfinalized headers, and the finalized one if it is known. */
  readonly headers: readonly Header[];
  readonly seqs: readonly { readonly contract: string; readonly block: number; readonly seq: bigint }[];
  readonly tip: Header;
  readonly head: number;
  readonly finalized: number;
  readonly state: 'catchingUp' | 'following';
}

/** Called at named places so that a test can end the process there. */
export type FaultPoint = (name: string) => void;

/** Writes a batch in one transaction. @throws UplineError MIRROR.ANOTHER_WRITER when somebody else has moved the mirror meanwhile */
export async function writeBatch(database: Database, batch: Batch, faultPoint: FaultPoint): Promise<void> {
  await inTransaction(database, async (client) => {
    await requireTip(client, batch.after);
    await batch.rows.write(client);
    faultPoint('rows-written');
    await writePosition(client, batch);
    faultPoint('position-written');
  });
  faultPoint('batch-committed');
}

/** Forgets every block after `ancestor` in one transaction. */
export async function rollBackTo(database: Database, from: Tip, ancestor: Header, faultPoint: FaultPoint): Promise<void> {
  await inTransaction(database, async (client) => {
    await requireTip(client, from);
    for (const name of factTableNames)
      await client.query(`DELETE FROM mirror.${factTables[name].name} WHERE block_number > $1`, [ancestor.number]);
    await rollBackReports(client, ancestor.number);
    faultPoint('rows-rolled-back');
    await client.query('DELETE FROM mirror.contract_seqs WHERE block_number > $1', [ancestor.number]);
    await client.query('DELETE FROM mirror.block_headers WHERE number > $1', [ancestor.number]);
    await client.query(
      `UPDATE mirror.checkpoints SET block_number = $1, block_hash = $2, block_time = to_timestamp($3),
         generation = generation + 1, state = 'catchingUp', updated_at = now()`,
      [ancestor.number, bytes(ancestor.hash), ancestor.time],
    );
  });
  faultPoint('rollback-committed');
}

/** Says why the mirror stands still, or (without a code) that it goes on. Moves nothing. */
export async function writeState(
  { pool }: Database,
  state: 'catchingUp' | 'following' | 'stopped',
  stop?: { code: string; parameters: Readonly<Record<string, unknown>> },
): Promise<void> {
  const parameters =
    stop && JSON.stringify(Object.fromEntries(Object.entries(stop.parameters).map(([name, value]) => [name, String(value)])));
  await pool.query('UPDATE mirror.checkpoints SET state = $1, stop_code = $2, stop_parameters = $3, updated_at = now()', [
    state,
    stop?.code ?? null,
    parameters ?? null,
  ]);
}

export async function inTransaction(database: Database, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // A connection whose ROLLBACK fails is broken and must not go back into the pool.
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/** The row lock makes a second writer wait here and then see that it is late. */
export async function requireTip(client: PoolClient, expected: Tip | undefined): Promise<void> {
  const { rows } = await client.query<{ block_number: bigint; block_hash: Buffer }>(
    'SELECT block_number, block_hash FROM mirror.checkpoints FOR UPDATE',
  );
  const row = rows[0];
  const fits =
    expected === undefined
      ? row === undefined
      : row !== undefined && Number(row.block_number) === expected.block && row.block_hash.equals(bytes(expected.hash));
  if (!fits) throw new UplineError('MIRROR.ANOTHER_WRITER');
}

async function writePosition(client: PoolClient, batch: Batch): Promise<void> {
  const { identity, tip } = batch;
  // A mirror that was emptied begins with a generation of its own, so that nobody takes what they remember for this one's.
  await insertRows(
    client,
    headerTable,
    batch.headers.map((header) => [header.number, header.hash, header.parentHash, new Date(header.time * 1000)]),
  );
  await client.query('DELETE FROM mirror.block_headers WHERE number < $1 AND number < $2', [batch.finalized, tip.number]);
  await insertRows(
    client,
    seqTable,
    batch.seqs.map((item) => [item.contract, item.block, item.seq]),
  );
  await client.query(
    `DELETE FROM mirror.contract_seqs old USING (
       SELECT contract, max(block_number) AS newest FROM mirror.contract_seqs WHERE block_number <= $1 GROUP BY contract
     ) kept WHERE old.contract = kept.contract AND old.block_number < kept.newest`,
    [batch.finalized],
  );
  await client.query(
    `INSERT INTO mirror.checkpoints (id, chain_id, genealogy, genesis_block, genesis_hash, block_number, block_hash, block_time, head, finalized, state, generation)
     VALUES (1, $1, $2, $3, $4, $5, $6, to_timestamp($7), $8, $9, $10, extract(epoch FROM now())::int - 1700000000)
     ON CONFLICT (id) DO UPDATE SET block_number = excluded.block_number, block_hash = excluded.block_hash, block_time = excluded.block_time,
       head = excluded.head, finalized = greatest(checkpoints.finalized, excluded.finalized), state = excluded.state,
       stop_code = NULL, stop_parameters = NULL, updated_at = now()`,
    [
      identity.chainId,
      bytes(identity.genealogy),
      identity.genesisBlock,
      bytes(identity.genesisHash),
      tip.number,
      bytes(tip.hash),
      tip.time,
      batch.head,
      batch.finalized,
      batch.state,
    ],
  );
}

export const headerTable: Table = {
  name: 'block_headers',
  columns: [
    ['number', 'bigint'],
    ['hash', 'bytea'],
    ['parent_hash', 'bytea'],
    ['block_time', 'timestamptz'],
  ],
  key: ['number'],
};

export const seqTable: Table = {
  name: 'contract_seqs',
  columns: [
    ['contract', 'text'],
    ['block_number', 'bigint'],
    ['seq', 'bigint'],
  ],
  key: ['contract', 'block_number'],
};

/** Hexadecimal text as bytes. */
export function bytes(hex: Hex): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}
