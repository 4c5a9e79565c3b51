import { describe, expect, it } from 'vitest';
import { earningNeed, type EarningNeed } from '#api/earnings.ts';
import texts from '../../locales/en/earnings.json' with { type: 'json' };
import { readNeeds } from './needs.ts';

const silver = { en: 'Silver', ru: 'Серебро' };
const gold = { en: 'Gold', ru: 'Золото' };
const need = (what: EarningNeed['what'], rest: Partial<EarningNeed> = {}): EarningNeed => {
  const nothing = { level: null, rank: null, condition: null, depth: 0, alternative: null } as const;
  return { what, required: '10', actual: '0', unit: 'count', ...nothing, ...rest };
};
const shape = (needs: readonly EarningNeed[]) =>
  readNeeds(needs).map(({ need: { what, rank }, levels, joined }) => [what, rank?.en, levels, joined]);
const leading = (needs: readonly EarningNeed[]) =>
  readNeeds(needs)
    .filter(({ leads }) => leads)
    .map(({ need: { what } }) => what);

describe('needs as they are read', () => {
  it('name what several levels ask alike once, with all that belongs to it', () => {
    const rank = (name: typeof silver, level: number): EarningNeed[] => [
      need('rank', { rank: name, level }),
      need('volume', { depth: 1 }),
    ];
    const needs = [
      need('ppv', { level: 3 }),
      ...rank(silver, 3),
      need('ppv', { level: 4 }),
      ...rank(silver, 4),
      ...rank(gold, 5),
    ];
    expect(shape(needs)).toEqual([
      ['ppv', undefined, [3, 4], null],
      ['rank', 'Silver', [3, 4], null],
      ['volume', undefined, [], null],
      ['rank', 'Gold', [5], null],
      ['volume', undefined, [], null],
    ]);
  });

  it('do not fold other thresholds, nor the condition of the bonus into a level', () => {
    const needs = [
      need('ppv', { condition: 'active' }),
      need('ppv', { level: 1 }),
      need('ppv', { level: 2, required: '20' }),
      need('ppv', { level: 3 }),
    ];
    expect(shape(needs)).toEqual([
      ['ppv', undefined, [], null],
      ['ppv', undefined, [1, 3], null],
      ['ppv', undefined, [2], null],
    ]);
  });

  it('name no level for what all of them need', () => {
    const needs = [
      need('rank', { rank: silver }),
      need('rank', { rank: silver, level: 2 }),
      need('rank', { rank: gold, level: 3 }),
    ];
    expect(shape(needs)).toEqual([
      ['rank', 'Silver', [], null],
      ['rank', 'Gold', [3], null],
    ]);
    expect(leading(needs)).toEqual([]);
  });

  it('say which alternatives stand beside each other and what belongs to one', () => {
    const of = (alternative: number) => ({ depth: 1, alternative });
    const needs = [
      need('oneOf'),
      need('ppv', of(1)),
      need('customers', of(2)),
      need('customerPv', of(2)),
      need('oneOf', { condition: 'other' }),
      need('ppv', of(1)),
      need('ppv', of(2)),
    ];
    expect(shape(needs).map(([, , , joined]) => joined)).toEqual([null, null, 'or', 'and', null, null, 'or']);
    expect(leading(needs)).toEqual(['oneOf', 'oneOf']);
  });

  it.each(earningNeed.shape.what.options)('have words for %s', (what) => {
    const { missing } = texts;
    expect(missing).toHaveProperty(['rank', 'oneOf', 'membership', 'orders'].includes(what) ? [what] : ['what', what]);
  });
});
