import { afterAll, describe, expect, test } from 'vitest';
import { rollBackTo, writeBatch } from '#mirror/write/batch.ts';
import { createRowsToWrite } from '#mirror/write/rows.ts';
import { factTables } from '#mirror/write/tables.ts';
import { readMigrations } from '#scripts/database/schema-files.ts';
import { createTestDatabase } from '#test/support/database.ts';

const { database, drop } = await createTestDatabase();
const { pool } = database;
afterAll(drop);

const hash = (number: number): `0x${string}` => `0x${number.toString(16).padStart(64, '0')}`;
const identity = { chainId: 31_337, genealogy: `0x${'11'.repeat(20)}`, genesisBlock: 0, genesisHash: hash(0) } as const;
const headerOf = (number: number) => ({ number, hash: hash(number), parentHash: hash(number - 1), time: 1_700_000_000 + number });

async function partitions(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
    [table],
  );
  return rows.map((row) => row.name.replace(/^.*_/, ''));
}

/** A batch of one block: entries of the period, and the period closed behind them when asked. */
function batchOf(block: number, period: number, entries: readonly number[], closes: boolean) {
  const rows = createRowsToWrite();
  for (const entryIndex of entries)
    rows.sinks.volumeEntries.push([entryIndex, period, 1, 1, 500n, 400n, entryIndex + 1, null, null, null, BigInt(block), 0]);
  if (closes) {
    const value = (name: string, type: string): number | string | Date | bigint => {
      if (name === 'period') return period;
      if (name === 'entry_count') return (entries.at(-1) ?? 0) + 1;
      if (name === 'block_number') return BigInt(block);
      if (type === 'timestamptz') return new Date(1_700_000_000_000 + block * 1000);
      return type === 'bytea' ? '0x00' : 1n;
    };
    rows.sinks.periods.push(factTables.periods.columns.map(([name, type]) => value(name, type)));
  }
  return {
    identity,
    after: block === 1 ? undefined : { block: block - 1, hash: hash(block - 1) },
    rows,
    headers: [headerOf(block)],
    seqs: [],
    tip: headerOf(block),
    head: block,
    finalized: 0,
    state: 'following',
  } as const;
}

const quiet = (): void => undefined;

describe('tables by period', () => {
  test('a period that opens finds its table: it was made when the one before it opened', async () => {
    expect(await partitions('mirror.volume_entries')).toEqual(['0', '1']);
    await writeBatch(database, batchOf(1, 0, [0, 1], true), quiet);
    expect(await partitions('mirror.volume_entries')).toEqual(['0', '1', '2']);
    await writeBatch(database, batchOf(2, 1, [2, 3, 4], true), quiet);
    expect(await partitions('mirror.volume_entries')).toEqual(['0', '1', '2', '3']);
    const { rows } = await pool.query<{ part: string; count: bigint }>(
      `SELECT tableoid::regclass::text AS part, count(*) AS count FROM mirror.volume_entries GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { part: 'mirror.volume_entries_0', count: 2n },
      { part: 'mirror.volume_entries_1', count: 3n },
    ]);
  });

  test('a rollback deletes from every partition, the empty ones stay, and writing goes on', async () => {
    await rollBackTo(database, { block: 2, hash: hash(2) }, headerOf(1), quiet);
    expect(await partitions('mirror.volume_entries')).toEqual(['0', '1', '2', '3']);
    const counted = await pool.query<{ entries: bigint; periods: bigint }>(
      'SELECT (SELECT count(*) FROM mirror.volume_entries) AS entries, (SELECT count(*) FROM mirror.periods) AS periods',
    );
    expect(counted.rows[0]).toEqual({ entries: 2n, periods: 1n });
    await writeBatch(database, batchOf(2, 1, [2, 3], false), quiet);
  });

  test('a batch that fails takes its partition back', async () => {
    const failing = writeBatch(database, batchOf(3, 40, [4], false), (point) => {
      if (point === 'rows-written') throw new Error('killed here');
    });
    await expect(failing).rejects.toThrow('killed here');
    expect(await partitions('mirror.volume_entries')).not.toContain('40');
  });

  test('many at once make a partition once, and each finds it there', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { rows } = await pool.query<{ made: boolean }>(
          `SELECT mirror.ensure_partition('mirror.volume_entries', 77) AS made, pg_sleep(0.05)`,
        );
        return rows[0]?.made;
      }),
    );
    expect(answers.filter((made) => made === true)).toHaveLength(1);
    expect((await partitions('mirror.volume_entries')).filter((name) => name === '77')).toHaveLength(1);
  });

  test('a question about one period opens one table', async () => {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      'EXPLAIN SELECT * FROM mirror.volume_entries WHERE period = 1 AND entry_index >= 0 ORDER BY entry_index',
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('volume_entries_1');
    expect(plan).not.toMatch(/volume_entries_(0|2|3|77)/);
  });

  test('earnings of runs are partitioned as well, and cannot be changed in any partition', async () => {
    await pool.query(`SELECT mirror.ensure_partition('office.run_earnings', 5)`);
    await pool.query(
      `INSERT INTO office.runs (period, plan_version, plan_hash, input_hash, state_root, root, total, leaf_count, added, summary, created_at)
       VALUES (5, 1, '', '', '', '', 0, 0, 0, '{}', now())`,
    );
    await pool.query(
      'INSERT INTO office.run_earnings (period, member_id, net, credited, cumulative, debt) VALUES (5, 1, 1, 1, 1, 0)',
    );
    expect(await partitions('office.run_earnings')).toEqual(['5']);
    await expect(pool.query('DELETE FROM office.run_earnings WHERE period = 5')).rejects.toThrow(/append-only/);
    await expect(pool.query('UPDATE office.run_earnings_5 SET net = 2')).rejects.toThrow(/append-only/);
    await expect(
      pool.query(
        'INSERT INTO office.run_earnings (period, member_id, net, credited, cumulative, debt) VALUES (6, 1, 1, 1, 1, 0)',
      ),
    ).rejects.toThrow(/no partition/);
  });

  test.each(['mirror.volume_entries', 'office.run_earnings'])(
    '%s has the columns, the key and the indexes that Prisma gave it',
    async (table) => {
      const [schema = '', name = ''] = table.split('.');
      const script = readMigrations()[0]?.script.split('-- From backend/prisma/sql/')[0] ?? '';
      const statements = script
        .split(/;\n/)
        .filter((statement) => statement.includes(`"${schema}"."${name}"`) && !statement.includes('FOREIGN KEY'));
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('CREATE SCHEMA plain');
        for (const statement of statements) await client.query(statement.replaceAll(`"${schema}".`, '"plain".'));
        const shapeOf = async (of: string): Promise<unknown[]> => {
          const columns = await client.query<{ line: string }>(
            `SELECT column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || column_default, '') AS line
           FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
            [of, name],
          );
          const indexes = await client.query<{ line: string }>(
            `SELECT indexname || ' ' || substring(indexdef FROM 'USING.*') AS line FROM pg_indexes WHERE schemaname = $1 AND tablename = $2 ORDER BY 1`,
            [of, name],
          );
          return [...columns.rows, ...indexes.rows].map((row) => row.line);
        };
        expect(statements.length).toBeGreaterThan(0);
        expect(await shapeOf(schema)).toEqual(await shapeOf('plain'));
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    },
  );
});
