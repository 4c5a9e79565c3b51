import type { PoolClient } from 'pg';
import { copyIn } from '../copy-in.ts';
import type { Row, Table, Value } from './tables.ts';

const rowsAtOnce = 2_000;

/** Adds rows to a table of the mirror by COPY, the cheapest way into PostgreSQL. */
export async function insertRows(client: PoolClient, table: Table, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const names = table.columns.map(([name]) => name).join(', ');
  await copyIn(client, `COPY mirror.${table.name} (${names}) FROM STDIN`, encode(table, rows));
}

function* encode({ columns }: Table, rows: readonly Row[]): Generator<Buffer> {
  const isBytes = columns.map(([, type]) => type === 'bytea');
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    let text = '';
    const end = Math.min(rows.length, start + rowsAtOnce);
    for (let index = start; index < end; index += 1) {
      const row = rows[index] ?? [];
      for (let place = 0; place < columns.length; place += 1) {
        if (place > 0) text += '\t';
        text += textOf(row[place] ?? null, isBytes[place] === true);
      }
      text += '\n';
    }
    yield Buffer.from(text);
  }
}

/** A value in the text form of COPY. */
function textOf(value: Value, isBytes: boolean): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return isBytes ? `\\\\${value.slice(1)}` : value.replace(/[\\\t\n\r]/g, escape);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return timeText(value);
  return Buffer.isBuffer(value) ? `\\\\x${value.toString('hex')}` : value.toString();
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (character: string): string => escapes[character] ?? character;

/** The rows of a block have one time, so the last text is nearly always the one that is needed. */
let lastTime = Number.NaN;
let lastText = '';
function timeText(value: Date): string {
  const time = value.getTime();
  if (time !== lastTime) {
    lastTime = time;
    lastText = value.toISOString();
  }
  return lastText;
}
