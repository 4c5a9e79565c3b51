import type { PoolClient } from 'pg';
import { copyIn } from '#platform/copy.ts';

/** A column of whole numbers: 4 or 8 bytes each, or a list of 4-byte numbers of which most are absent. */
export interface CopyColumn {
  readonly name: string;
  readonly kind: 'int' | 'bigint' | 'intList';
  value(row: number): number | Uint32Array | undefined;
}

const header = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const chunkBytes = 1 << 18;
/** What a list has before its values: dimensions, whether there are nulls, type, length, first index. */
const listHead = 20;

/**
 * Writes rows `from`…`to` in PostgreSQL's binary form of COPY, without an object a row.
 * @param table schema and name, ours and never from outside
 */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly CopyColumn[],
  rows: { from: number; to: number },
): Promise<void> {
  const names = columns.map((column) => column.name).join(', ');
  await copyIn(client, `COPY ${table} (${names}) FROM STDIN (FORMAT binary)`, encode(columns, rows));
}

function* encode(columns: readonly CopyColumn[], rows: { from: number; to: number }): Generator<Buffer> {
  yield header;
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let at = 0;
  for (let row = rows.from; row <= rows.to; row += 1) {
    if (at > chunkBytes - 4_096) {
      yield chunk.subarray(0, at);
      chunk = Buffer.allocUnsafe(chunkBytes);
      at = 0;
    }
    at = chunk.writeInt16BE(columns.length, at);
    for (const column of columns) at = writeValue(chunk, at, column.kind, column.value(row));
  }
  at = chunk.writeInt16BE(-1, at);
  yield chunk.subarray(0, at);
}

function writeValue(chunk: Buffer, at: number, kind: CopyColumn['kind'], value: number | Uint32Array | undefined): number {
  if (value === undefined) return chunk.writeInt32BE(-1, at);
  if (typeof value === 'number') {
    if (kind === 'int') return chunk.writeInt32BE(value, chunk.writeInt32BE(4, at));
    const high = Math.floor(value / 2 ** 32);
    return chunk.writeUInt32BE(value - high * 2 ** 32, chunk.writeInt32BE(high, chunk.writeInt32BE(8, at)));
  }
  // The type int4 has the number 23. Each value goes with its size.
  let place = at;
  for (const word of [listHead + value.length * 8, 1, 0, 23, value.length, 1]) place = chunk.writeInt32BE(word, place);
  for (const item of value) place = chunk.writeInt32BE(item, chunk.writeInt32BE(4, place));
  return place;
}
