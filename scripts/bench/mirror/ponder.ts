import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endProcess, freePort, guardProcess } from '#test/support/processes.ts';
import type { EventsChain } from './events-chain.ts';
import { ponderApp } from './ponder-app.ts';

/** A run of Ponder, from the start of its process until it says that it is ready. */
export interface PonderRun {
  readonly seconds: number;
  /** MiB, of the one process that it is. */
  readonly peak: number;
  /** Seconds of the processor that it has had. */
  readonly processor: number;
  /** Requests to the node, as it counts them itself. */
  readonly requests: number;
  stop(): Promise<void>;
}

export interface Ponder {
  /** @param schema of the database; a new one has it index everything anew */
  start(chain: EventsChain, databaseUrl: string, schema: string): Promise<PonderRun>;
}

const folder = fileURLToPath(new URL('../../../.upline/bench/ponder', import.meta.url));
/** Milliseconds. */
const longest = 900_000;

/**
 * Installs Ponder beside the project, once; it is no part of it.
 * @throws Error with the reason when that cannot be done
 */
export async function installPonder(): Promise<Ponder> {
  for (const [name, text] of Object.entries(ponderApp)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const program = join(folder, 'node_modules/ponder/dist/esm/bin/ponder.js');
  const present = await readFile(program).catch(() => undefined);
  if (present === undefined) {
    const npm = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', npm, { cwd: folder, timeout: 600_000 });
  }
  return { start: (chain, databaseUrl, schema) => start(program, chain, databaseUrl, schema) };
}

async function start(program: string, chain: EventsChain, databaseUrl: string, schema: string): Promise<PonderRun> {
  const port = await freePort();
  const { contracts, genesisBlock } = chain.deployment;
  const environment = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    RPC_URL: chain.anvil.url,
    GENEALOGY: contracts.genealogy,
    LEDGER: contracts.volumeLedger,
    START_BLOCK: String(genesisBlock),
    PONDER_TELEMETRY_DISABLED: 'true',
    DO_NOT_TRACK: '1',
  };
  const began = performance.now();
  const options = ['start', '--schema', schema, '--port', String(port), '--log-level', 'warn', '--log-format', 'json'];
  const child = spawn(process.execPath, [program, ...options], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) guardProcess(child.pid);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-4_000)));
  const isReady = async (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() - began > longest) {
      await endProcess(child);
      throw new Error(`Ponder did not become ready:\n${output}`);
    }
    await sleep(50);
  }
  const seconds = (performance.now() - began) / 1_000;
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = [...metrics.matchAll(/^ponder_rpc_request_duration_count\{.*\} (\d+)$/gm)];
  return {
    seconds,
    ...(await spentBy(child)),
    requests: counts.reduce((sum, [, count]) => sum + Number(count), 0),
    stop: () => endProcess(child),
  };
}

/** Ticks of the processor's clock in a second, on every Linux. */
const ticks = 100;

/** Linux tells what a process has had so far: the most memory, MiB, and seconds of the processor. */
async function spentBy({ pid }: ChildProcess): Promise<Pick<PonderRun, 'peak' | 'processor'>> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1_024;
  return { peak, processor: (Number(fields[11]) + Number(fields[12])) / ticks };
}
