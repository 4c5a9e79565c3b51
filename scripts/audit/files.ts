import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak256 } from 'viem';
import { z } from 'zod';
import { buildPayoutFile, checkPayoutFile, type RunResult } from '#engine/index.ts';
import { describeError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { ProposedRoot } from './payouts.ts';
import type { Findings } from './report.ts';

/** The published file of a period; or that whoever should publish it does not; or that nobody could be asked. */
type Answer = { readonly bytes: Uint8Array } | { readonly missing: string } | { readonly unreachable: string };
type Source = (period: number, fileHash: Hex) => Promise<Answer>;

/** A site or a folder with payout files. */
export function fileSource(place: string): Source {
  return /^https?:\/\//.test(place) ? fromSite(place.replace(/\/+$/, '')) : fromFolder(place);
}

const fromSite =
  (site: string): Source =>
  async (period) => {
    try {
      const response = await fetch(`${site}/${period}`, { signal: AbortSignal.timeout(60_000) });
      if (response.ok) return { bytes: new Uint8Array(await response.arrayBuffer()) };
      const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
      return { missing: `HTTP ${response.status}${problem.success ? `: ${problem.data.detail}` : ''}` };
    } catch (error) {
      return { unreachable: error instanceof Error ? error.message : String(error) };
    }
  };

const problemSchema = z.object({ detail: z.string() });

/** Takes `payouts-<period>.json`, `<period>.json` and the server's own names; of several, the one whose hash or name fits the chain. */
const fromFolder =
  (folder: string): Source =>
  async (period, fileHash) => {
    const pattern = new RegExp(`^(payouts-)?(\\d+-)?${period}(-[0-9a-f]{16})?\\.json$`);
    try {
      const names = (await readdir(folder)).filter((name) => pattern.test(name)).toSorted();
      const files = await Promise.all(
        names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
      );
      const found =
        files.find(({ bytes }) => keccak256(bytes) === fileHash) ??
        files.find(({ name }) => name.includes(fileHash.slice(2, 18))) ??
        files[0];
      return found ?? { missing: `${folder}: no payouts-${period}.json` };
    } catch (error) {
      return { unreachable: error instanceof Error ? error.message : String(error) };
    }
  };

/** Holds the published file of every root that is or was in review against the chain and against the calculation, byte by byte. */
export async function checkFiles(
  source: Source,
  proposals: readonly ProposedRoot[],
  runs: ReadonlyMap<number, RunResult>,
  findings: Findings,
): Promise<void> {
  let checked = 0;
  const unreachable: string[] = [];
  for (const { args, outcome } of proposals) {
    if (outcome === 'rejected') continue;
    const { period } = args;
    const answer = await source(period, args.fileHash);
    if ('bytes' in answer) {
      checked += 1;
      checkFile(answer.bytes, args, runs.get(period), findings);
    } else if ('missing' in answer) {
      findings.fault('files', 'fileMissing', { period, reason: answer.missing });
    } else {
      unreachable.push(`${period} (${answer.unreachable})`);
    }
  }
  if (unreachable.length > 0) findings.skip('files', 'filesUnreachable', { missing: unreachable.join(', '), checked });
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
