import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { boundedOptions } from './bounded.ts';

const program = `const { runBounded } = await import(${JSON.stringify(new URL('bounded.ts', import.meta.url).href)});
const before = process.env.FIRST_PID ??= String(process.pid);
runBounded();
console.log(JSON.stringify({ same: before === String(process.pid), options: process.execArgv, words: process.argv.slice(2) }));`;

async function run(...options: string[]) {
  const args = [...options, '--input-type=module', '--eval', program, '--', 'one', 'two words'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  return { ...(JSON.parse(stdout) as { same: boolean; options: string[]; words: string[] }), stderr };
}

test('a program goes on in the same process with bounds on its memory', async () => {
  const { same, options, stderr } = await run();
  expect(same).toBe(true);
  expect(options).toEqual(expect.arrayContaining([...boundedOptions]));
  expect(stderr).toBe('');
});

test('bounds that somebody has set are left alone', async () => {
  const { options } = await run('--max-old-space-size=900');
  expect(options).not.toContain(boundedOptions[0]);
  expect(options).toContain('--max-old-space-size=900');
});
