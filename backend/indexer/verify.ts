import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { NodeFailure } from '#chain/node-failure.ts';
import { createNodePool } from '#chain/node-pool.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Database } from '#platform/database.ts';
import { type FactRows, emptyRows, factTableNames } from '#mirror/write/tables.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRangeReader } from './ahead.ts';
import { collectRange } from './collect.ts';
import type { Difference } from './difference.ts';
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
  const expected = await rebuild(options.client, deployment, block);
  const differences: Difference[] = [];
  let compared = 0;
  for (const name of factTableNames) {
    compared += expected[name].length;
    differences.push(...(await compareTable(database, name, expected[name], { from: 0, to: block }, limit - differences.length)));
    if (differences.length >= limit) return { block, rows: compared, views: 0, differences };
  }
  const views = await compareViews({ database, client: options.client.any, deployment, block, sample });
  differences.push(...views.differences.slice(0, limit - differences.length));
  return { block, rows: compared, views: views.count, differences };
}

/** A node that fails is asked again, and others with it, so often in a row. */
const patience = 5;

/** Every row that the logs up to `last` ask for. */
async function rebuild(client: ChainClient, deployment: Deployment, last: number): Promise<FactRows> {
  const all = emptyRows();
  const depths = new Map<number, number>();
  const pool = createNodePool(client.nodes);
  const reader = createRangeReader(deployment);
  let at = { seqs: new Map<string, bigint>() as ReadonlyMap<string, bigint>, members: 0, entries: 0 };
  let failures = 0;
  for (let from = deployment.genesisBlock; from <= last;) {
    const node = pool.node();
    try {
      const range = await reader.read(node, { from, to: last, window: last });
      const rows = emptyRows();
      const known = { ...at, depths, readDepths: async () => new Map<number, number>() };
      const collected = await collectRange(node, deployment, range, known, rows);
      for (const name of factTableNames) for (const row of rows[name]) all[name].push(row);
      at = { seqs: collected.last, members: collected.members, entries: collected.entries };
      from = range.to + 1;
      failures = 0;
      pool.succeeded(node);
    } catch (error) {
      reader.forget();
      failures += 1;
      pool.failed(node, error);
      if (failures >= patience * pool.size) throw asError(error);
      await sleep(pool.wait());
    }
  }
  return all;
}

function asError(error: unknown): unknown {
  return error instanceof NodeFailure ? new UplineError('CHAIN.UNREACHABLE', { reason: error.message }, { cause: error }) : error;
}
