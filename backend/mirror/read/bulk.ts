import { entryKindOf } from '#engine/ledger/entry.ts';
import { EntryTable } from '#engine/ledger/entry-table.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { copyOut } from '#platform/copy.ts';
import type { Snapshot } from './snapshot.ts';
import type { PeriodFacts } from './types.ts';

/** Rows that are made room for at a time. */
const part = 1 << 16;

/** In front of each field stands its length; all of these have one, so a field is always in the same place. */
const fieldHead = 4;
const rowHead = 2;

/** Where fields of these lengths begin in a row. */
function placesOf<const Names extends string>(lengths: Readonly<Record<Names, number>>): Readonly<Record<Names, number>> {
  let at = rowHead;
  const places = Object.entries<number>(lengths).map(([name, length]) => {
    at += fieldHead + length;
    return [name, at - length];
  });
  return Object.fromEntries(places) as Record<Names, number>;
}

const entryAt = placesOf({ index: 8, kind: 2, member: 4, topic: 4, pv: 8, cv: 8, order: 8, more: 8 });

/** Entries of a period from number `first` on up to `block`, in their order. @throws UplineError LEDGER.UNKNOWN_KIND */
export async function readEntries({ pool }: Snapshot, period: number, block: number, first = 0): Promise<EntryTable> {
  const parts: EntryTable[] = [];
  let table = new EntryTable(0);
  let row = 0;
  await copyOut(
    pool,
    `COPY (SELECT entry_index, kind, member_id, coalesce(topic, 0), pv, cv, order_ref, coalesce(customer, value, 0)
           FROM mirror.volume_entries
           WHERE period = ${whole(period)} AND entry_index >= ${whole(first)} AND block_number <= ${whole(block)}
           ORDER BY entry_index) TO STDOUT (FORMAT binary)`,
    (bytes) => {
      if (row === table.length) {
        table = new EntryTable(part);
        parts.push(table);
        row = 0;
      }
      putEntry(table, row, bytes);
      row += 1;
    },
  );
  const last = parts.pop();
  return EntryTable.join(last === undefined ? parts : [...parts, last.slice(0, row)]);
}

function putEntry(table: EntryTable, row: number, bytes: Buffer): void {
  const number = bytes.readInt16BE(entryAt.kind);
  const kind = entryKindOf(number);
  if (kind === undefined) {
    throw new UplineError('LEDGER.UNKNOWN_KIND', { index: wholeAt(bytes, entryAt.index), kind: number });
  }
  table.kinds[row] = number;
  table.members[row] = bytes.readUInt32BE(entryAt.member);
  table.references[row] = wholeAt(bytes, entryAt.order);
  if (kind === 'attestation') {
    table.marks[row] = bytes.readUInt32BE(entryAt.topic);
    table.pv[row] = bytes.readBigUInt64BE(entryAt.more);
  } else {
    table.marks[row] = wholeAt(bytes, entryAt.more);
    table.pv[row] = bytes.readBigUInt64BE(entryAt.pv);
    table.cv[row] = bytes.readBigUInt64BE(entryAt.cv);
  }
}

const memberAt = placesOf({ member: 4, sponsor: 4, parent: 4, leg: 2 });

/**
 * Both trees of the first `memberCount` members. A place is given with the number and never changes, so who was there by then stood
 * where they stand.
 * @throws UplineError MIRROR.BROKEN_FACT when a member is missing
 */
export async function readTree({ pool }: Snapshot, memberCount: number): Promise<Pick<PeriodFacts, 'sponsorOf' | 'placement'>> {
  const sponsorOf = new Uint32Array(memberCount + 1);
  const parentOf = new Uint32Array(memberCount + 1);
  const legOf = new Uint8Array(memberCount + 1);
  let known = 0;
  await copyOut(
    pool,
    `COPY (SELECT member_id, sponsor_id, parent_id, leg FROM mirror.members WHERE member_id <= ${whole(memberCount)}
           ORDER BY member_id) TO STDOUT (FORMAT binary)`,
    (bytes) => {
      const memberId = bytes.readUInt32BE(memberAt.member);
      refuseMissing(known + 1, memberId);
      known = memberId;
      sponsorOf[memberId] = bytes.readUInt32BE(memberAt.sponsor);
      parentOf[memberId] = bytes.readUInt32BE(memberAt.parent);
      legOf[memberId] = bytes.readUInt16BE(memberAt.leg);
    },
  );
  refuseMissing(known + 1, memberCount + 1);
  return { sponsorOf, placement: { parentOf, legOf } };
}

function refuseMissing(expected: number, memberId: number): void {
  if (memberId === expected) return;
  const reason = `member ${expected} is missing`;
  throw new UplineError('MIRROR.BROKEN_FACT', { event: 'MemberRegistered', block: 0, reason });
}

/** A number that is never negative and that a double holds. */
function wholeAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** COPY takes no parameters, so a number is written into the statement; nothing else is. */
function whole(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number`);
  return String(number);
}
