import { UplineError } from '#kernel/errors/index.ts';
import { bytesToHex, hexToBytes, ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { abiWords, joinWords, keccak, keccakHex, merkleRoot } from '../hash.ts';
import { entryKinds, splitEntries, unpackEntries, type EntryKind, type VolumeEntry } from './entry.ts';
import { EntryTable, type Entries } from './entry-table.ts';

/** Merkle root over keccak256 of every entry of a batch, in order; an odd node is promoted. */
export function batchRoot(bytes: Uint8Array): Hex {
  const root = merkleRoot(splitEntries(bytes).map((entry) => keccak(entry)));
  return root === undefined ? ZERO_HASH : bytesToHex(root);
}

/** One step of the ledger's chain over batches: keccak256(before ‖ keccak256(bytes)). It starts from zero. */
export function nextRunningHash(before: Hex, bytes: Uint8Array): Hex {
  return keccakHex(joinWords(hexToBytes(before), keccak(bytes)));
}

/** What a PeriodClosed event freezes. `planHash` is the zero word for period 0. */
export function inputHash(frozen: {
  readonly period: number;
  readonly memberCount: number;
  readonly entryCount: number;
  readonly runningHash: Hex;
  readonly planHash: Hex;
}): Hex {
  const words = abiWords(
    frozen.period,
    frozen.memberCount,
    frozen.entryCount,
    hexToBytes(frozen.runningHash),
    hexToBytes(frozen.planHash),
  );
  return keccakHex(words);
}

/** CV that an entry adds to (or, a refund, takes from) its period. Instant-settled entries and attestations add nothing. */
export function signedCv(entry: VolumeEntry): bigint {
  if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') return entry.cv;
  return entry.kind === 'ownRefund' || entry.kind === 'customerRefund' ? -entry.cv : 0n;
}

/** What the contract adds up of a period: CV of sales less refunds, and instant credits. Of all entries, sense or nonsense. */
export function volumesOf(entries: Entries): { readonly netCv: bigint; readonly instant: bigint } {
  const { kinds, cv } = EntryTable.of(entries);
  const byKind: bigint[] = [];
  for (let row = 0; row < kinds.length; row += 1) {
    const place = (kinds[row] ?? 0) - 1;
    byKind[place] = (byKind[place] ?? 0n) + (cv[row] ?? 0n);
  }
  const of = (kind: EntryKind): bigint => byKind[entryKinds.indexOf(kind)] ?? 0n;
  return {
    netCv: of('ownPurchase') + of('customerSale') - of('ownRefund') - of('customerRefund'),
    instant: of('instantSettled'),
  };
}

/** Where the ledger stands after some batches. `entryCount` counts over all periods. */
export interface LedgerPoint {
  readonly entryCount: number;
  readonly runningHash: Hex;
}

export const LEDGER_START: LedgerPoint = { entryCount: 0, runningHash: ZERO_HASH };

/**
 * Decodes the batches of one period, in order, and carries count and hash forward, so that both can be compared with the chain.
 * @throws UplineError LEDGER.UNKNOWN_KIND, LEDGER.TRUNCATED, LEDGER.OUT_OF_RANGE, LEDGER.UNKNOWN_MEMBER
 */
export function foldBatches(
  start: LedgerPoint,
  batches: readonly Uint8Array[],
  memberCount: number,
): LedgerPoint & { readonly entries: VolumeEntry[]; readonly cv: bigint } {
  const entries: VolumeEntry[] = [];
  let { runningHash } = start;
  let cv = 0n;
  for (const bytes of batches) {
    for (const entry of unpackEntries(bytes, start.entryCount + entries.length)) {
      if (entry.memberId > memberCount) {
        const index = start.entryCount + entries.length;
        throw new UplineError('LEDGER.UNKNOWN_MEMBER', { index, memberId: entry.memberId, memberCount });
      }
      entries.push(entry);
      cv += signedCv(entry);
    }
    runningHash = nextRunningHash(runningHash, bytes);
  }
  return { entries, cv, runningHash, entryCount: start.entryCount + entries.length };
}
