import { type EntryKind, entryKindOf, type VolumeEntry } from '#engine/ledger/entry.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Asked } from './snapshot.ts';

/** Rows that one question brings, as one value: an object a row in the driver would cost more than everything else together. */
const slice = 20_000;
const rowBytes = 50;

/** Entries of a period from number `first` on up to `block`, in their order. */
export async function readEntries({ pool }: Asked, period: number, block: number, first = 0): Promise<VolumeEntry[]> {
  const entries: VolumeEntry[] = [];
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
    if (packed === null || packed === undefined) return entries;
    for (let at = 0; at < packed.length; at += rowBytes) entries.push(unpack(packed, at));
    next = Number(packed.readBigInt64BE(packed.length - rowBytes)) + 1;
    if (packed.length < slice * rowBytes) return entries;
  }
}

function unpack(packed: Buffer, at: number): VolumeEntry {
  const kind = kindAt(packed, at);
  const memberId = packed.readUInt32BE(at + 10);
  const reference = wholeAt(packed, at + 34);
  if (kind === 'attestation') {
    return { kind, memberId, topic: packed.readUInt32BE(at + 14), value: packed.readBigInt64BE(at + 42), reference };
  }
  const pv = packed.readBigInt64BE(at + 18);
  const cv = packed.readBigInt64BE(at + 26);
  if (kind === 'customerSale' || kind === 'customerRefund') {
    return { kind, memberId, pv, cv, orderRef: reference, customer: wholeAt(packed, at + 42) };
  }
  return { kind, memberId, pv, cv, orderRef: reference };
}

function kindAt(packed: Buffer, at: number): EntryKind {
  const number = packed.readInt16BE(at + 8);
  const kind = entryKindOf(number);
  if (kind === undefined) {
    throw new UplineError('LEDGER.UNKNOWN_KIND', { index: Number(packed.readBigInt64BE(at)), kind: number });
  }
  return kind;
}

/** A number that is never negative and that a double holds. */
function wholeAt(packed: Buffer, at: number): number {
  return packed.readUInt32BE(at) * 2 ** 32 + packed.readUInt32BE(at + 4);
}
