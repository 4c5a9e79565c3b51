import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPayoutFile, checkPayoutFile, type RunResult } from '#engine/index.ts';
import { describeError } from '#kernel/errors/index.ts';
import type { ProposedRoot } from './payouts.ts';
import type { Findings } from './report.ts';

/** Fetches the published file of a period, or says why it cannot be had. */
type Source = (period: number) => Promise<{ bytes: Uint8Array } | { reason: string }>;

/** A site or a folder with payout files. In a folder, `payouts-<period>.json` and `<period>.json` are looked for. */
export function fileSource(place: string): Source {
  return /^https?:\/\//.test(place) ? fromSite(place.replace(/\/+$/, '')) : fromFolder(place);
}

const fromSite =
  (site: string): Source =>
  async (period) => {
    try {
      const response = await fetch(`${site}/${period}`, { signal: AbortSignal.timeout(60_000) });
      if (!response.ok) return { reason: `HTTP ${response.status}` };
      return { bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  };

const fromFolder =
  (folder: string): Source =>
  async (period) => {
    for (const name of [`payouts-${period}.json`, `${period}.json`]) {
      try {
        return { bytes: new Uint8Array(await readFile(join(folder, name))) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return { reason: String(error) };
      }
    }
    return { reason: `payouts-${period}.json: ENOENT` };
  };

/** Holds the published file of every root that is or was in review against the chain and against the calculation, byte by byte. */
export async function checkFiles(
  source: Source,
  proposals: readonly ProposedRoot[],
  runs: ReadonlyMap<number, RunResult>,
  findings: Findings,
): Promise<void> {
  let checked = 0;
  const missing: string[] = [];
  for (const { args, outcome } of proposals) {
    if (outcome === 'rejected') continue;
    const { period } = args;
    const answer = await source(period);
    if ('reason' in answer) {
      missing.push(`${period} (${answer.reason})`);
      continue;
    }
    checked += 1;
    checkFile(answer.bytes, args, runs.get(period), findings);
  }
  if (missing.length > 0) findings.skip('files', 'filesMissing', { missing: missing.join(', '), checked });
  else findings.done('files', { checked });
}

function checkFile(bytes: Uint8Array, args: ProposedRoot['args'], run: RunResult | undefined, findings: Findings): void {
  const { period, planVersion, inputHash, stateRoot, root, total, leafCount, fileHash } = args;
  const onChain = { period, planVersion, inputHash, stateRoot, root, total, leafCount, fileHash };
  const calculated = run === undefined ? {} : { ...run.tree.domain, planHash: run.planHash, leaves: run.tree.leaves };
  for (const { code, parameters } of checkPayoutFile(bytes, { ...onChain, ...calculated }).faults) {
    const { message: en } = describeError(code, parameters, 'en');
    const { message: ru } = describeError(code, parameters, 'ru');
    findings.fault('files', 'fileFault', { period, code, en, ru });
  }
  if (run === undefined) return;
  const expected = buildPayoutFile(run).bytes;
  const offset = firstDifference(bytes, expected);
  if (offset === undefined) return;
  const byte = (source: Uint8Array): string =>
    source[offset] === undefined ? 'end' : `0x${source[offset].toString(16).padStart(2, '0')}`;
  findings.fault('files', 'fileByte', { period, offset, actual: byte(bytes), expected: byte(expected) });
}

function firstDifference(left: Uint8Array, right: Uint8Array): number | undefined {
  const length = Math.max(left.length, right.length);
  for (let offset = 0; offset < length; offset += 1) if (left[offset] !== right[offset]) return offset;
  return undefined;
}
