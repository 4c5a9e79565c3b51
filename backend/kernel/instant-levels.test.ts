import { describe, expect, it } from 'vitest';
import { packInstantLevels, readInstantLevels, unpackInstantLevels } from './instant-levels.ts';

describe('rates of instant levels', () => {
  it('are four bytes each, level 1 first', () => {
    expect(packInstantLevels([])).toBe('0x');
    expect(packInstantLevels([50_000, 1])).toBe('0x0000c35000000001');
  });

  it('come back as they were', () => {
    for (const rates of [[], [0], [1_000_000], [100_000, 0, 20_000], Array.from({ length: 10 }, (_, level) => level)]) {
      expect(readInstantLevels(packInstantLevels(rates))).toEqual(rates);
    }
  });

  it('are read from 20 bits each, as the registry keeps them', () => {
    expect(unpackInstantLevels(0n)).toEqual([]);
    expect(unpackInstantLevels((20_000n << 40n) | 100_000n)).toEqual([100_000, 0, 20_000]);
    expect(unpackInstantLevels(1_000_000n << 180n)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1_000_000]);
  });
});
