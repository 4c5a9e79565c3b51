import type { Database } from '#platform/database.ts';
import { type FactTable, type Row, type Table, type Value, factTables } from '#mirror/write/tables.ts';
import type { Difference } from './difference.ts';

/** A difference with the block of its row. */
export type PlacedDifference = Difference & { readonly block: number };

/** Differences between the rows that should be in these blocks and those that are, in the order of the key; at most `limit`. */
export async function compareTable(
  { pool }: Database,
  name: FactTable,
  expected: readonly Row[],
  { from, to }: { from: number; to: number },
  limit: number,
): Promise<PlacedDifference[]> {
  const table: Table = factTables[name];
  const columns = table.columns.map(([column]) => column);
  const { rows } = await pool.query<Value[]>({
    rowMode: 'array',
    text: `SELECT ${columns.join(', ')} FROM mirror.${table.name} WHERE block_number BETWEEN $1 AND $2`,
    values: [from, to],
  });
  const found = new Map(rows.map((row) => [keyOf(table, row), row]));
  const place = columns.indexOf('block_number');
  const blockOf = (row: Row): number => Number(row[place]);
  const differences: PlacedDifference[] = [];
  for (const row of expected) {
    if (differences.length >= limit) return differences;
    const key = keyOf(table, row);
    const theirs = found.get(key);
    found.delete(key);
    const whole = { table: table.name, key, column: '(row)', block: blockOf(row) };
    if (theirs === undefined) differences.push({ ...whole, expected: 'a row', found: 'nothing' });
    else differences.push(...compareRow(table, key, row, theirs).map((item) => ({ ...item, block: whole.block })));
  }
  for (const [key, row] of found)
    differences.push({ table: table.name, key, column: '(row)', expected: 'nothing', found: 'a row', block: blockOf(row) });
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
