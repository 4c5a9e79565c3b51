import { entryKindOf } from '#engine/ledger/entry.ts';
import { EntryTable } from '#engine/ledger/entry-table.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Asked } from './snapshot.ts';

/** Rows that one question brings, as one value: an object a row in the driver would cost more than everything else together. */
const slice = 20_000;
const rowBytes = 50;

/** Entries of a period from number `first` on up to `block`, in their order. @throws UplineError LEDGER.UNKNOWN_KIND */
export async function readEntries({ pool }: Asked, period: number, block: number, first = 0): Promise<EntryTable> {
  const parts: EntryTable[] = [];
  for (let next = first; ;) {
    const { rows } = await pool.query<{ packed: Buffer | null }>({
      name: 'mirror-packed-entries',
      text: `SELECT string_agg(int8send(entry_index) || int2send(kind) || int4send(member_id) || int4send(coalesce(topic, 0)) || int8send(pv) || int8send(cv) ||
                               int8send(order_ref) || int8send(coalesce(customer, value, 0)), ''::bytea ORDER BY entry_index) AS packed
             FROM (SELECT * FROM mirror.volume_entries
                   WHERE period = $1 AND entry_index >= $2 AND block_number <= $3 ORDER BY entry_index LIMIT $4) part`,
      values: [period, next, block, slice],
    });
    const packed = rows[0]?.packed;
    if (packed === null || packed === undefined) return EntryTable.join(parts);
    parts.push(unpack(packed));
    next = Number(packed.readBigInt64BE(packed.length - rowBytes)) + 1;
    if (packed.length < slice * rowBytes) return EntryTable.join(parts);
  }
}

function unpack(packed: Buffer): EntryTable {
  const table = new EntryTable(packed.length / rowBytes);
  const words = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let row = 0, at = 0; row < table.length; row += 1, at += rowBytes) {
    const number = words.getUint16(at + 8);
    const kind = entryKindOf(number);
    if (kind === undefined) {
      throw new UplineError('LEDGER.UNKNOWN_KIND', { index: Number(words.getBigUint64(at)), kind: number });
    }
    table.kinds[row] = number;
    table.members[row] = words.getUint32(at + 10);
    table.references[row] = words.getUint32(at + 34) * 2 ** 32 + words.getUint32(at + 38);
    if (kind === 'attestation') {
      table.marks[row] = words.getUint32(at + 14);
      table.pv[row] = words.getBigUint64(at + 42);
    } else {
      table.marks[row] = words.getUint32(at + 46);
      table.pv[row] = words.getBigUint64(at + 18);
      table.cv[row] = words.getBigUint64(at + 26);
    }
  }
  return table;
}
