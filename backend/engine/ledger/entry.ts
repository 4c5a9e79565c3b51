import { UplineError } from '#kernel/errors/index.ts';
import { MAX_MEMBER, MAX_ORDER_REF } from '#kernel/ids.ts';
import { readUint, writeUint } from '../hash.ts';

/** Kinds of a ledger entry in the order of their numbers on the chain, from 1. */
export const entryKinds = [
  'ownPurchase',
  'customerSale',
  'ownRefund',
  'customerRefund',
  'instantSettled',
  'attestation',
] as const;
export type EntryKind = (typeof entryKinds)[number];

interface Volume {
  readonly memberId: number;
  /** Hundredths of a point. */
  readonly pv: bigint;
  /** Payout units, never negative: a refund is negative by its kind. */
  readonly cv: bigint;
  readonly orderRef: number;
}

/** One entry of the VolumeLedger, decoded. `memberId` is the buyer or the seller; `customer` a number without a person behind it. */
export type VolumeEntry =
  | (Volume & { readonly kind: 'ownPurchase' | 'ownRefund' | 'instantSettled' })
  | (Volume & { readonly kind: 'customerSale' | 'customerRefund'; readonly customer: number })
  | {
      readonly kind: 'attestation';
      readonly memberId: number;
      readonly topic: number;
      readonly value: bigint;
      readonly reference: number;
    };

/** Most that an entry can hold: 32 and 40 bits, on the chain and in files. Decision 0015 builds on both. */
export const MAX_PV = 0xffff_ffffn;
export const MAX_CV = 0xff_ffff_ffffn;
const MAX_VALUE = 0xff_ffff_ffff_ffffn;

/** 1 for `ownPurchase` … 6 for `attestation`. */
export function entryKindNumber(kind: EntryKind): number {
  return entryKinds.indexOf(kind) + 1;
}

/** The kind with this number on the chain, or undefined. */
export function entryKindOf(number: number): EntryKind | undefined {
  return entryKinds[number - 1];
}

/** Length of a packed entry in bytes, the kind byte included. */
export function entryLength(kind: EntryKind): number {
  return kind === 'customerSale' || kind === 'customerRefund' ? 24 : 20;
}

/**
 * The bytes of one entry (layout: IVolumeLedger).
 * @param index used in errors only
 * @throws UplineError LEDGER.OUT_OF_RANGE
 */
export function packEntry(entry: VolumeEntry, index = 0): Uint8Array {
  const bytes = new Uint8Array(entryLength(entry.kind));
  const put = (
    field: string,
    offset: number,
    length: number,
    value: bigint | number,
    least: number,
    most: bigint | number,
  ): void => {
    const whole = typeof value === 'bigint' || Number.isInteger(value);
    if (!whole || value < least || value > most)
      throw new UplineError('LEDGER.OUT_OF_RANGE', { index, field, value, least, most });
    writeUint(bytes, offset, length, value);
  };
  bytes[0] = entryKindNumber(entry.kind);
  put('memberId', 1, 4, entry.memberId, 1, MAX_MEMBER);
  if (entry.kind === 'attestation') {
    put('topic', 5, 2, entry.topic, 0, 0xffff);
    put('value', 7, 7, entry.value, 0, MAX_VALUE);
    put('reference', 14, 6, entry.reference, 0, MAX_ORDER_REF);
    return bytes;
  }
  put('pv', 5, 4, entry.pv, 0, MAX_PV);
  put('cv', 9, 5, entry.cv, 0, MAX_CV);
  put('orderRef', 14, 6, entry.orderRef, 1, MAX_ORDER_REF);
  if (entry.kind === 'customerSale' || entry.kind === 'customerRefund') put('customer', 20, 4, entry.customer, 0, MAX_MEMBER);
  return bytes;
}

/** The bytes of a batch, as `record` takes them. */
export function packEntries(entries: Iterable<VolumeEntry>): Uint8Array {
  const parts = Array.from(entries, (entry, index) => packEntry(entry, index));
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * The entries of a batch.
 * @param firstIndex number of the first entry, used in errors only
 * @throws UplineError LEDGER.UNKNOWN_KIND, LEDGER.TRUNCATED, LEDGER.OUT_OF_RANGE
 */
export function unpackEntries(bytes: Uint8Array, firstIndex = 0): VolumeEntry[] {
  return splitEntries(bytes, firstIndex).map((part, position) => unpackEntry(part, firstIndex + position));
}

/**
 * Cuts a batch into the bytes of its entries.
 * @throws UplineError LEDGER.UNKNOWN_KIND, LEDGER.TRUNCATED
 */
export function splitEntries(bytes: Uint8Array, firstIndex = 0): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const index = firstIndex + parts.length;
    const number = bytes[offset] ?? 0;
    const kind = entryKindOf(number);
    if (kind === undefined) throw new UplineError('LEDGER.UNKNOWN_KIND', { index, kind: number });
    const end = offset + entryLength(kind);
    if (end > bytes.length) throw new UplineError('LEDGER.TRUNCATED', { index });
    parts.push(bytes.subarray(offset, end));
    offset = end;
  }
  return parts;
}

function unpackEntry(bytes: Uint8Array, index: number): VolumeEntry {
  const kind = entryKindOf(bytes[0] ?? 0);
  if (kind === undefined) throw new UplineError('LEDGER.UNKNOWN_KIND', { index, kind: bytes[0] ?? 0 });
  const memberId = Number(readUint(bytes, 1, 4));
  if (memberId === 0)
    throw new UplineError('LEDGER.OUT_OF_RANGE', { index, field: 'memberId', value: 0, least: 1, most: MAX_MEMBER });
  if (kind === 'attestation') {
    const topic = Number(readUint(bytes, 5, 2));
    return { kind, memberId, topic, value: readUint(bytes, 7, 7), reference: Number(readUint(bytes, 14, 6)) };
  }
  const orderRef = Number(readUint(bytes, 14, 6));
  if (orderRef === 0)
    throw new UplineError('LEDGER.OUT_OF_RANGE', { index, field: 'orderRef', value: 0, least: 1, most: MAX_ORDER_REF });
  const volume = { memberId, pv: readUint(bytes, 5, 4), cv: readUint(bytes, 9, 5), orderRef };
  return kind === 'customerSale' || kind === 'customerRefund'
    ? { kind, ...volume, customer: Number(readUint(bytes, 20, 4)) }
    : { kind, ...volume };
}
