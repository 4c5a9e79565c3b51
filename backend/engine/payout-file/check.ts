import { UplineError, type ErrorCode, type ErrorParameters } from '#kernel/errors/index.ts';
import { type Hex } from '#kernel/hex.ts';
import { canonicalText } from '../canonical.ts';
import { keccakHex } from '../hash.ts';
import { buildPayoutTree, type PayoutLeaf, type VaultDomain } from '../payout-tree/tree.ts';
import { lower, payoutJsonSchema, type PayoutFile, type PayoutJson } from './format.ts';

/** One fault of a payout file, to be put into words by `describeError`. */
export interface PayoutFault {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;
}

/** What the file is held against: fields of the proposal on the chain, and, where a calculation was made, its leaves. */
export interface PayoutExpectation extends Partial<VaultDomain> {
  readonly period?: number;
  readonly planVersion?: number;
  readonly planHash?: Hex;
  readonly inputHash?: Hex;
  readonly stateRoot?: Hex;
  readonly root?: Hex;
  readonly total?: bigint;
  readonly leafCount?: number;
  readonly fileHash?: Hex;
  readonly leaves?: readonly PayoutLeaf[];
}

export interface PayoutCheck {
  /** In the order of the checks; empty when the file is right. */
  readonly faults: readonly PayoutFault[];
  /** What was read, if the bytes have the form of a payout file at all. */
  readonly file?: PayoutFile;
}

/** Reads a payout file that must be right in itself. @throws UplineError PAYOUT_FILE.* for its first fault */
export function parsePayoutFile(bytes: Uint8Array): PayoutFile {
  const { faults, file } = checkPayoutFile(bytes);
  const [first] = faults;
  if (first !== undefined) throw new UplineError(first.code, first.parameters);
  if (file === undefined) throw new UplineError('PAYOUT_FILE.NOT_JSON', { bytes: bytes.length });
  return file;
}

/** Checks the bytes in themselves and against `expected`, and names every fault. */
export function checkPayoutFile(bytes: Uint8Array, expected: PayoutExpectation = {}): PayoutCheck {
  const read = readJson(bytes);
  if ('faults' in read) return { faults: [...read.faults, ...hashFaults(bytes, expected)] };
  const file = fileOf(read.json);
  const faults = [
    ...canonicalFaults(read.text, read.json),
    ...leafFaults(file.leaves),
    ...commitmentFaults(file, read.json),
    ...chainFaults(file, expected),
    ...calculationFaults(file.leaves, expected.leaves),
    ...hashFaults(bytes, expected),
  ];
  return { faults, file };
}

function readJson(bytes: Uint8Array): { text: string; json: PayoutJson } | { faults: PayoutFault[] } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { faults: [fault('PAYOUT_FILE.NOT_TEXT')] };
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { faults: [fault('PAYOUT_FILE.NOT_JSON', { bytes: bytes.length })] };
  }
  const read = payoutJsonSchema.safeParse(data);
  if (read.success) return { text, json: read.data };
  return { faults: read.error.issues.map((issue) => fault('PAYOUT_FILE.BAD_FIELD', { path: issue.path.join('.') || 'file' })) };
}

function fileOf(json: PayoutJson): PayoutFile {
  const { chainId, vault, token, period, planVersion, planHash, inputHash, stateRoot, root } = json;
  return {
    domain: { chainId, vault, token },
    period,
    planVersion,
    planHash,
    inputHash,
    stateRoot,
    root,
    total: BigInt(json.total),
    leaves: json.leaves.map(([memberId, cumulative]) => ({ memberId, cumulative: BigInt(cumulative) })),
  };
}

function canonicalFaults(text: string, json: PayoutJson): PayoutFault[] {
  const canonical = canonicalText(json);
  if (canonical === text) return [];
  let offset = 0;
  while (text[offset] === canonical[offset]) offset += 1;
  return [fault('PAYOUT_FILE.NOT_CANONICAL', { offset })];
}

