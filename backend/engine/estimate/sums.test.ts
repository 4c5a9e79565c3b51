import { describe, expect, it } from 'vitest';
import { MOST_SUMMED } from '../bonuses/gains.ts';
import { Slots, Sums } from './sums.ts';

/** Of members 1 to 3, of whom the last two have something. */
function filled(): Sums {
  const sums = new Sums('team', 3);
  sums.add(2, 70n, 1);
  sums.add(3, 0n, 0, 1);
  sums.settled();
  return sums;
}

describe('what a bonus comes to, kept up to date', () => {
  it('begins with nothing, and nobody is changed', () => {
    const sums = new Sums('team', 3);
    expect([sums.total, sums.lineCount, sums.changed]).toEqual([0n, 0, []]);
    expect([1, 2, 3].map((member) => [sums.of(member), sums.hasLine(member), sums.hasShare(member)])).toEqual(
      Array.from({ length: 3 }, () => [0n, false, false]),
    );
  });

  it('tells lines from the shares of an order without CV, of the last member, too', () => {
    const sums = filled();
    expect([2, 3].map((member) => [sums.of(member), sums.hasLine(member), sums.hasShare(member)])).toEqual([
      [70n, true, true],
      [0n, false, true],
    ]);
    expect([sums.total, sums.lineCount]).toEqual([70n, 1]);
  });

  it('counts two lines as two, and holds one until both are gone', () => {
    const sums = filled();
    sums.add(2, 30n, 1);
    sums.add(2, -70n, -1);
    expect([sums.of(2), sums.hasLine(2), sums.lineCount, sums.total]).toEqual([30n, true, 1, 30n]);
    sums.add(2, -30n, -1);
    expect([sums.of(2), sums.hasLine(2), sums.hasShare(2), sums.lineCount]).toEqual([0n, false, false, 0]);
  });

  it('names whoever was changed once, until that is settled', () => {
    const sums = filled();
    expect(sums.changed).toEqual([]);
    sums.add(3, 5n, 1);
    sums.add(2, 5n, 1);
    sums.add(3, -5n, -1);
    expect(sums.changed).toEqual([3, 2]);
    sums.settled();
    expect(sums.changed).toEqual([]);
    sums.add(3, 5n, 1);
    expect(sums.changed).toEqual([3]);
  });

  it('changes whoever had something when it is emptied, and nobody else', () => {
    const sums = filled();
    sums.clear();
    expect(sums.changed).toEqual([2, 3]);
    expect([sums.total, sums.lineCount, sums.of(2), sums.hasLine(2), sums.hasShare(3)]).toEqual([0n, 0, 0n, false, false]);
  });

  it('fits as long as 64 bits hold the sum of all', () => {
    const sums = new Sums('team', 3);
    sums.add(2, MOST_SUMMED - 1n, 1);
    sums.add(3, 1n, 1);
    expect(sums.fits).toBe(true);
    sums.add(3, 1n, 1);
    expect(sums.fits).toBe(false);
  });
});

describe('lines in places', () => {
  it('take the place of one another', () => {
    const sums = new Sums('team', 3);
    const slots = new Slots(sums, 4);
    slots.put(3, 2, 70n);
    slots.put(3, 2, 50n);
    expect([sums.of(2), sums.lineCount]).toEqual([50n, 1]);
    slots.put(3, 1, 50n);
    expect([sums.of(2), sums.of(1), sums.lineCount]).toEqual([0n, 50n, 1]);
    slots.drop(3);
    slots.drop(3);
    expect([sums.of(1), sums.lineCount]).toEqual([0n, 0]);
    slots.put(3, 1, 50n);
    expect([sums.of(1), sums.lineCount]).toEqual([50n, 1]);
  });

  it('change nobody when the same line comes again', () => {
    const sums = new Sums('team', 3);
    const slots = new Slots(sums, 4);
    slots.put(3, 2, 70n);
    sums.settled();
    slots.put(3, 2, 70n);
    expect(sums.changed).toEqual([]);
  });
});
