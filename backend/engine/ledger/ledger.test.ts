import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { ZERO_HASH } from '#kernel/hex.ts';
import {
  batchRoot,
  foldBatches,
  LEDGER_START,
  packEntries,
  packEntry,
  signedCv,
  unpackEntries,
  type VolumeEntry,
} from '../index.ts';
import { purchase, refund, sale } from '../testing/world.ts';

const uint = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });
const big = (bits: bigint): fc.Arbitrary<bigint> => fc.bigInt(0n, 2n ** bits - 1n);
const volume = {
  memberId: uint(32).map((id) => Math.max(1, id)),
  pv: big(32n),
  cv: big(40n),
  orderRef: fc.maxSafeNat().map((ref) => 1 + (ref % (2 ** 48 - 1))),
};

const entryArbitrary: fc.Arbitrary<VolumeEntry> = fc.oneof(
  fc.record({ kind: fc.constantFrom('ownPurchase' as const, 'ownRefund' as const, 'instantSettled' as const), ...volume }),
  fc.record({ kind: fc.constantFrom('customerSale' as const, 'customerRefund' as const), ...volume, customer: uint(32) }),
  fc.record({
    kind: fc.constant('attestation' as const),
    memberId: volume.memberId,
    topic: uint(16),
    value: big(56n),
    reference: uint(48),
  }),
);

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof UplineError) return [error.code, error.parameters];
  }
  return 'nothing';
}

