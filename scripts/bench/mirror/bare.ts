import type { Deployment } from '#chain/deployment.ts';
import type { Database } from '#platform/database.ts';
import { copyIn } from '#platform/copy.ts';

interface BareLog {
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly blockTimestamp: string;
  readonly logIndex: string;
  readonly transactionHash: string;
}

const chunk = 200;
const atOnce = 3;

/**
 * What reading these events and storing them has to cost with nothing checked and nothing general: getLogs, the known places of two events
 * sliced out, COPY into tables like the mirror's. `indexed`: with the mirror's indexes, else with primary keys only.
 * @returns seconds
 */
export async function readBare(
  { pool }: Pick<Database, 'pool'>,
  { anvil, deployment }: { readonly anvil: { readonly url: string }; readonly deployment: Deployment },
  last: number,
  indexed: boolean,
): Promise<number> {
  const tables = ['members', 'member_wallets', 'volume_batches', 'volume_entries'] as const;
  await pool.query('DROP SCHEMA IF EXISTS bare CASCADE');
  await pool.query('CREATE SCHEMA bare');
  const keys = {
    members: 'member_id',
    member_wallets: 'block_number, log_index',
    volume_batches: 'seq',
    volume_entries: 'entry_index',
  };
  for (const table of tables) {
    await pool.query(
      `CREATE TABLE bare.${table} (LIKE mirror.${table} INCLUDING DEFAULTS${indexed ? ' INCLUDING INDEXES' : ''})`,
    );
    if (!indexed) await pool.query(`ALTER TABLE bare.${table} ADD PRIMARY KEY (${keys[table]})`);
  }
  await pool.query('CREATE TABLE bare.cursor AS SELECT 0::bigint AS block');
  const { genealogy, volumeLedger } = deployment.contracts;
  const fetchChunk = async (from: number): Promise<{ to: number; logs: BareLog[] }> => {
    const to = Math.min(last, from + chunk - 1);
    const filter = { address: [genealogy, volumeLedger], fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` };
    const response = await fetch(anvil.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [filter] }),
    });
    return { to, logs: ((await response.json()) as { result: BareLog[] }).result };
  };
  const client = await pool.connect();
  const copy = (table: (typeof tables)[number], columns: string, text: string): Promise<void> =>
    copyIn(client, `COPY bare.${table} (${columns}) FROM STDIN`, [Buffer.from(text)].values());
  const began = performance.now();
  const pending: Promise<{ to: number; logs: BareLog[] }>[] = [];
  let next = deployment.genesisBlock;
  const more = (): void => {
    for (; pending.length < atOnce && next <= last; next += chunk) pending.push(fetchChunk(next));
  };
  for (more(); pending.length > 0;) {
    const part = await pending.shift();
    more();
    if (part === undefined) break;
    const text = textOf(part.logs);
    await client.query('BEGIN');
    await copy(
      'members',
      'member_id, sponsor_id, parent_id, leg, depth, consent, seq, block_number, log_index, block_time, transaction_hash',
      text.members,
    );
    await copy('member_wallets', 'member_id, wallet, seq, block_number, log_index, block_time, transaction_hash', text.wallets);
    await copy(
      'volume_batches',
      'seq, period, first_entry, count, batch_root, running_hash, block_number, log_index, block_time, transaction_hash',
      text.batches,
    );
    await copy(
      'volume_entries',
      'entry_index, period, kind, member_id, pv, cv, order_ref, block_number, log_index',
      text.entries,
    );
    await client.query('UPDATE bare.cursor SET block = $1', [part.to]);
    await client.query('COMMIT');
  }
  const seconds = (performance.now() - began) / 1_000;
  client.release();
  await pool.query('DROP SCHEMA bare CASCADE');
  return seconds;
}

const int = (text: string, from: number, to: number): number => Number.parseInt(text.slice(from, to), 16);

/** Rows as COPY takes them. Only the two events of the bench are looked at. */
function textOf(logs: readonly BareLog[]): Record<'members' | 'wallets' | 'batches' | 'entries', string> {
  let [members, wallets, batches, entries] = ['', '', '', ''];
  for (const { topics, data, blockNumber, logIndex, blockTimestamp, transactionHash } of logs) {
    const origin = `${int(blockNumber, 2, 66)}\t${int(logIndex, 2, 66)}`;
    const whole = `${origin}\t${new Date(int(blockTimestamp, 2, 66) * 1_000).toISOString()}\t\\\\${transactionHash.slice(1)}`;
    const seq = int(topics[1] ?? '', 50, 66);
    if (topics.length === 4 && data.length === 2 + 64 * 4) {
      const member = int(topics[2] ?? '', 58, 66);
      members += `${member}\t${int(topics[3] ?? '', 58, 66)}\t${int(data, 58, 66)}\t${int(data, 128, 130)}\t0\t\\\\x${data.slice(194, 258)}\t${seq}\t${whole}\n`;
      wallets += `${member}\t\\\\x${data.slice(154, 194)}\t${seq}\t${whole}\n`;
    } else if (topics.length === 3 && data.length === 2 + 64 * 7) {
      const period = int(topics[2] ?? '', 58, 66);
      const first = int(data, 50, 66);
      batches += `${seq}\t${period}\t${first}\t${int(data, 122, 130)}\t\\\\x${data.slice(130, 194)}\t\\\\x${data.slice(194, 258)}\t${whole}\n`;
      const packed = data.slice(386);
      entries += `${first}\t${period}\t${int(packed, 0, 2)}\t${int(packed, 2, 10)}\t${int(packed, 10, 18)}\t${int(packed, 18, 28)}\t${int(packed, 28, 40)}\t${origin}\n`;
    }
  }
  return { members, wallets, batches, entries };
}
