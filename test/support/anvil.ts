import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { endProcess, freePort, guardProcess } from './processes.ts';

const require = createRequire(import.meta.url);

export interface Anvil {
  readonly url: string;
  readonly chainId: number;
  /** A raw JSON-RPC request, for `anvil_*` and `evm_*`. Amounts and numbers go as hexadecimal text. */
  request(method: string, ...parameters: unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * A local chain on a free port. It mines a block for each transaction unless `blockTime` (seconds) or `manual` is given, and it dies
 * with this process. `startsAt`: the time of its first block, for a chain with a past.
 */
export async function startAnvil(
  options: { blockTime?: number; manual?: boolean; chainId?: number; startsAt?: Date } = {},
): Promise<Anvil> {
  const port = await freePort();
  const chainId = options.chainId ?? 31_337;
  const mode = options.manual
    ? ['--no-mining']
    : options.blockTime === undefined
      ? []
      : ['--block-time', String(options.blockTime)];
  const past = options.startsAt === undefined ? [] : ['--timestamp', String(Math.floor(options.startsAt.getTime() / 1000))];
  const child = spawn(
    anvilBinary(),
    [
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--chain-id',
      String(chainId),
      '--accounts',
      '10',
      '--hardfork',
      'prague',
      ...mode,
      ...past,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4000);
      if (output.includes('Listening on')) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => reject(new Error(`anvil ended:\n${output}`)));
    child.once('error', reject);
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  const url = `http://127.0.0.1:${port}`;
  return { url, chainId, request: (method, ...parameters) => rpcRequest(url, method, parameters), stop: () => endProcess(child) };
}

/** One JSON-RPC request; throws the node's own message. */
export async function rpcRequest(url: string, method: string, parameters: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters }),
  });
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

function anvilBinary(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : 'arm64';
  return require.resolve(`@foundry-rs/anvil-${process.platform}-${architecture}/bin/anvil`);
}
