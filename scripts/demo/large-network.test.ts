import { describe, expect, it } from 'vitest';
import { splitEntries } from '#engine/index.ts';
import {
  ENTRIES_PER_BATCH,
  growLargeNetwork,
  membersByPeriod,
  nameOfMember,
  packBatches,
  writeLargeMonth,
} from './large-network.ts';
import { createRandom } from './random.ts';

describe('a large network', () => {
  it('puts every member below an earlier one, with hubs and long lines', () => {
    const sponsorOf = growLargeNetwork(20_000, createRandom(3n));
    const depth = new Uint32Array(sponsorOf.length);
    const frontline = new Uint32Array(sponsorOf.length);
    for (let memberId = 2; memberId < sponsorOf.length; memberId += 1) {
      const sponsorId = sponsorOf[memberId] ?? 0;
      expect(sponsorId).toBeGreaterThanOrEqual(1);
      expect(sponsorId).toBeLessThan(memberId);
      depth[memberId] = (depth[sponsorId] ?? 0) + 1;
      frontline[sponsorId] = (frontline[sponsorId] ?? 0) + 1;
    }
    expect(Math.max(...depth)).toBeGreaterThan(200);
    expect(Math.max(...frontline)).toBeGreaterThan(300);
    expect(growLargeNetwork(20_000, createRandom(3n))).toEqual(sponsorOf);
  });

  it('grows from period to period up to the number that was asked for', () => {
    const counts = membersByPeriod(100_000);
    expect(counts).toHaveLength(5);
    expect(counts.toSorted((left, right) => left - right)).toEqual(counts);
    expect(counts.at(-1)).toBe(100_000);
  });

  it('sells by members who are there, names each order once, and packs within the size of a batch', () => {
    const entries = writeLargeMonth(2, 3000, createRandom(4n));
    const sold = entries.flatMap((entry) =>
      entry.kind === 'ownPurchase' || entry.kind === 'customerSale' ? [entry.orderRef] : [],
    );
    expect(new Set(sold).size).toBe(sold.length);
    expect(entries.some((entry) => entry.kind === 'ownRefund')).toBe(true);
    expect(Math.max(...entries.map((entry) => entry.memberId))).toBeLessThanOrEqual(3000);
    const batches = packBatches(entries);
    expect(batches.reduce((count, batch) => count + splitEntries(batch).length, 0)).toBe(entries.length);
    for (const batch of batches) expect(splitEntries(batch).length).toBeLessThanOrEqual(ENTRIES_PER_BATCH);
  });

  it('gives names in both languages that nobody else has', () => {
    const random = createRandom(5n);
    const names = Array.from({ length: 500 }, (_, index) => nameOfMember(index + 2, random));
    expect(new Set(names.map(({ name }) => name)).size).toBe(500);
    expect(new Set(names.map(({ language }) => language)).size).toBe(2);
  });
});
