import { describe, expect, it } from 'vitest';
import { readScenario } from '../index.ts';
import { MAX_CV, MAX_PV } from '../ledger/entry.ts';
import { planOf } from '../testing/world.ts';
import { createChance } from './chance.ts';

const basket = (pv: string, cv: string): object => ({ pv, cv, weight: 1 });

function told(data: object, minorDigits = 6): string[] {
  const { scenario, faults } = readScenario(data, { ...planOf(), currency: { code: 'X', minorDigits } });
  expect(scenario === undefined).toBe(faults.length > 0);
  return faults.map(({ path, reason }) => `${path} ${reason.en}`);
}

describe('a scenario', () => {
  it.each<[name: string, data: object, faults: string[]]>([
    ['text for months', { months: '5' }, ['months must be of type number']],
    [
      'baskets that are no whole amounts, without judging their size',
      { baskets: [basket('1.5', '1e3'), basket('-1', ''), basket('9'.repeat(31), '0x5')] },
      ['0.pv', '0.cv', '1.pv', '1.cv', '2.pv', '2.cv'].map((place) => `baskets.${place} is not a whole amount as text`),
    ],
    [
      'baskets that no entry of the ledger holds',
      { baskets: [basket(String(MAX_PV + 1n), '1'), basket('9'.repeat(25), '1'), basket('1', String(MAX_CV + 1n))] },
      ['0.pv', '1.pv', '2.cv'].map((place) => `baskets.${place} is larger than the ledger can hold`),
    ],
  ])('is refused for %s', (_name, data, faults) => {
    expect(told(data)).toEqual(faults);
  });

  it('is told its first hundred faults', () => {
    const faults = told({ baskets: Array.from({ length: 50 }, () => ({})) });
    expect(faults).toHaveLength(100);
    expect(faults.slice(0, 4)).toEqual(['0.pv', '0.cv', '0.weight', '1.pv'].map((place) => `baskets.${place} is missing`));
  });

  it('may have orders as large as an entry of the ledger holds, and no larger', () => {
    const little = { months: 1, startMembers: 1, mostMembers: 1 };
    expect(told({ ...little, baskets: [basket(String(MAX_PV), String(MAX_CV))] })).toEqual([]);
    // The usual 250 points of a token of 9 digits are 2.5e11, of one of 10 digits 2.5e12; an entry holds 1.1e12.
    expect([told(little, 9), told(little, 10)]).toEqual([[], ['baskets is larger than the ledger can hold']]);
  });

  it('may not come to more than 62 bits, whoever buys the largest basket in every month', () => {
    // Two orders of 2^19 members in 8 months are 2^23; 2^39 of each makes 2^62.
    const crowd = { months: 8, mostMembers: 2 ** 19 };
    const [largest, less] = [String(2n ** 39n), String(2n ** 39n - 1n)];
    const tooLarge = ['baskets is larger than the ledger can hold'];
    expect(told({ ...crowd, baskets: [basket('1', largest)] })).toEqual(tooLarge);
    expect(told({ ...crowd, baskets: [basket('1', less)] })).toEqual([]);
    expect(told({ ...crowd, baskets: [basket('1', '1'), basket('1', largest), basket('1', '1')] })).toEqual(tooLarge);
    expect(told({ ...crowd, startMembers: 2 ** 19, mostMembers: 1, baskets: [basket('1', largest)] })).toEqual(tooLarge);
  });
});

describe('chance', () => {
  it('happens to so many of a million numbers, from 0 on', () => {
    const drawn = createChance(1).below(1_000_000);
    expect(drawn).toBeGreaterThan(0);
    expect([drawn, drawn + 1].map((ppm) => createChance(1).happens(ppm))).toEqual([false, true]);
  });
});
