import { describe, expect, it } from 'vitest';
import { bytesToHex, hexToBytes, type Hex } from '#kernel/hex.ts';
import {
  batchRoot,
  buildPayoutFile,
  buildPayoutTree,
  canonicalPlan,
  foldBatches,
  hashLeaf,
  inputHash,
  LEDGER_START,
  nodeAt,
  nextRunningHash,
  packEntries,
  packEntry,
  parsePlan,
  parsePayoutFile,
  planHash,
  proofOf,
  stateRoot,
  unpackEntries,
  type PayoutLeaf,
  type VaultDomain,
  type VolumeEntry,
} from './index.ts';
import { keccakText } from './hash.ts';
import { columnsHash } from './state/columns.ts';
import { blocksOf } from './testing/document.ts';

function block(label: string): unknown {
  const found = blocksOf('audit.md', label);
  expect(found).toHaveLength(1);
  return found[0];
}

/** An entry of the document: the same fields, amounts as text. */
function entryOf(written: Record<string, string | number>): VolumeEntry {
  const amounts = ['pv', 'cv', 'value'].filter((field) => field in written);
  return {
    ...written,
    ...Object.fromEntries(amounts.map((field) => [field, BigInt(written[field] ?? 0)])),
  } as unknown as VolumeEntry;
}

const leavesOf = (pairs: readonly [number, string][]): PayoutLeaf[] =>
  pairs.map(([memberId, cumulative]) => ({ memberId, cumulative: BigInt(cumulative) }));

describe('docs/audit.md', () => {
  const entries = block('entries') as { entry: Record<string, string | number>; bytes: Hex }[];
  const batches = block('batches') as { bytes: Hex; batchRoot: Hex; runningHash: Hex }[];
  const tree = block('tree') as {
    domain: VaultDomain;
    leaves: [number, string][];
    leafHashes: Hex[];
    roots: Hex[];
    level1: Hex[];
    total: string;
    proofs: { memberId: number; index: number; proof: Hex[] }[];
  };

  it('1: entries, there and back', () => {
    expect(new Set(entries.map(({ entry }) => entry['kind'])).size).toBe(6);
    for (const { entry, bytes } of entries) {
      expect(bytesToHex(packEntry(entryOf(entry)))).toBe(bytes);
      expect(unpackEntries(hexToBytes(bytes))).toEqual([entryOf(entry)]);
    }
  });

  it('1: batch roots and running hash', () => {
    let running = LEDGER_START.runningHash;
    for (const batch of batches) {
      const bytes = hexToBytes(batch.bytes);
      running = nextRunningHash(running, bytes);
      expect([batchRoot(bytes), running]).toEqual([batch.batchRoot, batch.runningHash]);
    }
    const all = batches.map(({ bytes }) => hexToBytes(bytes));
    const folded = foldBatches(LEDGER_START, all, 5);
    expect(folded).toMatchObject({
      entryCount: 6,
      runningHash: running,
      cv: 25_000_000n + 1_099_511_627_775n - 12_500_000n - 2n,
    });
    expect(bytesToHex(packEntries(folded.entries))).toBe(`0x${batches.map(({ bytes }) => bytes.slice(2)).join('')}`);
  });

  it('2: input hash and plan hash', () => {
    const { inputHash: wanted, ...frozen } = block('inputs') as Parameters<typeof inputHash>[0] & { inputHash: Hex };
    expect(inputHash(frozen)).toBe(wanted);
    const plan = parsePlan(blocksOf('plans.md', 'plan')[0]);
    const { planHash: hash, length } = block('planHash') as { planHash: Hex; length: number };
    expect([planHash(plan), new TextEncoder().encode(canonicalPlan(plan)).length]).toEqual([hash, length]);
  });

  it('3: leaves, inner nodes, roots of 0 to 5 leaves, proofs', () => {
    const leaves = leavesOf(tree.leaves);
    expect(leaves.map((leaf) => bytesToHex(hashLeaf(tree.domain, leaf)))).toEqual(tree.leafHashes);
    expect(tree.roots.map((_, count) => buildPayoutTree(tree.domain, leaves.slice(0, count)).root)).toEqual(tree.roots);
    const built = buildPayoutTree(tree.domain, leaves);
    expect(tree.level1.map((_, index) => bytesToHex(nodeAt(built.levels[1], index) ?? Uint8Array.of()))).toEqual(tree.level1);
    expect(built.total).toBe(BigInt(tree.total));
    for (const proof of tree.proofs) expect(proofOf(built, proof.memberId)).toMatchObject(proof);
  });

  it('4: the payout file', () => {
    const { text, fileHash } = block('file') as { text: string; fileHash: Hex };
    expect(keccakText(text)).toBe(fileHash);
    const file = parsePayoutFile(new TextEncoder().encode(text));
    const again = buildPayoutFile({ ...file, tree: buildPayoutTree(file.domain, file.leaves) });
    expect([new TextDecoder().decode(again.bytes), again.fileHash]).toEqual([text, fileHash]);
  });

  it('5: the state root', () => {
    const state = block('state') as {
      period: number;
      limit: string;
      gross: string;
      memberCount: number;
      members: { memberId: number; ppv: string; cumulative: string; debt: string }[];
      stateRoot: Hex;
      empty: Hex;
    };
    const column = (field: 'ppv' | 'cumulative' | 'debt'): BigUint64Array => {
      const values = new BigUint64Array(state.memberCount + 1);
      for (const member of state.members) values[member.memberId] = BigInt(member[field]);
      return values;
    };
    const carry = { memberCount: state.memberCount, cumulative: column('cumulative'), debt: column('debt'), total: 500n };
    const { period, limit, gross } = state;
    expect(stateRoot({ period, limit: BigInt(limit), gross: BigInt(gross), ppv: column('ppv'), carry })).toBe(state.stateRoot);
    const { ranks, values, ...wanted } = block('columns') as {
      ranks: string[];
      values: Record<string, string[]>;
      columns: Hex;
      stateRoot: Hex;
    };
    // The order in which columns were put together does not matter.
    const named = Object.entries(values).toReversed();
    const columns = { ranks, values: new Map(named.map(([name, list]) => [name, BigInt64Array.from(['0', ...list], BigInt)])) };
    const remembering = { ...carry, columns };
    expect(bytesToHex(columnsHash(columns, state.memberCount))).toBe(wanted.columns);
    expect(stateRoot({ period, limit: BigInt(limit), gross: BigInt(gross), ppv: column('ppv'), carry: remembering })).toBe(
      wanted.stateRoot,
    );
    const nothing = { memberCount: 1, cumulative: new BigUint64Array(2), debt: new BigUint64Array(2), total: 0n };
    expect(stateRoot({ period: 1, limit: 0n, gross: 0n, ppv: new BigUint64Array(2), carry: nothing })).toBe(state.empty);
  });
});
