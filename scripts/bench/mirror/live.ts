import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { boundedOptions } from '#platform/bounded.ts';
import { endProcess, guardProcess } from '#test/support/processes.ts';
import type { EventsChain } from './events-chain.ts';

/** Joins, and as many orders, in a block. */
const each = 5;
const blockTime = 1_000;

/** The product's indexer in a process of its own, following. */
export async function startLive(
  args: readonly [databaseUrl: string, rpcUrl: string, deploymentFile: string],
): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('sync-process.ts', import.meta.url));
  const child = fork(program, ['live', ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...boundedOptions],
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the indexer ended')));
  });
  return child;
}

/**
 * Mines a block each second and waits for its rows.
 * @param newest SQL for the newest block of which there are rows
 * @returns milliseconds from a mined block to its visible row, of each block
 */
export async function measureDelay(chain: EventsChain, databaseUrl: string, newest: string, blocks: number): Promise<number[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const delays: number[] = [];
  const began = performance.now();
  try {
    for (let count = 1; count <= blocks; count += 1) {
      const block = await chain.mine(each);
      const mined = performance.now();
      await untilThere(client, newest, block);
      delays.push(performance.now() - mined);
      await sleep(Math.max(0, began + count * blockTime - performance.now()));
    }
  } finally {
    await client.end();
  }
  return delays;
}

/** Replaces the newest blocks at once and waits for the rows of the last. @returns milliseconds */
export async function measureReorganisation(
  chain: EventsChain,
  databaseUrl: string,
  depth: number,
  events: number,
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const inBlock = events / depth / 2;
  try {
    let block = 0;
    for (let count = 0; count < depth; count += 1) block = await chain.mine(inBlock);
    await untilThere(client, 'SELECT max(block_number) FROM mirror.volume_entries', block);
    const generation = await single(client, 'SELECT generation FROM mirror.checkpoints');
    await chain.replace(depth, inBlock);
    const replaced = performance.now();
    await untilThere(client, 'SELECT generation FROM mirror.checkpoints', generation + 1);
    await untilThere(client, 'SELECT max(block_number) FROM mirror.volume_entries', block);
    return performance.now() - replaced;
  } finally {
    await client.end();
  }
}

export async function stopLive(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await Promise.race([gone, sleep(5_000, undefined, { ref: false })]);
  await endProcess(child);
}

/** Milliseconds until something is given up. */
const patience = 60_000;

async function untilThere(client: pg.Client, sql: string, wanted: number): Promise<void> {
  for (const end = performance.now() + patience; (await single(client, sql)) < wanted; await sleep(3))
    if (performance.now() > end) throw new Error(`${sql}: ${wanted} was not reached`);
}

async function single(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<[string | null]>({ text: sql, rowMode: 'array' });
  return Number(rows[0]?.[0] ?? 0);
}
