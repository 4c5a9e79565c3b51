import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { demoPerson, type DemoPerson } from '#api/demo.ts';
import { createApp } from '#http/app.ts';
import { startIndexer } from '#indexer/index.ts';
import { runJobs } from '#jobs/index.ts';
import type { Config } from '#platform/config.ts';
import type { Running } from './process.ts';
import type { Foundations, Services } from './wiring.ts';

/** Reads the chain into the mirror. */
export async function startFollowing({ config, database, chain, deployment, logger }: Foundations): Promise<Running> {
  const indexer = await startIndexer({
    database,
    deployment,
    client: chain,
    finalityDepth: config.finalityDepth,
    logger: logger.child({ part: 'indexer' }),
    pollMilliseconds: config.indexerPollMs,
  });
  return { stop: () => indexer.stop() };
}

/** Sends what is queued for the chain, and does what nobody waits for. */
export function startWorking({ database, logger }: Foundations, { sender, jobs }: Services): Running {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = Promise.all([
    sender.run(signal),
    runJobs({ connectionString: database.connectionString, jobs, signal, logger: logger.child({ part: 'worker' }) }),
  ]);
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/** Answers HTTP. */
export async function startServing(foundations: Foundations, services: Services): Promise<Running> {
  const { config, database, clock, logger, reports } = foundations;
  const app = createApp({
    settings: {
      publicUrl: config.publicUrl,
      browserRpcUrl: config.browserRpcUrl ?? config.rpcUrls[0],
      demo: config.demo,
      webDir: config.webDir,
    },
    database,
    clock,
    logger: logger.child({ part: 'http' }),
    identity: services.modules.identity,
    doors: await services.doors(),
    reports,
    readiness: [
      { name: 'mirror', check: () => services.workflows.showStatus.mirrorReady() },
      {
        name: 'database',
        check: async () => {
          await database.pool.query('SELECT 1');
          return { ready: true };
        },
      },
    ],
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.port, host: config.host }, resolve);
  });
  logger.info({ port: config.port }, `listening; open ${config.publicUrl}`);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** Whom visitors of a demo may act as: a file beside the deployment that the builder of the demo world writes. Read when asked for. */
export function demoPeople({ demo, deploymentFile }: Config): (() => Promise<DemoPerson[]>) | undefined {
  if (!demo) return undefined;
  const file = join(dirname(deploymentFile), 'demo-people.json');
  return async () => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      // Before the demo world is built there is nobody to act as.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]';
      throw error;
    });
    return z.array(demoPerson).parse(JSON.parse(text));
  };
}
