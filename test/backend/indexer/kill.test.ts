import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncOnce } from '#indexer/index.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { silentLogger } from '#platform/logger.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { type TestChain, deployTestChain } from '#test/support/deployment.ts';
import { importMembers, playFounding, purchase, recordEntries } from '#test/support/story.ts';

let chain: TestChain;
let folder: string;
let deploymentFile: string;

beforeAll(async () => {
  chain = await deployTestChain();
  await playFounding(chain);
  folder = await mkdtemp(join(tmpdir(), 'upline-kill-'));
  deploymentFile = join(folder, 'deployment.json');
  await writeFile(deploymentFile, JSON.stringify(chain.deployment));
});
afterAll(async () => {
  await chain.stop();
  await rm(folder, { recursive: true, force: true });
});

const truth = async (): Promise<string> => {
  const fresh = await createTestDatabase();
  await syncOnce({
    database: fresh.database,
    deployment: chain.deployment,
    client: chain.client,
    finalityDepth: 6,
    logger: silentLogger(),
  });
  const digest = await mirrorDigest(fresh.database);
  await fresh.drop();
  return digest;
};

test.each(['range-read', 'rows-written', 'position-written', 'batch-committed'])(
  'I13: killed at %s, the next start leaves neither a gap nor a double',
  async (point) => {
    const { url, database, drop } = await createTestDatabase();
    expect(await runChild(url, point)).toBe('SIGKILL');
    await recordEntries(chain, [purchase(2, Date.now() % 1_000_000_000)]);
    expect(await runChild(url, point)).toBe('SIGKILL');
    expect(await runChild(url)).toBe(0);
    expect(await mirrorDigest(database)).toBe(await truth());
    await drop();
  },
);

test.each(['rows-rolled-back', 'rollback-committed'])(
  'I13: killed at %s, the rollback is finished by the next start',
  async (point) => {
    const { url, database, drop } = await createTestDatabase();
    await importMembers(chain, [1, 1]);
    expect(await runChild(url)).toBe(0);
    await chain.anvil.request('anvil_reorg', 1, []);
    expect(await runChild(url, point)).toBe('SIGKILL');
    expect(await runChild(url)).toBe(0);
    expect(await mirrorDigest(database)).toBe(await truth());
    await drop();
  },
);

/** @returns the exit code, or the signal that ended it */
function runChild(databaseUrl: string, faultPoint = ''): Promise<number | string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('child.ts', import.meta.url)), databaseUrl, chain.anvil.url, deploymentFile],
      { env: { ...process.env, UPLINE_FAULT_POINT: faultPoint }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
}