describe('the ledger codec', () => {
  it('reads back every entry that it writes', () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { maxLength: 30 }), (entries) => {
        expect(unpackEntries(packEntries(entries))).toEqual(entries);
      }),
    );
  });

  it('names the entry in whose middle a batch ends, wherever it is cut', () => {
    const bytes = packEntries([purchase(2, 1, 5), sale(3, 2, 6), refund(2, 1, 5)]);
    for (let length = 1; length < bytes.length; length += 1) {
      const index = length < 20 ? 0 : length < 44 ? 1 : 2;
      const whole = length === 20 || length === 44;
      expect(errorOf(() => unpackEntries(bytes.subarray(0, length), 10))).toEqual(
        whole ? 'nothing' : ['LEDGER.TRUNCATED', { index: 10 + index }],
      );
    }
  });

  it('refuses unknown kinds, member 0 and order 0', () => {
    const bytes = packEntries([purchase(2, 1, 5)]);
    for (const kind of [0, 7, 255]) {
      const changed = Uint8Array.from(bytes);
      changed[0] = kind;
      expect(errorOf(() => unpackEntries(changed, 3))).toEqual(['LEDGER.UNKNOWN_KIND', { index: 3, kind }]);
    }
    const noMember = Uint8Array.from(bytes).fill(0, 1, 5);
    expect(errorOf(() => unpackEntries(noMember))).toMatchObject(['LEDGER.OUT_OF_RANGE', { field: 'memberId' }]);
    const noOrder = Uint8Array.from(bytes).fill(0, 14, 20);
    expect(errorOf(() => unpackEntries(noOrder))).toMatchObject(['LEDGER.OUT_OF_RANGE', { field: 'orderRef' }]);
  });

  it.each([
    ['memberId', { memberId: 0 }],
    ['memberId', { memberId: 2 ** 32 }],
    ['memberId', { memberId: 1.5 }],
    ['memberId', { memberId: Number.NaN }],
    ['pv', { pv: 2n ** 32n }],
    ['pv', { pv: -1n }],
    ['cv', { cv: 2n ** 40n }],
    ['cv', { cv: -1n }],
    ['orderRef', { orderRef: 0 }],
    ['orderRef', { orderRef: 2 ** 48 }],
  ])('refuses to write a %s out of range: %o', (field, change) => {
    expect(errorOf(() => packEntry({ ...purchase(2, 1, 5), ...change }, 4))).toMatchObject([
      'LEDGER.OUT_OF_RANGE',
      { field, index: 4 },
    ]);
  });

  it('says what may stand in a field, and in which entry of a batch it does not', () => {
    const bad = { ...sale(2, 7, 5, 1), customer: 2 ** 32 } as VolumeEntry;
    expect(errorOf(() => packEntries([purchase(2, 1, 5), refund(2, 1, 5), bad]))).toEqual([
      'LEDGER.OUT_OF_RANGE',
      { index: 2, field: 'customer', value: 2 ** 32, least: 0, most: 2 ** 32 - 1 },
    ]);
    const attestation: VolumeEntry = { kind: 'attestation', memberId: 2, topic: 1, value: 2n, reference: 3 };
    for (const [field, value, most] of [
      ['topic', 2 ** 16, 0xffff],
      ['topic', -1, 0xffff],
      ['value', 2n ** 56n, 2n ** 56n - 1n],
      ['reference', 2 ** 48, 2 ** 48 - 1],
      ['reference', 0.5, 2 ** 48 - 1],
    ] as const) {
      const written = errorOf(() => packEntry({ ...attestation, [field]: value }));
      expect(written).toEqual(['LEDGER.OUT_OF_RANGE', { index: 0, field, value, least: 0, most }]);
    }
    const zeroes = packEntries([purchase(2, 1, 5), purchase(2, 2, 5)]);
    expect(errorOf(() => unpackEntries(Uint8Array.from(zeroes).fill(0, 21, 25), 4))).toEqual([
      'LEDGER.OUT_OF_RANGE',
      { index: 5, field: 'memberId', value: 0, least: 1, most: 2 ** 32 - 1 },
    ]);
    expect(errorOf(() => unpackEntries(Uint8Array.from(zeroes).fill(0, 34, 40), 4))).toEqual([
      'LEDGER.OUT_OF_RANGE',
      { index: 5, field: 'orderRef', value: 0, least: 1, most: 2 ** 48 - 1 },
    ]);
  });

  it('finds a member who does not exist, with the number of the entry', () => {
    const start = { ...LEDGER_START, entryCount: 7 };
    const batches = [packEntries([purchase(2, 1, 5)]), packEntries([purchase(3, 2, 5), purchase(4, 3, 5)])];
    expect(errorOf(() => foldBatches(start, batches, 3))).toEqual([
      'LEDGER.UNKNOWN_MEMBER',
      { index: 9, memberId: 4, memberCount: 3 },
    ]);
    expect(errorOf(() => foldBatches(start, batches, 4))).toBe('nothing');
  });

  it('names an entry that cannot be read by its number over all batches and periods', () => {
    const start = { ...LEDGER_START, entryCount: 7 };
    const unknown = Uint8Array.from(packEntries([purchase(2, 3, 5), purchase(2, 4, 5)]));
    unknown[20] = 9;
    const batches = [packEntries([purchase(2, 1, 5), purchase(3, 2, 5)]), unknown];
    expect(errorOf(() => foldBatches(start, batches, 3))).toEqual(['LEDGER.UNKNOWN_KIND', { index: 10, kind: 9 }]);
    expect(errorOf(() => batchRoot(unknown))).toEqual(['LEDGER.UNKNOWN_KIND', { index: 1, kind: 9 }]);
    expect(errorOf(() => batchRoot(unknown.subarray(0, 19)))).toEqual(['LEDGER.TRUNCATED', { index: 0 }]);
  });

  it('signs CV by kind', () => {
    const at = (kind: string): bigint => signedCv({ ...sale(2, 1, 5), kind } as VolumeEntry);
    expect(['ownPurchase', 'customerSale', 'ownRefund', 'customerRefund', 'instantSettled', 'attestation'].map(at)).toEqual([
      5n,
      5n,
      -5n,
      -5n,
      0n,
      0n,
    ]);
    expect(batchRoot(new Uint8Array(0))).toBe(ZERO_HASH);
  });
});
