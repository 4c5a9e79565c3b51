import type { PoolClient } from 'pg';
import { copyIn } from '#platform/copy.ts';
import type { Row, RowSink, Table, Value } from './tables.ts';

const chunkBytes = 1 << 16;
/** Bytes that a character can take at most. */
const widest = 3;

/**
 * Rows of a table as COPY takes them, made as they are pushed: as text outside of the heap they take a fraction of the memory that they take
 * as objects, and nothing has to move them about.
 */
export interface CopyText extends RowSink {
  readonly length: number;
  /** Adds the rows to the table, the cheapest way into PostgreSQL. */
  write(client: PoolClient): Promise<void>;
}

export function createCopyText({ name, columns }: Table): CopyText {
  const isBytes = columns.map(([, type]) => type === 'bytea');
  const names = columns.map(([column]) => column).join(', ');
  const full: Buffer[] = [];
  let chunk: Buffer | undefined;
  let at = 0;
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (row) => {
      let text = '';
      for (let place = 0; place < isBytes.length; place += 1) {
        if (place > 0) text += '\t';
        text += textOf(row[place] ?? null, isBytes[place] === true);
      }
      text += '\n';
      length += 1;
      if (chunk === undefined || at + text.length * widest > chunk.length) {
        if (chunk !== undefined) full.push(chunk.subarray(0, at));
        chunk = Buffer.allocUnsafe(Math.max(length === 1 ? 1 << 12 : chunkBytes, text.length * widest));
        at = 0;
      }
      at += chunk.write(text, at);
    },
    write: async (client) => {
      if (chunk === undefined) return;
      await copyIn(client, `COPY mirror.${name} (${names}) FROM STDIN`, [...full, chunk.subarray(0, at)].values());
    },
  };
}

/** Adds rows to a table of the mirror. */
export async function insertRows(client: PoolClient, table: Table, rows: Iterable<Row>): Promise<void> {
  const text = createCopyText(table);
  for (const row of rows) text.push(row);
  await text.write(client);
}

/** A value in the text form of COPY. */
function textOf(value: Value, isBytes: boolean): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
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
