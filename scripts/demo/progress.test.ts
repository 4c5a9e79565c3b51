import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('says the share and the time left, at most once in two seconds, and always the end', () => {
  let time = 0;
  const lines: string[] = [];
  const progress = createProgress(
    'Partners',
    100_000,
    (line) => lines.push(line),
    () => time,
  );
  progress.report(0);
  time = 1000;
  progress.report(10_000);
  time = 5000;
  progress.report(25_000);
  time = 5500;
  progress.report(90_000);
  time = 6000;
  progress.report(100_000);
  expect(lines).toEqual([
    'Partners: 0 % (0 of 100,000)',
    'Partners: 25 % (25,000 of 100,000), about 15 s left',
    'Partners: 100 % (100,000 of 100,000), 6.0 s',
  ]);
});

it('speaks of minutes when the rest is long', () => {
  let time = 0;
  const lines: string[] = [];
  const progress = createProgress(
    'Orders',
    10,
    (line) => lines.push(line),
    () => time,
  );
  time = 60_000;
  progress.report(1);
  expect(lines).toEqual(['Orders: 10 % (1 of 10), about 9 min left']);
});
