import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../testing/cases.ts';
import { volumesOf, signedCv } from './commitments.ts';
import { type VolumeEntry } from './entry.ts';
import { EntryTable } from './entry-table.ts';

const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const fields = {
  memberId: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  pv: word,
  cv: word,
  orderRef: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
};
const entry: fc.Arbitrary<VolumeEntry> = fc.oneof(
  fc.record({ kind: fc.constantFrom('ownPurchase', 'ownRefund', 'instantSettled'), ...fields }),
  fc.record({
    kind: fc.constantFrom('customerSale', 'customerRefund'),
    ...fields,
    customer: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  }),
  fc.record({
    kind: fc.constant('attestation' as const),
    memberId: fields.memberId,
    topic: fc.integer({ min: 0, max: 0xffff }),
    value: word,
    reference: fields.orderRef,
  }),
);
const entries = fc.array(entry, { maxLength: 12 });

describe('entries as columns', () => {
  it('are the same entries, whole or in part', () => {
    fc.assert(
      fc.property(entries, fc.nat(13), fc.nat(13), (list, from, to) => {
        const table = EntryTable.of(list);
        expect([...table]).toEqual(list);
        expect(EntryTable.of(table)).toBe(table);
        expect(Array.from({ length: table.length + 2 }, (_, row) => table.at(row - 1))).toEqual([undefined, ...list, undefined]);
        expect(Array.from(table.slice(from, to))).toEqual(list.slice(from, to));
        expect([...EntryTable.join([table.slice(0, from), table.slice(from)])]).toEqual(list);
      }),
      { numRuns: cases(300) },
    );
  });

  it('begin with what they grew from, and with nothing else', () => {
    fc.assert(
      fc.property(entries, fc.nat(12), entry, (list, length, other) => {
        const table = EntryTable.of(list);
        expect(table.startsWith(table.slice(0, length))).toBe(true);
        const changed = [other, ...list.slice(1)];
        const same = JSON.stringify(list[0], text) === JSON.stringify(other, text);
        expect(table.startsWith(EntryTable.of(changed))).toBe(same && list.length > 0);
        expect(table.startsWith(EntryTable.of([...list, other]))).toBe(false);
      }),
      { numRuns: cases(300) },
    );
  });

  it.each(Array.from({ length: 16 }, (_, index) => index + 1))(
    'tell apart %i entries of which only the last is of another kind',
    (length) => {
      // Kinds are compared in words of four, and what is left over one by one.
      const same = { memberId: 2, pv: 1n, cv: 1n, orderRef: 1 };
      const bought = Array.from({ length }, (): VolumeEntry => ({ kind: 'ownPurchase', ...same }));
      const refunded = EntryTable.of(bought.with(length - 1, { kind: 'ownRefund', ...same }));
      expect([EntryTable.of(bought).startsWith(refunded), EntryTable.of(bought).startsWith(EntryTable.of(bought))]).toEqual([
        false,
        true,
      ]);
    },
  );

  it('are not copied when there is nothing to join, because there may be millions', () => {
    const table = EntryTable.of([{ kind: 'ownPurchase', memberId: 2, pv: 1n, cv: 1n, orderRef: 1 }]);
    expect(EntryTable.join([table])).toBe(table);
    expect(EntryTable.join([]).length).toBe(0);
  });

  it.each([0, 9])('refuse to show a row whose kind is %i, which no entry has', (kind) => {
    const table = new EntryTable(3);
    table.kinds.set([1, 2, kind]);
    expect([table.at(0)?.kind, table.at(1)?.kind]).toEqual(['ownPurchase', 'customerSale']);
    expect(() => table.at(2)).toThrow(expect.objectContaining({ code: 'LEDGER.UNKNOWN_KIND', parameters: { index: 2, kind } }));
  });

  it('add up as entry by entry', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const netCv = list.reduce((sum, one) => sum + signedCv(one), 0n);
        const instant = list.reduce((sum, one) => (one.kind === 'instantSettled' ? sum + one.cv : sum), 0n);
        expect(volumesOf(list)).toEqual({ netCv, instant });
      }),
      { numRuns: cases(300) },
    );
  });

  const purchase: VolumeEntry = { kind: 'customerSale', memberId: 2, pv: 1n, cv: 1n, orderRef: 1, customer: 3 };
  it.each([
    ['pv', { ...purchase, pv: 2n ** 64n }],
    ['cv', { ...purchase, cv: -1n }],
    ['memberId', { ...purchase, memberId: 2 ** 32 }],
    ['customer', { ...purchase, customer: 2 ** 32 }],
    ['topic', { kind: 'attestation', memberId: 2, topic: 2 ** 32, value: 1n, reference: 1 }],
    ['value', { kind: 'attestation', memberId: 2, topic: 1, value: -1n, reference: 1 }],
  ] as const)('refuse a %s that their column would keep as another number', (field, wrong) => {
    expect(() => EntryTable.of([purchase, wrong])).toThrow(
      expect.objectContaining({ code: 'LEDGER.OUT_OF_RANGE', parameters: expect.objectContaining({ index: 1, field }) }),
    );
  });
});

function text(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
