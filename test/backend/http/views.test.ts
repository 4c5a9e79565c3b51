import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { SavedView } from '#api/views.ts';
import { api, type Door, fromOurPage, openDoor, signIn, walletOf } from './door.ts';

let door: Door;
let anna: string;
let boris: string;
beforeAll(async () => {
  door = await openDoor();
  anna = await signIn(door, walletOf(1));
  boris = await signIn(door, walletOf(2));
});
afterAll(() => door.close());

const save = (cookie: string, body: object) =>
  request(door.app)
    .post(api('/views'))
    .set({ ...fromOurPage, Cookie: cookie })
    .send(body);
const listed = async (cookie: string, list: string): Promise<SavedView[]> =>
  (
    (
      await request(door.app)
        .get(api(`/views?list=${list}`))
        .set('Cookie', cookie)
    ).body as { items: SavedView[] }
  ).items;
const remove = (cookie: string, viewId: string) =>
  request(door.app)
    .delete(api(`/views/${viewId}`))
    .set({ ...fromOurPage, Cookie: cookie });

describe('saved views', () => {
  const settings = { filter: { find: 'Иван', sort: '-ppv' }, hidden: ['wallet'] };

  it('come back as they were saved, by name, for their list only; the same name replaces', async () => {
    expect((await save(anna, { list: 'members', name: 'Strong', settings })).status).toBe(201);
    expect(
      (await save(anna, { list: 'members', name: 'Asleep', settings: { filter: { status: 'inactive' }, hidden: [] } })).status,
    ).toBe(201);
    expect((await save(anna, { list: 'members', name: 'Strong', settings: { ...settings, hidden: [] } })).status).toBe(201);
    const views = await listed(anna, 'members');
    expect(views.map((view) => [view.name, view.settings])).toEqual([
      ['Asleep', { filter: { status: 'inactive' }, hidden: [] }],
      ['Strong', { ...settings, hidden: [] }],
    ]);
    expect(await listed(anna, 'team')).toEqual([]);
  });

  it('are nobody else’s: not seen, not deleted, not told of', async () => {
    expect(await listed(boris, 'members')).toEqual([]);
    const [view] = await listed(anna, 'members');
    expect((await remove(boris, view?.viewId ?? '')).status).toBe(404);
    expect(await listed(anna, 'members')).toHaveLength(2);
    expect((await remove(anna, view?.viewId ?? '')).status).toBe(204);
    expect((await remove(anna, view?.viewId ?? '')).status).toBe(404);
    expect((await listed(anna, 'members')).map((left) => left.name)).toEqual(['Strong']);
    expect((await request(door.app).get(api('/views?list=members'))).status).toBe(401);
  });

  it.each([
    ['an unknown list', { list: 'secrets', name: 'x', settings }],
    ['no name', { list: 'team', name: '', settings }],
    ['a name of many lines', { list: 'team', name: 'a\nb', settings }],
    ['a field that is none', { list: 'team', name: 'x', settings: { ...settings, more: 1 } }],
    ['a filter in a filter', { list: 'team', name: 'x', settings: { filter: { find: { deep: {} } }, hidden: [] } }],
    ['a filter without end', { list: 'team', name: 'x', settings: { filter: { find: 'x'.repeat(201) }, hidden: [] } }],
    [
      'very many filters',
      {
        list: 'team',
        name: 'x',
        settings: { filter: Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`f${n}`, '1'])), hidden: [] },
      },
    ],
  ])('refuse %s', async (_what, body) => {
    expect((await save(anna, body)).status).toBe(400);
  });

  it('are thirty at most, also when all are saved at once; one that is there can still be changed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        save(boris, { list: 'team', name: `View ${n}`, settings: { filter: {}, hidden: [] } }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(30);
    expect(answers.find((answer) => answer.status !== 201)?.body).toMatchObject({ status: 409, code: 'VIEWS.TOO_MANY' });
    const [one] = await listed(boris, 'team');
    expect((await save(boris, { list: 'team', name: one?.name, settings })).status).toBe(201);
    expect(await listed(boris, 'team')).toHaveLength(30);
  });
});
