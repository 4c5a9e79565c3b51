import { fstatSync } from 'node:fs';
import { createChainClient } from '#chain/client.ts';
import { loadDeployment } from '#chain/deployment.ts';
import { describeError, UplineError } from '#kernel/errors/index.ts';
import { systemClock } from '#platform/clock.ts';
import { loadConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/database.ts';
import { createReportReads } from '#platform/replicas.ts';
import { createLogger } from '#platform/logger.ts';
import type { Foundations } from './wiring.ts';

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

/** Longest that the parts may take to end; after it the process goes anyway. */
const stopMilliseconds = 10_000;

/**
 * The life of a process: settings, connections, the parts that `start` gives in their order, and a quiet end on SIGINT, SIGTERM, or the
 * death of the parent. A part that cannot start ends the process with words that say what to do.
 */
export async function runProcess(name: string, start: (foundations: Foundations) => Promise<readonly Running[]>): Promise<void> {
  const ended = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve(signal));
  watchParent(() => ended.resolve('the parent is gone'));
  try {
    const config = loadConfig();
    const logger = createLogger({ level: config.logLevel, name });
    const deployment = await loadDeployment(config.deploymentFile);
    if (deployment.chainId !== config.chainId) {
      throw new UplineError('CHAIN.WRONG_CHAIN', { expected: config.chainId, actual: deployment.chainId });
    }
    const database = openDatabase({
      connectionString: config.databaseUrl,
      maxConnections: 20,
      onError: (error) => logger.warn({ error }, 'a database connection broke'),
    });
    const replicas = config.replicaUrls.map((connectionString) =>
      openDatabase({ connectionString, maxConnections: 10, onError: (error) => logger.warn({ error }, 'a replica broke') }),
    );
    const reports = createReportReads({
      primary: database,
      replicas,
      freshMilliseconds: config.replicaFreshMs,
      onChange: (change) => logger.info(change, 'reports go elsewhere'),
    });
    const chain = createChainClient(config.rpcUrls, config.chainId);
    const starting = start({ config, database, reports, clock: systemClock, chain, deployment, logger });
    // A part may wait for a node that is away; whoever stops us then must not wait with it.
    const running = await Promise.race([starting, ended.promise]);
    if (typeof running === 'string') process.exit(0);
    logger.info(`${name} runs`);
    const reason = await ended.promise;
    logger.info({ reason }, `${name} ends`);
    // A part that hangs must not keep a dead parent's child alive.
    setTimeout(() => process.exit(1), stopMilliseconds).unref();
    for (const part of running.toReversed()) await part.stop();
    await Promise.all([database, ...replicas].map((each) => each.close()));
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

/** A parent that started us holds a pipe to our standard input or an IPC channel; either closes when it dies, however it dies. */
function watchParent(gone: () => void): void {
  if (process.connected) process.once('disconnect', gone);
  const input = fstatSync(0);
  // A terminal, a file or /dev/null tells nothing about a parent.
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on('end', gone).on('error', gone).resume();
}

function explain(error: unknown): string {
  if (!(error instanceof UplineError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { message, cure } = describeError(error.code, error.parameters, 'en');
  return `${error.code}: ${message} ${cure}`;
}
