import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcess } from '#test/support/processes.ts';
import type { Company } from './company.ts';

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Programs of the product as processes of their own, over a company's chain and database. */
export interface Programs {
  start(program: 'api' | 'worker' | 'indexer' | 'all-in-one', change?: Readonly<Record<string, string>>): Started;
  /** Kills all that still run. */
  end(): Promise<void>;
}

export async function preparePrograms(company: Company): Promise<Programs> {
  const { config, database, chain } = company;
  const deploymentFile = join(config.filesDir, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(chain.deployment));
  const children: ChildProcess[] = [];
  return {
    start: (program, change = {}) => {
      const path = fileURLToPath(new URL(`../../../backend/bin/${program}.ts`, import.meta.url));
      const child = spawn(process.execPath, [path], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'test',
          DATABASE_URL: database.url,
          RPC_URLS: chain.anvil.url,
          CHAIN_ID: String(config.chainId),
          DEPLOYMENT_FILE: deploymentFile,
          PUBLIC_URL: 'http://localhost:4000',
          FILES_DIR: config.filesDir,
          DEMO: '1',
          FINALITY_DEPTH: String(config.finalityDepth),
          RELAYER_KEY: config.keys.relayer,
          RECORDER_KEY: config.keys.recorder,
          SETTLER_KEY: config.keys.settler,
          LOG_LEVEL: 'info',
          ...change,
        },
      });
      children.push(child);
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return { child, output: () => text, ended: new Promise((resolve) => child.once('exit', resolve)) };
    },
    end: async () => {
      await Promise.all(children.splice(0).map((child) => endProcess(child, 'SIGKILL')));
    },
  };
}

export async function until(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Whether a program at this address says that it may be asked. */
export async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    (answer) => answer.ok,
    () => false,
  );
}
