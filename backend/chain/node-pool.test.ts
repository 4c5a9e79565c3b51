import { expect, test } from 'vitest';
import { NodeFailure } from './node-failure.ts';
import { createNodePool } from './node-pool.ts';
import type { ChainNode } from './node.ts';

const node = (name: string): ChainNode => ({
  name,
  counts: { requests: 0, calls: 0, bytes: 0 },
  request: () => Promise.reject(new Error('nobody asks')),
  batch: () => Promise.reject(new Error('nobody asks')),
  readLogs: () => Promise.reject(new Error('nobody asks')),
});

function poolOf(count: number) {
  const clock = { now: 0 };
  const nodes = Array.from({ length: count }, (_, place) => node(`node ${place + 1}`));
  const pool = createNodePool(nodes, { rest: 100, longest: 1_000, now: () => clock.now, random: () => 0.5 });
  return { clock, pool, name: () => pool.node().name };
}

test('the next node is asked while one rests, and who answers stays', () => {
  const { clock, pool, name } = poolOf(3);
  expect(name()).toBe('node 1');
  pool.failed(pool.node(), new NodeFailure('unreachable', 'gone'));
  expect(name()).toBe('node 2');
  expect(pool.wait()).toBe(0);
  pool.succeeded(pool.node());
  clock.now = 10_000;
  expect(name()).toBe('node 2');
});

test('rests double up to a bound, are spread at random, and the shortest is waited for', () => {
  const { clock, pool, name } = poolOf(2);
  const rests: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    pool.failed(pool.node(), new NodeFailure('unreachable', 'gone'));
    pool.failed(pool.node(), new NodeFailure('unreachable', 'gone'));
    rests.push(pool.wait());
    clock.now += pool.wait();
  }
  expect(rests[0]).toBe(75);
  expect(rests.at(-1)).toBeLessThanOrEqual(750);
  expect(rests.toSorted((one, other) => one - other).at(-1)).toBeGreaterThan(500);
  expect(name()).toMatch(/node/);
});

test('a node that says when to come back is not asked earlier', () => {
  const { pool } = poolOf(1);
  pool.failed(pool.node(), new NodeFailure('limited', 'slow down', { retryAfter: 7_000 }));
  expect(pool.wait()).toBe(7_000);
  pool.succeeded(pool.node());
  expect(pool.wait()).toBe(0);
});

test('a node that lacks a block may be several machines, and gets some quick tries', () => {
  const { clock, pool } = poolOf(1);
  const rests: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    pool.failed(pool.node(), new NodeFailure('late', 'header not found'));
    rests.push(pool.wait());
    clock.now += pool.wait();
  }
  expect(rests.slice(0, 5)).toEqual([75, 75, 75, 75, 75]);
  expect(rests[7]).toBe(600);
});
