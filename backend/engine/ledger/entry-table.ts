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
      table.#copy(row, part, 0, part.length);
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
    const start = Math.min(from, end);
    const part = new EntryTable(end - start);
    part.#copy(0, this, start, end);
    return part;
  }

  /** Whether these entries say first all that those say. */
  startsWith(others: EntryTable): boolean {
    const starts = others.#columns();
    return others.length <= this.length && this.#columns().every((column, place) => sameBytes(column, starts[place] ?? column));
  }

  *[Symbol.iterator](): Generator<VolumeEntry, void> {
    for (let row = 0; row < this.length; row += 1) {
      const entry = this.at(row);
      if (entry !== undefined) yield entry;
    }
  }

  #columns(): readonly Column[] {
    return [this.kinds, this.members, this.pv, this.cv, this.references, this.marks];
  }

  /** Copies rows `from` to before `to` of another table to `row` and behind. */
  #copy(row: number, source: EntryTable, from: number, to: number): void {
    const columns = source.#columns();
    for (const [place, target] of this.#columns().entries()) {
      const width = target.BYTES_PER_ELEMENT;
      const bytes = new Uint8Array((columns[place] ?? target).buffer, from * width, (to - from) * width);
      new Uint8Array(target.buffer).set(bytes, row * width);
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

type Column = Uint8Array | Uint32Array | BigUint64Array | Float64Array;

/** Whether the first column begins with the bytes of the other. Words of four, because comparing whole numbers of 64 bits would make them first. */
function sameBytes(column: ArrayBufferView, start: ArrayBufferView): boolean {
  const words = start.byteLength >>> 2;
  const [one, other] = [new Uint32Array(column.buffer, 0, words), new Uint32Array(start.buffer, 0, words)];
  for (let word = 0; word < words; word += 1) if (one[word] !== other[word]) return false;
  const [end, otherEnd] = [new Uint8Array(column.buffer), new Uint8Array(start.buffer)];
  for (let byte = 4 * words; byte < start.byteLength; byte += 1) if (end[byte] !== otherEnd[byte]) return false;
  return true;
}
