import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrialLine } from '#api/trials.ts';
import type { TrialsDoor } from '#http/dependencies.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { api, type Door, fromOurPage, openDoor, signIn, walletOf } from './door.ts';
import { sampleRequests } from './requests.ts';

const administrator = walletOf(40);
const progress = (done: number): TrialLine => ({ type: 'progress', done, of: 3 });

/** A trial that goes on only when it is told to, and notes how it ended. */
let go: () => void = () => undefined;
const ended: string[] = [];
let behaves: 'steps' | 'refuses' | 'fails' = 'steps';

const trials: TrialsDoor = {
  async *backtest(_plan, { signal }) {
    if (behaves === 'refuses') throw new UplineError('TRIALS.ALREADY_RUNNING');
    try {
      for (let done = 0; done <= 3; done += 1) {
        yield progress(done);
        if (done === 1 && behaves === 'fails') throw new UplineError('PROCESS.OUT_OF_TIME', { seconds: 600 });
        await Promise.race([
          new Promise<void>((resolve) => {
            go = resolve;
          }),
          once(signal, 'abort'),
        ]);
        signal.throwIfAborted();
      }
      ended.push('finished');
    } finally {
      if (ended.at(-1) !== 'finished') ended.push(signal.aborted ? 'aborted' : 'left');
    }
  },
  async *simulate() {
    // A fault of ours is told without what it says inside.
    yield progress(0);
    await sleep(1);
    throw new Error('secret of the house');
  },
};

let door: Door;
let server: Server;
let cookie: string;
beforeAll(async () => {
  door = await openDoor({ behind: () => ({ trials }) });
  await door.identity.grantRole({ wallet: administrator.address, role: 'administrator', by: 'test' });
  cookie = await signIn(door, administrator);
  server = createServer(door.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await door?.close();
});

async function ask(id: 'trials.backtest' | 'trials.simulate', signal?: AbortSignal, locale = 'ru'): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  const { path, body } = sampleRequests[id];
  return fetch(`http://127.0.0.1:${port}${api(path)}`, {
    method: 'POST',
    headers: { ...fromOurPage, Cookie: cookie, 'Accept-Language': locale },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

const linesIn = (text: string): unknown[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

describe('a trial is told line by line', () => {
  it('while it is being calculated, not when it is over', async () => {
    behaves = 'steps';
    const response = await ask('trials.backtest');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let done = 0; done <= 3; done += 1) {
      const { value } = (await reader?.read()) ?? {};
      expect(linesIn(value ?? '')).toEqual([progress(done)]);
      expect(ended).toEqual([]);
      go();
    }
    expect((await reader?.read())?.done).toBe(true);
    expect(ended).toEqual(['finished']);
  });

  it('is an ordinary problem when it is refused before it begins', async () => {
    behaves = 'refuses';
    const response = await ask('trials.backtest');
    expect(response.status).toBe(409);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'TRIALS.ALREADY_RUNNING', detail: expect.stringMatching(/[а-я]/u) });
  });

  it('ends with the reason, in the language of the reader, when it fails later', async () => {
    behaves = 'fails';
    const text = (await ask('trials.backtest')).text();
    go();
    await sleep(50);
    go();
    expect(linesIn(await text)).toEqual([
      progress(0),
      progress(1),
      {
        type: 'failed',
        problem: expect.objectContaining({
          code: 'PROCESS.OUT_OF_TIME',
          status: 503,
          detail: expect.stringContaining('остановлен'),
        }),
      },
    ]);
  });

  it('says nothing of what is inside', async () => {
    const text = await (await ask('trials.simulate')).text();
    expect(linesIn(text).at(-1)).toMatchObject({ type: 'failed', problem: { code: 'REQUEST.FAILED', status: 500 } });
    expect(text).not.toContain('secret');
  });

  it('is stopped when whoever asked has gone', async () => {
    behaves = 'steps';
    ended.length = 0;
    const leaving = new AbortController();
    const response = await ask('trials.backtest', leaving.signal);
    await response.body?.getReader().read();
    leaving.abort();
    await expect.poll(() => ended, { timeout: 10_000 }).toEqual(['aborted']);
  });
});

describe('how often', () => {
  it('an account may start trials is bounded by the minute, both kinds together', async () => {
    const strict = await openDoor({
      settings: { rateLimits: { trial: 2, perAccount: 1_000, perHop: 1_000, nonce: 100, signIn: 100 } },
    });
    try {
      await strict.identity.grantRole({ wallet: administrator.address, role: 'administrator', by: 'test' });
      const mine = await signIn(strict, administrator);
      const own = createServer(strict.app).listen(0, '127.0.0.1');
      await once(own, 'listening');
      const statuses: number[] = [];
      for (const id of ['trials.backtest', 'trials.simulate', 'trials.backtest'] as const) {
        const { path, body } = sampleRequests[id];
        const { port } = own.address() as AddressInfo;
        const headers = { ...fromOurPage, Cookie: mine };
        const response = await fetch(`http://127.0.0.1:${port}${api(path)}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        });
        statuses.push(response.status);
        await response.text();
      }
      own.close();
      expect(statuses).toEqual([503, 503, 429]);
    } finally {
      await strict.close();
    }
  });
});
