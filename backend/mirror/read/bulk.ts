import { entryKindOf } from '#engine/ledger/entry.ts';
import { EntryTable } from '#engine/ledger/entry-table.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { copyOut } from '#platform/copy.ts';
import type { Snapshot } from './snapshot.ts';
import type { PeriodFacts } from './types.ts';

/*
 * Millions of rows come as columns, thousands of numbers one behind the other in network byte order: a message for each row would cost the
 * database as much as finding it, and this process more than all that it does with it.
 */

/** Rows whose columns are put together. */
const together = 1 << 12;

/**
 * Entries of a period from number `first` on up to `block`, in their order.
 * @throws UplineError MIRROR.BROKEN_FACT when one between them is missing, LEDGER.UNKNOWN_KIND
 */
export async function readEntries({ pool }: Snapshot, period: number, block: number, first = 0): Promise<EntryTable> {
  const wanted = `FROM mirror.volume_entries
    WHERE period = ${whole(period)} AND block_number <= ${whole(block)} AND entry_index >= ${whole(first)}`;
  let table = new EntryTable(0);
  await copyOut(
    pool,
    `COPY (SELECT least, start - least, most - least + 1, part.*
           FROM (SELECT min(entry_index) AS least, max(entry_index) AS most ${wanted}) AS ends,
             generate_series(least, most, ${together}) AS start,
             LATERAL (SELECT ${columns('entry_index', [
               'int2send(kind)',
               'int4send(member_id)',
               'int8send(coalesce(value, pv))',
               'int8send(cv)',
               'int8send(order_ref)',
               'int8send(coalesce(customer, topic, 0))',
             ])} ${wanted} AND entry_index >= start AND entry_index < start + ${together}) AS part) TO STDOUT (FORMAT binary)`,
    (bytes) => {
      const [least, start, length, ...fields] = fieldsOf(bytes);
      const total = wholeAt(length, 0);
      if (table.length === 0) table = new EntryTable(total);
      const row = wholeAt(start, 0);
      const index = wholeAt(least, 0) + row;
      if (rowsOf(fields) !== Math.min(together, total - row))
        throw broken('VolumesRecorded', block, `an entry from ${index} on is missing`);
      putEntries(table, row, fields, index);
    },
  );
  return table;
}

/** @param index number of the first of them */
function putEntries(table: EntryTable, row: number, fields: readonly Buffer[], index: number): void {
  const [kinds = none, members = none, pv = none, cv = none, references = none, marks = none] = fields;
  put(table.members, row, members).swap32();
  put(table.pv, row, pv).swap64();
  put(table.cv, row, cv).swap64();
  for (let at = 0; at < kinds.length / 2; at += 1) {
    const kind = kinds.readInt16BE(at * 2);
    if (entryKindOf(kind) === undefined) throw new UplineError('LEDGER.UNKNOWN_KIND', { index: index + at, kind });
    table.kinds[row + at] = kind;
    table.references[row + at] = wholeAt(references, at * 8);
    table.marks[row + at] = wholeAt(marks, at * 8);
  }
}

/**
 * Both trees of the first `memberCount` members. A place is given with the number and never changes, so who was there by then stood
 * where they stand.
 * @throws UplineError MIRROR.BROKEN_FACT when a member is missing
 */
export async function readTree({ pool }: Snapshot, memberCount: number): Promise<Pick<PeriodFacts, 'sponsorOf' | 'placement'>> {
  const sponsorOf = new Uint32Array(memberCount + 1);
  const parentOf = new Uint32Array(memberCount + 1);
  const legOf = new Uint8Array(memberCount + 1);
  await copyOut(
    pool,
    `COPY (SELECT start, part.* FROM generate_series(1::bigint, ${whole(memberCount)}, ${together}) AS start,
             LATERAL (SELECT ${columns('member_id', ['int2send(leg)', 'int4send(sponsor_id)', 'int4send(parent_id)'])} FROM mirror.members
                      WHERE member_id >= start AND member_id < least(start + ${together}, ${memberCount + 1})) AS part)
     TO STDOUT (FORMAT binary)`,
    (bytes) => {
      const [start, ...fields] = fieldsOf(bytes);
      const memberId = wholeAt(start, 0);
      if (rowsOf(fields) !== Math.min(together, memberCount + 1 - memberId))
        throw broken('MemberRegistered', 0, `a member from ${memberId} on is missing`);
      const [legs = none, sponsors = none, parents = none] = fields;
      put(sponsorOf, memberId, sponsors).swap32();
      put(parentOf, memberId, parents).swap32();
      for (let at = 0; at < legs.length / 2; at += 1) legOf[memberId + at] = legs.readInt16BE(at * 2);
    },
  );
  return { sponsorOf, placement: { parentOf, legOf } };
}

/** @param sent what PostgreSQL is to send of each row, the first in two bytes */
function columns(order: string, sent: readonly string[]): string {
  return sent.map((field) => `string_agg(${field}, '' ORDER BY ${order})`).join(', ');
}

const none = Buffer.alloc(0);

/** The fields of a row, each behind its length; without a value they are empty. */
function fieldsOf(row: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 2; at < row.length;) {
    const length = Math.max(0, row.readInt32BE(at));
    fields.push(row.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** @param fields the first in two bytes a row */
function rowsOf([first = none]: readonly Buffer[]): number {
  return first.length / 2;
}

/** Puts the bytes of numbers where the numbers from `row` on stand. @returns the bytes there */
function put(column: Uint32Array | BigUint64Array, row: number, bytes: Buffer): Buffer {
  const there = Buffer.from(column.buffer as ArrayBuffer, row * column.BYTES_PER_ELEMENT, bytes.length);
  there.set(bytes);
  return there;
}

function broken(event: string, block: number, reason: string): UplineError {
  return new UplineError('MIRROR.BROKEN_FACT', { event, block, reason });
}

/** A number that is never negative and that a double holds. */
function wholeAt(bytes: Buffer | undefined, at: number): number {
  if (bytes === undefined) throw new RangeError('a column is missing');
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** COPY takes no parameters, so a number is written into the statement; nothing else is. */
function whole(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number`);
  return String(number);
}
