import type { PublicClient } from 'viem';
import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { type FactRows, emptyRows, factTableNames } from '#mirror/write/tables.ts';
import { collectRange } from './collect.ts';
import type { Difference } from './difference.ts';
import { RangeTooLarge, readRange } from './source.ts';
import { compareTable } from './verify-tables.ts';
import { compareViews } from './verify-views.ts';

export type { Difference } from './difference.ts';

export interface Verdict {
  /** Block at which both were compared. */
  readonly block: number;
  readonly rows: number;
  readonly views: number;
  /** The first ones, at most `limit`. */
  readonly differences: readonly Difference[];
}

/**
 * Rebuilds in memory what the mirror should hold, from the logs alone, and compares every row; then compares with what the contracts
 * themselves answer at that block (counts, hashes, roots, sponsors and wallets of a sample). Writes nothing.
 * @throws UplineError MIRROR.EMPTY, MIRROR.HOLE and what else reading the chain can throw
 */
export async function verifyMirror(options: {
  database: Database;
  client: ChainClient;
  deployment: Deployment;
  /** Differences to collect before it stops looking. */
  limit?: number;
  /** Members whose sponsor, depth and wallet are asked from the contract. */
  sample?: number;
}): Promise<Verdict> {
  const { database, deployment, limit = 20, sample = 1000 } = options;
  const { rows } = await database.pool.query<{ block_number: bigint }>('SELECT block_number FROM mirror.checkpoints');
  const block = rows[0] === undefined ? undefined : Number(rows[0].block_number);
  if (block === undefined) throw new UplineError('MIRROR.EMPTY');
  const expected = await rebuild(options.client.any, deployment, block);
  const differences: Difference[] = [];
  let compared = 0;
  for (const name of factTableNames) {
    compared += expected[name].length;
    differences.push(...(await compareTable(database, name, expected[name], block, limit - differences.length)));
    if (differences.length >= limit) return { block, rows: compared, views: 0, differences };
  }
  const views = await compareViews({ database, client: options.client.any, deployment, block, sample });
  differences.push(...views.differences.slice(0, limit - differences.length));
  return { block, rows: compared, views: views.count, differences };
}

/** Every row that the logs up to `last` ask for. */
async function rebuild(client: PublicClient, deployment: Deployment, last: number): Promise<FactRows> {
  const all = emptyRows();
  const depths = new Map<number, number>();
  const seqs = new Map<string, bigint>();
  let members = 0;
  let entries = 0;
  let span = 5_000;
  for (let from = deployment.genesisBlock; from <= last;) {
    const to = Math.min(last, from + span - 1);
    try {
      const range = await readRange(client, deployment, { from, to, window: to, known: new Map() });
      const known = { seqs, members, entries, depths: async () => depths };
      const collected = await collectRange(client, deployment, range, known);
      for (const name of factTableNames) for (const row of collected.rows[name]) all[name].push(row);
      for (const { contract, seq } of collected.seqs) seqs.set(contract, seq);
      ({ members, entries } = collected);
      from = to + 1;
    } catch (error) {
      if (!(error instanceof RangeTooLarge)) throw error;
      span = Math.max(1, Math.floor((to - from + 1) / 2));
    }
  }
  return all;
}
