import { existsSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Home, readJson, writeJson } from './home.ts';
import { freePort } from './ports.ts';
import { type Guarded, startGuarded } from './processes.ts';
import { Obstacle, reasonOf, type Say } from './say.ts';

export const LOCAL_CHAIN_ID = 31_337;
const PREFERRED_PORT = 8_545;
/** A new chain begins in the past, so that the demo world has months behind it; its builder brings the clock to the present. */
const PAST_SECONDS = 100 * 86_400;
/** Less than the blocks until finality, so that a kill never takes away what counts as final. */
const SNAPSHOT_MS = 5_000;

export interface Chain {
  readonly url: string;
  readonly node: Guarded;
  /** Writes the state down now. */
  snapshot(): Promise<void>;
  /** Writes the state down and stops. */
  stop(): Promise<void>;
}

interface Head {
  readonly number: string;
  readonly timestamp: string;
}

/** A local chain with one block a second that goes on, number and clock, where the last run left it. @throws Obstacle */
export async function startChain(home: Home, say: Say, wantedPort = PREFERRED_PORT): Promise<Chain> {
  const port = await freePort(wantedPort, 'the chain', say);
  const resumed = existsSync(home.chainState);
  const node = startGuarded({
    name: 'chain',
    command: anvilBinary(),
    // No block before the clock is set: a chain whose time goes back would let a review window begin anew.
    args: `--host 127.0.0.1 --port ${port} --chain-id ${LOCAL_CHAIN_ID} --hardfork prague --no-mining --quiet`
      .split(' ')
      .concat(resumed ? ['--load-state', home.chainState] : ['--timestamp', String(now() - PAST_SECONDS)]),
    logs: home.logs,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(node, url);
  await setClock(home, url, resumed);

  let writing: Promise<void> | undefined;
  const snapshot = (): Promise<void> => {
    writing ??= writeState(home, url).finally(() => (writing = undefined));
    return writing;
  };
  let stopped = false;
  const keepWriting = async (): Promise<void> => {
    for (let wait = SNAPSHOT_MS; ;) {
      await pause(wait, undefined, { ref: false });
      if (stopped) return;
      const began = Date.now();
      await snapshot();
      // A long history takes longer to write; it must not become all that the chain does.
      wait = Math.max(SNAPSHOT_MS, (Date.now() - began) * 10);
    }
  };
  // When the node is gone a snapshot fails; that the node is gone is told by its own end.
  keepWriting().catch((error: unknown) => {
    if (!stopped) say(`  the state of the chain could not be written: ${reasonOf(error)}`);
  });
  return {
    url,
    node,
    snapshot,
    stop: async () => {
      stopped = true;
      await writing?.catch(() => undefined);
      // Whoever stops after the node has died still has the snapshot of a few seconds ago.
      await writeState(home, url).catch((error: unknown) => say(`  the last seconds of the chain are lost: ${reasonOf(error)}`));
      await node.stop();
    },
  };
}

/** One JSON-RPC request; throws the node's own message. */
export async function askNode(url: string, method: string, ...params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

const headOf = async (url: string): Promise<Head> => (await askNode(url, 'eth_getBlockByNumber', 'latest', false)) as Head;
const clockFile = (home: Home): string => `${home.chainState}.clock`;
const now = (): number => Math.floor(Date.now() / 1000);

/** The chain may be ahead of the world's clock (the demo moves it); it stays as far ahead as it was. */
async function setClock(home: Home, url: string, resumed: boolean): Promise<void> {
  if (resumed) {
    const head = await headOf(url);
    const ahead = readJson<{ seconds: number }>(clockFile(home))?.seconds ?? 0;
    await askNode(url, 'evm_setTime', Math.max(now() + ahead, Number(head.timestamp) + 1));
  }
  await askNode(url, 'evm_setIntervalMining', 1);
}

async function writeState(home: Home, url: string): Promise<void> {
  const dump = await askNode(url, 'anvil_dumpState');
  if (typeof dump !== 'string') throw new Error('the node gave no state');
  const head = await headOf(url);
  const state = await promisify(gunzip)(Buffer.from(dump.slice(2), 'hex'));
  await writeFile(`${home.chainState}.new`, state);
  renameSync(`${home.chainState}.new`, home.chainState);
  writeJson(clockFile(home), { seconds: Math.max(0, Number(head.timestamp) - now()) });
}

/** Forgets the chain; the next start begins a new one. */
export function forgetChain(home: Home): void {
  for (const file of [
    home.chainState,
    `${home.chainState}.new`,
    clockFile(home),
    home.deployment,
    `${home.deployment}.unfinished`,
  ]) {
    rmSync(file, { force: true });
  }
}

function anvilBinary(): string {
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/anvil`);
  } catch (error) {
    throw new Obstacle(
      `There is no built-in chain for ${process.platform}-${process.arch}.`,
      'Set RPC_URLS, CHAIN_ID and DEPLOYMENT_FILE to a chain of yours.',
      {
        cause: error,
      },
    );
  }
}

async function untilReady(node: Guarded, url: string): Promise<void> {
  let gone: string | undefined;
  void node.ended.then((how) => (gone = how));
  for (let waited = 0; waited < 600; waited += 1) {
    if (gone !== undefined) break;
    try {
      await askNode(url, 'eth_chainId');
      return;
    } catch {
      // Not listening yet; the loop has an end.
      await pause(100);
    }
  }
  throw new Obstacle(
    `The local chain did not start (${gone ?? 'no answer'}):\n${node.lastLines(5)}`,
    'Read the lines above, or start over with: npm start -- --reset',
  );
}
