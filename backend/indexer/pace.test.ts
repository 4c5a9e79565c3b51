import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

/** Looks at a chain that mines every `each` ms as the follower does. @returns how late each block was seen, and how many looks that took */
function follow(each: number, longest: number, blocks: number) {
  let time = 0;
  const pace = createPace(longest, () => time);
  const delays: number[] = [];
  let looks = 0;
  for (let seen = 0; seen < blocks;) {
    const newest = Math.floor(time / each);
    if (newest > seen) delays.push(time - newest * each);
    seen = Math.max(seen, newest);
    pace.saw(newest);
    looks += 1;
    time += pace.pause();
  }
  return { delays, looks };
}

test('blocks of a second are seen within a twentieth of it once their pace is known, for few looks more', () => {
  const { delays, looks } = follow(1_000, 250, 100);
  expect(Math.max(...delays.slice(5))).toBeLessThanOrEqual(50);
  expect(looks / 100).toBeLessThan(9);
});

test('slow blocks are asked for as the settings say, and once more when they are due', () => {
  const { looks } = follow(12_000, 250, 50);
  expect(looks).toBeLessThanOrEqual((50 * 12_000) / 250 + 51);
});

test('a chain that stands still is asked as rarely as the settings say, and one that caught up knows nothing yet', () => {
  let time = 0;
  const pace = createPace(250, () => time);
  pace.saw(1);
  expect(pace.pause()).toBe(250);
  time = 1_000;
  pace.saw(2);
  time = 60_000;
  expect(pace.pause()).toBe(250);
  pace.saw(500);
  expect(pace.pause()).toBe(250);
});

test('after a reorganisation the pace is learned anew', () => {
  let time = 0;
  const pace = createPace(250, () => time);
  for (const block of [5, 6, 7]) pace.saw(((time += 1_000), block));
  pace.saw(6);
  expect(pace.pause()).toBe(250);
});

test('a block that was seen late does not make the next ones late', () => {
  let time = 0;
  const pace = createPace(1_000, () => time);
  for (let block = 1; block <= 10; block += 1) pace.saw(((time = block * 1_000 + 20), block));
  pace.saw(((time = 11_900), 11));
  expect(time + pace.pause()).toBeLessThanOrEqual(12_050);
  pace.saw(((time = 12_020), 12));
  expect(time + pace.pause()).toBeLessThanOrEqual(13_050);
});
