import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiRoot as serverRoot } from '#api/index.ts';
import { getFrontline } from '#api/genealogy.ts';
import { getIndexer } from '#api/indexer.ts';
import { callRoute, urlOf } from './client.ts';
import { apiRoot } from './root.ts';

const idle = {
  state: 'live',
  reason: null,
  head: null,
  confirmed: null,
  finalized: null,
  lagBlocks: 0,
  contracts: [],
  holes: [],
};

function answer(status: number, body: string) {
  const fetching = vi.fn(() => Promise.resolve(new Response(body, { status })));
  vi.stubGlobal('fetch', fetching);
  return fetching;
}

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { lang: 'ru' } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('callRoute', () => {
  it('asks below the same root as the server serves', () => {
    expect(apiRoot).toBe(serverRoot);
  });

  it('fills the path and leaves absent query fields out', () => {
    expect(urlOf(getFrontline, { params: { memberId: 7 }, query: { limit: 50, query: 'Анна', period: undefined } })).toBe(
      '/api/v1/members/7/frontline?limit=50&query=%D0%90%D0%BD%D0%BD%D0%B0',
    );
  });

  it('gives back what fits the schema and asks in the language of the page', async () => {
    const fetching = answer(200, JSON.stringify(idle));
    await expect(callRoute(getIndexer, {})).resolves.toMatchObject({ state: 'live' });
    expect(fetching).toHaveBeenCalledWith('/api/v1/indexer', expect.objectContaining({ headers: { 'accept-language': 'ru' } }));
  });

  it('refuses an answer that does not fit the schema', async () => {
    answer(200, JSON.stringify({ ...idle, lagBlocks: '0' }));
    await expect(callRoute(getIndexer, {})).rejects.toMatchObject({ code: 'CLIENT.UNREADABLE' });
  });

  it('keeps code, words and cure of a problem', async () => {
    const said = {
      type: 'x',
      title: 't',
      status: 404,
      code: 'REQUEST.NOT_FOUND',
      detail: 'Нет',
      cure: 'Войдите',
      parameters: {},
      requestId: 'r1',
    };
    answer(404, JSON.stringify(said));
    await expect(callRoute(getIndexer, {})).rejects.toMatchObject({
      code: 'REQUEST.NOT_FOUND',
      detail: 'Нет',
      cure: 'Войдите',
      requestId: 'r1',
    });
  });

  it('names a proxy page, no connection and an HTML answer', async () => {
    answer(502, '<html>bad gateway</html>');
    await expect(callRoute(getIndexer, {})).rejects.toMatchObject({ code: 'CLIENT.UNREADABLE', status: 502 });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
    await expect(callRoute(getIndexer, {})).rejects.toMatchObject({ code: 'CLIENT.OFFLINE' });
    answer(200, '<html></html>');
    await expect(callRoute(getIndexer, {})).rejects.toMatchObject({ code: 'CLIENT.UNREADABLE' });
  });
});
