import type { Database } from '#platform/database.ts';
import { emptyReports } from '../reports/follow.ts';
import { type Tip, inTransaction, requireTip } from './batch.ts';
import { createRowsToWrite } from './rows.ts';
import { type FactRows, factTableNames, factTables } from './tables.ts';

/**
 * Puts the rows of single blocks in the place of those that stand there, in one transaction. Readers start over, and what was computed
 * from the old rows is thrown away.
 * @throws UplineError MIRROR.ANOTHER_WRITER when somebody else has moved the mirror meanwhile
 */
export async function replaceBlocks(
  database: Database,
  tip: Tip,
  blocks: readonly number[],
  rows: FactRows,
  seqs: readonly { readonly contract: string; readonly block: number; readonly seq: bigint }[],
): Promise<void> {
  const wanted = new Set(blocks);
  await inTransaction(database, async (client) => {
    await requireTip(client, tip);
    const written = createRowsToWrite();
    for (const name of factTableNames) {
      const table = factTables[name];
      const place = table.columns.findIndex(([column]) => column === 'block_number');
      await client.query(`DELETE FROM mirror.${table.name} WHERE block_number = ANY($1::bigint[])`, [blocks]);
      for (const row of rows[name]) if (wanted.has(Number(row[place]))) written.sinks[name].push(row);
    }
    await written.write(client);
    for (const { contract, block, seq } of seqs) {
      await client.query(
        `INSERT INTO mirror.contract_seqs (contract, block_number, seq) VALUES ($1, $2, $3)
         ON CONFLICT (contract, block_number) DO UPDATE SET seq = excluded.seq`,
        [contract, block, seq],
      );
    }
    await emptyReports(client);
    await client.query('UPDATE mirror.checkpoints SET generation = generation + 1, updated_at = now()');
  });
}
