import type { ChainClient } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import type { Database } from '#platform/database.ts';
import type { Logger } from '#platform/logger.ts';
import { reportsDigest } from '#mirror/reports/digest.ts';
import { followReports } from '#mirror/reports/follow.ts';
import { mirrorDigest } from '#mirror/write/digest.ts';
import { emptyMirror } from '#mirror/write/empty.ts';
import { readWriterState } from '#mirror/write/state.ts';
import { type Progress, syncOnce } from './index.ts';

export interface Rebuilt {
  /** The block at which both digests are taken: where the mirror stood. */
  readonly block: number;
  /** Undefined when there was nothing before. */
  readonly before: string | undefined;
  readonly after: string;
  /** The same of the report tables, which are brought to that block first. Undefined when there were none. */
  readonly reportsBefore: string | undefined;
  readonly reportsAfter: string | undefined;
}

/**
 * Throws the mirror and everything that is computed from it away and makes it again from the chain, up to the block at which it stood. The
 * indexer goes on from there. An interrupted rebuild is finished by the indexer, or by another rebuild.
 * @throws UplineError MIRROR.ANOTHER_WRITER while an indexer runs, and what else reading the chain can throw
 */
export async function rebuildMirror(options: {
  database: Database;
  client: ChainClient;
  deployment: Deployment;
  finalityDepth: number;
  logger: Logger;
  moved?: (progress: Progress) => void;
}): Promise<Rebuilt> {
  const { database } = options;
  const state = await readWriterState(database);
  const before = state === undefined ? undefined : await mirrorDigest(database);
  const reportsBefore = await reportsOfNow(database);
  await emptyMirror(database);
  await syncOnce({ ...options, ...(state === undefined ? {} : { until: state.tip.block }) });
  await followReports(database);
  const after = await mirrorDigest(database);
  const reportsAfter = await reportsDigest(database);
  return { block: (await readWriterState(database))?.tip.block ?? 0, before, after, reportsBefore, reportsAfter };
}

/** Tables that the worker has kept up so far, and the last steps that it had not come to. */
async function reportsOfNow(database: Database): Promise<string | undefined> {
  if ((await reportsDigest(database)) === undefined) return undefined;
  await followReports(database);
  return reportsDigest(database);
}
