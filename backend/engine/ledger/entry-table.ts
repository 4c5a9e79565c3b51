import { UplineError } from '#kernel/errors/index.ts';
import { MAX_MEMBER } from '#kernel/ids.ts';
import { entryKindNumber, entryKindOf, type VolumeEntry } from './entry.ts';

/** Entries in their order, as objects or as columns. */
export interface Entries extends Iterable<VolumeEntry> {
  readonly length: number;
  at(row: number): VolumeEntry | undefined;
  slice(from?: number, to?: number): Entries;
}

const MOST = 0xffff_ffff_ffff_ffffn;

/**
 * Entries as columns. Of millions, an object for each would take more time to be collected than the whole run takes, and several times the
 * memory. Row r of each column is entry r.
 */
export class EntryTable implements Entries {
  readonly length: number;
  /** Numbers of kinds, from 1. */
  readonly kinds: Uint8Array;
  readonly members: Uint32Array;
  /** Of an attestation: its value. */
  readonly pv: BigUint64Array;
  readonly cv: BigUint64Array;
  /** Reference of the order, or of the attestation: whole numbers of 48 bits. */
  readonly references: Float64Array;
  /** Number of the customer; of an attestation: its topic. */
  readonly marks: Uint32Array;

  /** Empty rows, for whoever has columns to put there. */
  constructor(length: number) {
    this.length = length;
    this.kinds = new Uint8Array(length);
    this.members = new Uint32Array(length);
    this.pv = new BigUint64Array(length);
    this.cv = new BigUint64Array(length);
    this.references = new Float64Array(length);
    this.marks = new Uint32Array(length);
  }

  /** The same entries as columns. @throws UplineError LEDGER.OUT_OF_RANGE for what no column holds */
  static of(entries: Entries): EntryTable {
    if (entries instanceof EntryTable) return entries;
    const table = new EntryTable(entries.length);
    let row = 0;
    for (const entry of entries) table.#put(row++, entry);
    return table;
  }

  static join(parts: readonly EntryTable[]): EntryTable {
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const table = new EntryTable(parts.reduce((sum, { length }) => sum + length, 0));
    let row = 0;
    for (const part of parts) {
      table.kinds.set(part.kinds, row);
      table.members.set(part.members, row);
      table.pv.set(part.pv, row);
      table.cv.set(part.cv, row);
      table.references.set(part.references, row);
      table.marks.set(part.marks, row);
      row += part.length;
    }
    return table;
  }

  /** @throws UplineError LEDGER.UNKNOWN_KIND */
  at(row: number): VolumeEntry | undefined {
    if (row < 0 || row >= this.length) return undefined;
    const number = this.kinds[row] ?? 0;
    const kind = entryKindOf(number);
    if (kind === undefined) throw new UplineError('LEDGER.UNKNOWN_KIND', { index: row, kind: number });
    const memberId = this.members[row] ?? 0;
    const reference = this.references[row] ?? 0;
    const pv = this.pv[row] ?? 0n;
    const mark = this.marks[row] ?? 0;
    if (kind === 'attestation') return { kind, memberId, topic: mark, value: pv, reference };
    const cv = this.cv[row] ?? 0n;
    if (kind === 'customerSale' || kind === 'customerRefund') {
      return { kind, memberId, pv, cv, orderRef: reference, customer: mark };
    }
    return { kind, memberId, pv, cv, orderRef: reference };
  }

  /** A copy of some rows. */
  slice(from = 0, to = this.length): EntryTable {
    const end = Math.min(to, this.length);
    const part = new EntryTable(Math.max(0, end - from));
    part.kinds.set(this.kinds.subarray(from, end));
    part.members.set(this.members.subarray(from, end));
    part.pv.set(this.pv.subarray(from, end));
    part.cv.set(this.cv.subarray(from, end));
    part.references.set(this.references.subarray(from, end));
    part.marks.set(this.marks.subarray(from, end));
    return part;
  }

  /** Whether these entries say first all that those say. */
  startsWith(others: EntryTable): boolean {
    const { length } = others;
    return (
      length <= this.length &&
      sameBytes(this.kinds, others.kinds) &&
      sameBytes(this.members, others.members) &&
      sameBytes(this.pv, others.pv) &&
      sameBytes(this.cv, others.cv) &&
      sameBytes(this.references, others.references) &&
      sameBytes(this.marks, others.marks)
    );
  }

  *[Symbol.iterator](): Generator<VolumeEntry, void> {
    for (let row = 0; row < this.length; row += 1) {
      const entry = this.at(row);
      if (entry !== undefined) yield entry;
    }
  }

  #put(row: number, entry: VolumeEntry): void {
    // A column would take any number, and keep another one.
    const fitting = <Value extends bigint | number>(field: string, value: Value, most: Value): Value => {
      if (value < 0 || value > most) throw new UplineError('LEDGER.OUT_OF_RANGE', { index: row, field, value, least: 0, most });
      return value;
    };
    this.kinds[row] = entryKindNumber(entry.kind);
    this.members[row] = fitting('memberId', entry.memberId, MAX_MEMBER);
    if (entry.kind === 'attestation') {
      this.pv[row] = fitting('value', entry.value, MOST);
      this.references[row] = entry.reference;
      this.marks[row] = fitting('topic', entry.topic, MAX_MEMBER);
      return;
    }
    this.pv[row] = fitting('pv', entry.pv, MOST);
    this.cv[row] = fitting('cv', entry.cv, MOST);
    this.references[row] = entry.orderRef;
    if (entry.kind !== 'customerSale' && entry.kind !== 'customerRefund') return;
    this.marks[row] = fitting('customer', entry.customer, MAX_MEMBER);
  }
}

/** Whether the first column begins with the bytes of the other. Words of four, because comparing whole numbers of 64 bits would make them first. */
function sameBytes(column: ArrayBufferView, start: ArrayBufferView): boolean {
  const words = start.byteLength >>> 2;
  const [one, other] = [new Uint32Array(column.buffer, 0, words), new Uint32Array(start.buffer, 0, words)];
  for (let word = 0; word < words; word += 1) if (one[word] !== other[word]) return false;
  const [end, otherEnd] = [new Uint8Array(column.buffer), new Uint8Array(start.buffer)];
  for (let byte = 4 * words; byte < start.byteLength; byte += 1) if (end[byte] !== otherEnd[byte]) return false;
  return true;
}
