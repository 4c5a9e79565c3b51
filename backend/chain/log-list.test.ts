import { expect, test } from 'vitest';
import { splitAnswer } from './log-list.ts';
import { NodeFailure } from './node-failure.ts';
import { createChainNode } from './node.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;
const logAt = (block: number, index: number) => ({
  address: '0x01',
  topics: ['0x02', '0x03'],
  data: `0x${'ab'.repeat(block)}`,
  blockNumber: hex(block),
  logIndex: hex(index),
  removed: false,
});
const block = { number: '0x1', transactions: ['0x05'], withdrawals: [{ index: '0x0' }, { index: '0x1' }] };
const many = Array.from({ length: 200 }, (_, place) => logAt(1 + Math.floor(place / 3), place % 3));
const answerWith = (logs: unknown) => [
  { jsonrpc: '2.0', id: 0, result: block },
  { jsonrpc: '2.0', id: 1, result: logs },
];
const bytesOf = (answer: unknown): Buffer => Buffer.from(JSON.stringify(answer));
const nodeOf = (body: string) => createChainNode('http://node', 'node', { fetch: async () => new Response(body) });
const questions = [[{ method: 'eth_getBlockByNumber', params: [] }], { method: 'eth_getLogs', params: [] }] as const;

test('the logs of an answer are read in pieces, as often as wanted, and are those that the whole would give', () => {
  const split = splitAnswer(bytesOf(answerWith(many)));
  expect(split?.logs.length).toBe(200);
  const pieces = [...(split?.logs.pieces() ?? [])];
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.flat()).toEqual(many);
  expect([...(split?.logs.pieces() ?? [])].flat()).toEqual(many);
  expect(split?.rest).toEqual(answerWith('the logs stand apart'));
});

test.each([
  ['no logs', bytesOf(answerWith([]))],
  ['spaces', Buffer.from(JSON.stringify(answerWith(many), undefined, 1))],
  ['another order', bytesOf(answerWith(many.toReversed()))],
  ['a log twice', bytesOf(answerWith([...many, many.at(-1)]))],
  ['a log without a place', bytesOf(answerWith([...many, { address: '0x01' }]))],
  ['a place that is no number', bytesOf(answerWith([{ ...many[0], blockNumber: '0xz' }]))],
  ['an end in the middle', bytesOf(answerWith(many)).subarray(0, 5_000)],
  ['an error', bytesOf({ jsonrpc: '2.0', id: 0, error: { code: -32_000, message: 'no' } })],
])('an answer with %s is left to be read at once', (_, body) => {
  expect(splitAnswer(body)).toBeUndefined();
});

test('a node gives the same logs however it writes them', async () => {
  for (const body of [JSON.stringify(answerWith(many)), JSON.stringify(answerWith(many), undefined, 2)]) {
    const { answers, logs } = await nodeOf(body).readLogs(...questions);
    expect(answers).toEqual([block]);
    expect([...logs.pieces()].flat()).toEqual(many);
  }
});

test('what is no JSON in the middle of the logs is told when it is read, what is cut off at once, and what is no list too', async () => {
  const whole = JSON.stringify(answerWith(many));
  const { logs } = await nodeOf(whole.replace('"address":"0x01","topics"', '"address":"0x01","topics')).readLogs(...questions);
  expect(() => [...logs.pieces()]).toThrow(NodeFailure);
  await expect(nodeOf(whole.slice(0, -9)).readLogs(...questions)).rejects.toThrow('the answer is no JSON');
  await expect(nodeOf(JSON.stringify(answerWith('the logs stand apart'))).readLogs(...questions)).rejects.toThrow(
    'no list of logs',
  );
});

test('an answer that is longer than it says, or than allowed, is taken or refused by what comes', async () => {
  const body = JSON.stringify(answerWith(many));
  const lying = (length: string, largest?: number) =>
    createChainNode('http://node', 'node', {
      ...(largest === undefined ? {} : { largest }),
      fetch: async () => new Response(body, { headers: { 'content-length': length } }),
    }).readLogs(...questions);
  for (const length of ['5', '1e30', 'many', String(body.length)])
    expect([...(await lying(length, 1 << 20)).logs.pieces()].flat()).toEqual(many);
  await expect(lying('5', body.length - 1)).rejects.toThrow('longer than');
});