function leafFaults(leaves: readonly PayoutLeaf[]): PayoutFault[] {
  const seen = new Set<number>();
  let previous = 0;
  for (const [index, { memberId }] of leaves.entries()) {
    if (seen.has(memberId)) return [fault('PAYOUT_FILE.REPEATED_MEMBER', { index, memberId })];
    if (memberId < previous) return [fault('PAYOUT_FILE.WRONG_ORDER', { index, memberId })];
    seen.add(memberId);
    previous = memberId;
  }
  return [];
}

/** Count, sum and root that the file declares, against its own leaves. */
function commitmentFaults(file: PayoutFile, { leafCount }: PayoutJson): PayoutFault[] {
  const faults: PayoutFault[] = [];
  const actual = file.leaves.length;
  if (leafCount !== actual) faults.push(fault('PAYOUT_FILE.WRONG_COUNT', { declared: leafCount, actual }));
  const sum = file.leaves.reduce((total, leaf) => total + leaf.cumulative, 0n);
  if (sum !== file.total) faults.push(fault('PAYOUT_FILE.WRONG_TOTAL', { declared: file.total, actual: sum }));
  try {
    const { root } = buildPayoutTree(file.domain, file.leaves);
    if (root !== file.root) faults.push(fault('PAYOUT_FILE.WRONG_ROOT', { declared: file.root, actual: root }));
  } catch (error) {
    // Leaves of which no tree can be built: the order faults are named already, the rest (zero, overflow) are named here.
    if (!(error instanceof UplineError)) throw error;
    if (!error.code.endsWith('ORDER') && !error.code.endsWith('MEMBER')) faults.push(fault(error.code, error.parameters));
  }
  return faults;
}

function chainFaults(file: PayoutFile, expected: PayoutExpectation): PayoutFault[] {
  const actual = { ...file.domain, ...file, leafCount: file.leaves.length };
  const fields = [
    'chainId',
    'vault',
    'token',
    'period',
    'planVersion',
    'planHash',
    'inputHash',
    'stateRoot',
    'root',
    'total',
    'leafCount',
  ] as const;
  return fields.flatMap((field) => {
    const wanted = expected[field];
    if (wanted === undefined || spelled(wanted) === spelled(actual[field])) return [];
    return [fault('PAYOUT_FILE.DIFFERS_FROM_CHAIN', { field, expected: spelled(wanted), actual: spelled(actual[field]) })];
  });
}

/** The first leaf in which the file departs from the calculation. */
function calculationFaults(leaves: readonly PayoutLeaf[], expected: readonly PayoutLeaf[] | undefined): PayoutFault[] {
  if (expected === undefined) return [];
  const published = new Map(leaves.map((leaf) => [leaf.memberId, leaf.cumulative]));
  const calculated = new Map(expected.map((leaf) => [leaf.memberId, leaf.cumulative]));
  for (const [index, { memberId }] of leaves.entries()) {
    const actual = published.get(memberId) ?? 0n;
    const wanted = calculated.get(memberId) ?? 0n;
    if (actual !== wanted) return [fault('PAYOUT_FILE.WRONG_LEAF', { index, memberId, actual, expected: wanted })];
  }
  for (const [index, { memberId, cumulative }] of expected.entries()) {
    if (!published.has(memberId)) return [fault('PAYOUT_FILE.WRONG_LEAF', { index, memberId, actual: 0n, expected: cumulative })];
  }
  return [];
}

function hashFaults(bytes: Uint8Array, { fileHash }: PayoutExpectation): PayoutFault[] {
  const actual = keccakHex(bytes);
  if (fileHash === undefined || lower(fileHash) === actual) return [];
  return [fault('PAYOUT_FILE.WRONG_HASH', { expected: fileHash, actual })];
}

function spelled(value: string | number | bigint): string {
  return String(value).toLowerCase();
}

function fault(code: ErrorCode, parameters: ErrorParameters = {}): PayoutFault {
  return { code, parameters };
}
