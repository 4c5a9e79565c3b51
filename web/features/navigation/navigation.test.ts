import { describe, expect, it } from 'vitest';
import { memberListSearch, teamSearch } from './search.ts';
import { safeNext } from './safe-next.ts';

describe('where a link leads', () => {
  it('keeps paths of this site', () => {
    expect(safeNext('/team?view=picture#x', '/home')).toBe('/team?view=picture#x');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'evil', undefined])(
    'refuses %s',
    (next) => {
      expect(safeNext(next, '/home')).toBe('/home');
    },
  );
});

describe('filters in the address', () => {
  it('drops what it cannot read and keeps the rest', () => {
    expect(teamSearch.parse({ view: 'sideways', period: 3, depth: 99 })).toEqual({ period: 3 });
    expect(memberListSearch.parse({ sort: '-ppv', status: 'asleep' })).toEqual({ sort: '-ppv' });
  });
});
