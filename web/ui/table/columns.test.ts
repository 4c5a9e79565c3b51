import { describe, expect, it } from 'vitest';
import { nextSort, sortDirection } from './columns.ts';

describe('sorting by a header', () => {
  it('goes up, down, off', () => {
    const name = { sortKey: 'name' };
    expect(nextSort(undefined, name)).toBe('name');
    expect(nextSort('name', name)).toBe('-name');
    expect(nextSort('-name', name)).toBeUndefined();
  });

  it('starts with the largest number and leaves another column behind', () => {
    expect(nextSort('name', { sortKey: 'ppv', numeric: true })).toBe('-ppv');
    expect(nextSort('-ppv', { sortKey: 'ppv', numeric: true })).toBe('ppv');
  });

  it('tells a screen reader the direction', () => {
    expect(sortDirection('-ppv', 'ppv')).toBe('descending');
    expect(sortDirection('ppv', 'ppv')).toBe('ascending');
    expect(sortDirection('ppv', 'name')).toBe('none');
    expect(sortDirection('ppv', undefined)).toBe('none');
  });
});
