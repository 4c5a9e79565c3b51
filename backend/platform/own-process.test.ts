import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Post, type ProcessLimits, runInOwnProcess } from './own-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'upline-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const limits: ProcessLimits = { seconds: 60, megabytes: 256 };

/** A file that does this for every `question`, and may `answer`. */
function fileOf(name: string, body: string): URL {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `const answer = (message, then) => process.send(message, undefined, {}, then);\nconst end = () => process.disconnect();\nprocess.on('message', (question) => { ${body} });\n`,
  );
  return pathToFileURL(path);
}

async function all(file: URL, questions: readonly number[], own: Partial<ProcessLimits> = {}): Promise<unknown[]> {
  const given: unknown[] = [];
  const feed = async (post: Post<number>): Promise<void> => {
    for (const question of questions) await post(question);
  };
  for await (const answer of runInOwnProcess<number, unknown>(file, feed, { ...limits, ...own })) given.push(answer);
  return given;
}

describe('a process of its own', () => {
  it('is fed and answers in order, and ends when it is done', async () => {
    const echo = fileOf('echo', `answer(question * 2, question === 3 ? end : undefined);`);
    expect(await all(echo, [1, 2, 3])).toEqual([2, 4, 6]);
  });

  it('sees no secret of the environment', async () => {
    process.env['UPLINE_PROCESS_SECRET'] = 'x';
    const look = fileOf('environment', `answer(Object.keys(process.env), end);`);
    const [seen] = await all(look, [1]);
    expect(seen).not.toContain('UPLINE_PROCESS_SECRET');
    expect(seen).not.toContain('PATH');
    delete process.env['UPLINE_PROCESS_SECRET'];
  });

  it('fails by the name that it gives, and by its own words otherwise', async () => {
    const named = fileOf('named', `answer({ failed: 'ENGINE.NO_PLACEMENT', parameters: {} });`);
    await expect(all(named, [1])).rejects.toMatchObject({ code: 'ENGINE.NO_PLACEMENT' });
    await expect(all(fileOf('broken', `throw new Error('broken inside');`), [1])).rejects.toThrow('broken inside');
  });

  it('is stopped in the middle of what it does: by whoever asked, by the clock, by its memory', async () => {
    const forever = fileOf('forever', `for (;;) {}`);
    const leaving = new AbortController();
    const left = all(forever, [1], { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 300);
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    await expect(all(forever, [1], { seconds: 0.5 })).rejects.toMatchObject({ code: 'PROCESS.OUT_OF_TIME' });
    const greedy = fileOf('greedy', `const kept = []; for (;;) kept.push(new Array(1_000).fill({ question }));`);
    await expect(all(greedy, [1], { megabytes: 32 })).rejects.toMatchObject({ code: 'PROCESS.OUT_OF_MEMORY' });
    await expect(all(forever, [1], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends when nobody listens any more', async () => {
    const talks = fileOf('talks', `setInterval(() => answer(1), 5);`);
    let heard = 0;
    for await (const answer of runInOwnProcess<number, number>(talks, (post) => post(1), limits)) {
      heard += answer;
      if (heard === 3) break;
    }
    expect(heard).toBe(3);
  });
});
