import { expect, test } from 'vitest';
import { viewSettings } from '#api/views.ts';
import { memberListSearch, teamSearch } from '../navigation/search.ts';
import { isShown, searchOf, settingsOf } from './settings.ts';

test('what a page keeps in its address comes back with the same types', () => {
  const team = { view: 'picture', period: 3, find: '7', depth: 5, top: undefined } as const;
  const settings = settingsOf(team);
  expect(viewSettings.parse(settings)).toEqual(settings);
  expect(teamSearch.parse(searchOf(settings))).toEqual({ view: 'picture', period: 3, find: '7', depth: 5 });
});

test('what a page no longer understands falls away, the rest stays', () => {
  const old = { filter: { sort: '"-size"', status: '"active"', find: 'broken', gone: '1' }, hidden: [] };
  expect(memberListSearch.parse(searchOf(old))).toEqual({ status: 'active' });
});

test('a view is marked only while the page shows exactly it', () => {
  const view = settingsOf({ sort: '-ppv' }, ['wallet', 'gv']);
  expect(isShown(view, settingsOf({ sort: '-ppv', find: undefined }, ['gv', 'wallet']))).toBe(true);
  expect(isShown(view, settingsOf({ sort: '-ppv', find: 'x' }, ['gv', 'wallet']))).toBe(false);
  expect(isShown(view, settingsOf({ sort: '-ppv' }, ['gv']))).toBe(false);
});
