import { type ChainClient, createChainClient } from '#chain/client.ts';
import { type Deployment, loadDeployment } from '#chain/deployment.ts';
import type { Progress } from '#indexer/index.ts';
import { rebuildMirror } from '#indexer/rebuild.ts';
import { verifyMirror } from '#indexer/verify.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { silentLogger } from '#platform/logger.ts';
import { openHome, readJson } from './home.ts';
import type { Started } from './mirror.ts';
import { givenDatabase } from './postgres.ts';

interface Target {
  readonly database: Database;
  readonly client: ChainClient;
  readonly deployment: Deployment;
}

/** Works on the mirror of DATABASE_URL, RPC_URLS and DEPLOYMENT_FILE, or on that of the running demo. */
async function withMirror(work: (target: Target) => Promise<number>): Promise<number> {
  const home = openHome();
  const started = readJson<Started>(home.started);
  const databaseUrl = process.env['DATABASE_URL'] ?? started?.databaseUrl;
  const rpcUrls = process.env['RPC_URLS']?.split(',') ?? (started === undefined ? [] : [started.rpcUrl]);
  if (databaseUrl === undefined || rpcUrls.length === 0) throw new UplineError('AUDIT.NO_DEPLOYMENT');
  const deployment = await loadDeployment(process.env['DEPLOYMENT_FILE'] ?? home.deployment);
  await givenDatabase(databaseUrl);
  const database = openDatabase({ connectionString: databaseUrl });
  try {
    return await work({ database, client: createChainClient(rpcUrls, deployment.chainId), deployment });
  } finally {
    await database.close();
  }
}

const print = (asJson: boolean, value: unknown, lines: readonly string[]): void =>
  void process.stdout.write(`${asJson ? JSON.stringify(value, undefined, 2) : lines.join('\n')}\n`);

/** `upline mirror verify`: every row of the mirror against the chain. @returns exit code: 0 equal, 1 different */
export function verifyMirrorCommand(asJson: boolean): Promise<number> {
  return withMirror(async (target) => {
    const verdict = await verifyMirror(target);
    const { block, rows, views, differences } = verdict;
    const lines = differences.map(
      ({ table, key, column, expected, found }) =>
        `✗ ${table}, ${key}, ${column}: the chain says ${expected}, the mirror ${found}`,
    );
    const summary =
      differences.length === 0
        ? `✓ The mirror equals the chain at block ${block}: ${rows} rows, ${views} answers of the contracts.`
        : `The mirror DIFFERS from the chain at block ${block}. Stop the indexer and run: npx upline mirror rebuild`;
    print(asJson, verdict, [...lines, summary]);
    return differences.length === 0 ? 0 : 1;
  });
}

/**
 * `upline mirror rebuild`: the mirror and all that is computed from it, made again from the chain. The indexer must be stopped.
 * @returns exit code: 0 the same as before (or there was nothing), 1 different from before
 */
export function rebuildMirrorCommand(asJson: boolean): Promise<number> {
  return withMirror(async (target) => {
    const began = performance.now();
    const seconds = (): string => ((performance.now() - began) / 1_000).toFixed(1);
    const finalityDepth = Number(process.env['FINALITY_DEPTH'] ?? 12);
    const moved = asJson ? undefined : progressLine(seconds);
    const rebuilt = await rebuildMirror({
      ...target,
      finalityDepth,
      logger: silentLogger(),
      ...(moved === undefined ? {} : { moved }),
    });
    const { block, before, after, reportsBefore, reportsAfter } = rebuilt;
    const sameMirror = before === undefined || before === after;
    const sameReports = reportsBefore === undefined || reportsBefore === reportsAfter;
    const same = sameMirror && sameReports;
    print(asJson, { ...rebuilt, same, seconds: Number(seconds()) }, [
      sameMirror
        ? `✓ The mirror was rebuilt to block ${block} in ${seconds()} s${before === undefined ? '' : ' and is what it was'}.`
        : `✗ The mirror was rebuilt to block ${block} in ${seconds()} s and is NOT what it was: what it held before was wrong.`,
      ...(sameMirror ? [] : [`  before ${before}`]),
      `  digest ${after}`,
      sameReports
        ? `✓ The reports were made again${reportsBefore === undefined ? '' : ' and say what they said'}.`
        : '✗ The reports were made again and do NOT say what they said: they were wrong before.',
      ...(sameReports ? [] : [`  before ${reportsBefore}`]),
      `  digest ${reportsAfter ?? 'of nothing'}`,
    ]);
    return same ? 0 : 1;
  });
}

/** One line that is written again on a terminal, and a line in five seconds elsewhere. */
function progressLine(seconds: () => string): (progress: Progress) => void {
  let last = -Infinity;
  return ({ block, head, events }) => {
    const live = process.stderr.isTTY;
    if (!live && performance.now() - last < 5_000) return;
    last = performance.now();
    const line = `· block ${block} of ${head}, ${events} events, ${Math.round(Number(events) / Math.max(0.1, Number(seconds())))} a second`;
    process.stderr.write(live ? `\r\u001b[K${line}${block >= head ? '\r\u001b[K' : ''}` : `${line}\n`);
  };
}
