import type { Database } from '#platform/database.ts';
import { type FactTable, type Row, type Table, type Value, factTables } from '#mirror/write/tables.ts';
import type { Difference } from './difference.ts';

/** Differences between the rows that should be there and those that are, in the order of the key; at most `limit`. */
export async function compareTable(
  { pool }: Database,
  name: FactTable,
  expected: readonly Row[],
  block: number,
  limit: number,
): Promise<Difference[]> {
  const table: Table = factTables[name];
  const columns = table.columns.map(([column]) => column);
  const { rows } = await pool.query<Value[]>({
    rowMode: 'array',
    text: `SELECT ${columns.join(', ')} FROM mirror.${table.name} WHERE block_number <= $1`,
    values: [block],
  });
  const found = new Map(rows.map((row) => [keyOf(table, row), row]));
  const differences: Difference[] = [];
  for (const row of expected) {
    if (differences.length >= limit) return differences;
    const key = keyOf(table, row);
    const theirs = found.get(key);
    found.delete(key);
    if (theirs === undefined) differences.push({ table: table.name, key, column: '(row)', expected: 'a row', found: 'nothing' });
    else differences.push(...compareRow(table, key, row, theirs));
  }
  for (const key of found.keys())
    differences.push({ table: table.name, key, column: '(row)', expected: 'nothing', found: 'a row' });
  return differences.slice(0, limit);
}

function compareRow(table: Table, key: string, expected: Row, found: Row): Difference[] {
  return table.columns.flatMap(([column], place) => {
    const wanted = textOf(expected[place] ?? null);
    const actual = textOf(found[place] ?? null);
    return wanted === actual ? [] : [{ table: table.name, key, column, expected: wanted, found: actual }];
  });
}

function keyOf(table: Table, row: Row): string {
  return table.key
    .map((column) => `${column} ${textOf(row[table.columns.findIndex(([name]) => name === column)] ?? null)}`)
    .join(', ');
}

/** One spelling for what the decoder and the database give in different types. */
function textOf(value: Value): string {
  if (value === null) return 'null';
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  return value instanceof Date ? value.toISOString() : String(value);
}
