import pg from 'pg';
import { askNode } from './chain.ts';
import type { Say } from './say.ts';

/**
 * A local chain that was ended before it could save its state has lost its last seconds. What the mirror holds beyond them goes back by
 * itself, like every replaced block; but a mirror whose final block the chain does not have describes another past, and is rebuilt from
 * the chain.
 * @returns whether it was emptied
 */
export async function emptyStrangeMirror(databaseUrl: string, rpcUrl: string, say: Say): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: string; hash: string }>(
      `SELECT header.number::text AS number, '0x' || encode(header.hash, 'hex') AS hash
       FROM mirror.checkpoints AS checkpoint JOIN mirror.block_headers AS header ON header.number <= checkpoint.finalized
       ORDER BY header.number DESC LIMIT 1`,
    );
    const final = rows[0];
    if (final === undefined) return false;
    const block = (await askNode(rpcUrl, 'eth_getBlockByNumber', `0x${BigInt(final.number).toString(16)}`, false)) as {
      hash: string;
    } | null;
    if (block?.hash === final.hash) return false;
    say(`  the chain lost block ${final.number}, which the mirror holds as final; rebuilding the mirror from the chain`);
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('mirror', 'reports')`,
    );
    await client.query(`TRUNCATE ${tables.rows.map(({ name }) => name).join(', ')}`);
    return true;
  } finally {
    await client.end();
  }
}

/** Whether a database holds anything of ours. */
export async function isDatabaseEmpty(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('mirror.checkpoints') IS NOT NULL AS present`);
    return rows[0]?.present !== true;
  } finally {
    await client.end();
  }
}

/** What a running Upline tells the commands beside it. */
export interface Started {
  readonly pid: number;
  readonly url: string;
  readonly rpcUrl: string;
  readonly databaseUrl: string;
}
