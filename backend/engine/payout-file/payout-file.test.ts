import { beforeAll, describe, expect, it } from 'vitest';
import { describeError, UplineError } from '#kernel/errors/index.ts';
import { buildPayoutFile, checkPayoutFile, parsePayoutFile, replay, type RunResult } from '../index.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';
import { type PayoutExpectation } from './check.ts';

type Leaf = [number, string];
type Json = Record<string, unknown> & { leaves: Leaf[] };

let run: RunResult;
let bytes: Uint8Array;
let onChain: PayoutExpectation;
let published: Json;

beforeAll(() => {
  const plans = new Map([[1, planOf({ active: '0' })]]);
  const entries = [5, 6, 7, 8, 9].map((memberId) => purchase(memberId, memberId, 1_000_000 * memberId, 10_000));
  for (const { result } of replay(chainOf([0, 1, 2, 3, 4, 4, 5, 2, 1], [{ entries }], plans), plans)) run = result;
  const file = buildPayoutFile(run);
  ({ bytes } = file);
  const { chainId, vault, token } = run.tree.domain;
  const { period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount } = run;
  onChain = {
    chainId,
    vault,
    token,
    period,
    planVersion,
    planHash,
    inputHash,
    stateRoot,
    root,
    total,
    leafCount,
    fileHash: file.fileHash,
  };
  published = JSON.parse(text()) as Json;
});

function text(): string {
  return new TextDecoder().decode(bytes);
}

/** The published file with some fields changed, still written canonically: fields stand in order and JSON.stringify adds no space. */
function tampered(change: (json: Json) => Partial<Json>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ ...published, ...change(published) }));
}

function codes(file: Uint8Array, expected: PayoutExpectation = onChain): string[] {
  return checkPayoutFile(file, expected).faults.map(({ code }) => code.replace('PAYOUT_FILE.', ''));
}

describe('the payout file', () => {
  it('is right as published, in itself, against the chain and against the calculation', () => {
    expect(run.leafCount).toBeGreaterThan(3);
    expect(codes(bytes, { ...onChain, leaves: run.tree.leaves })).toEqual([]);
    expect(parsePayoutFile(bytes)).toMatchObject({ total: run.total, root: run.root, leaves: run.tree.leaves });
    expect(tampered(() => ({}))).toEqual(bytes);
  });

  it('P15 an amount altered', () => {
    const file = tampered(({ leaves }) => ({
      leaves: leaves.map(([member, amount], index) => [member, index === 0 ? `${amount}0` : amount]),
    }));
    expect(codes(file)).toEqual(['WRONG_TOTAL', 'WRONG_ROOT', 'WRONG_HASH']);
    const [leaf] = checkPayoutFile(file, { leaves: run.tree.leaves }).faults.filter(
      ({ code }) => code === 'PAYOUT_FILE.WRONG_LEAF',
    );
    expect(leaf?.parameters).toMatchObject({
      index: 0,
      memberId: run.tree.leaves[0]?.memberId,
      expected: run.tree.leaves[0]?.cumulative,
    });
    expect(describeError(leaf?.code ?? 'REQUEST.FAILED', leaf?.parameters ?? {}, 'ru').message).toMatch(
      /^Лист 0: по файлу у партнёра \d+ \d+, по расчёту \d+\.$/,
    );
  });

  it('P15 two amounts altered so that the total still fits', () => {
    const file = tampered(({ leaves }) => ({
      leaves: leaves.map(
        ([member, amount], index) => [member, String(BigInt(amount) + [1n, -1n, 0n, 0n][Math.min(index, 3)]!)] as Leaf,
      ),
    }));
    expect(codes(file)).toEqual(['WRONG_ROOT', 'WRONG_HASH']);
  });

  it('P15 reordered', () => {
    expect(codes(tampered(({ leaves }) => ({ leaves: leaves.toReversed() })))).toEqual(['WRONG_ORDER', 'WRONG_HASH']);
  });

  it('P15 truncated', () => {
    expect(codes(bytes.subarray(0, bytes.length - 20))).toEqual(['NOT_JSON', 'WRONG_HASH']);
    expect(codes(new Uint8Array(0))).toEqual(['NOT_JSON', 'WRONG_HASH']);
  });

  it('P15 one leaf added', () => {
    const file = tampered(({ leaves }) => ({ leaves: [...leaves, [999, '5'] as Leaf] }));
    expect(codes(file)).toEqual(['WRONG_COUNT', 'WRONG_TOTAL', 'WRONG_ROOT', 'DIFFERS_FROM_CHAIN', 'WRONG_HASH']);
  });

  it('P15 one leaf taken out, and a member twice', () => {
    expect(codes(tampered(({ leaves }) => ({ leaves: leaves.slice(1) })))[0]).toBe('WRONG_COUNT');
    const twice = tampered(({ leaves }) => ({ leaves: [leaves[0] as Leaf, ...leaves], leafCount: leaves.length + 1 }));
    // No tree has a member twice, so there is no root to compare with; that is said once.
    expect(codes(twice, {})).toEqual(['REPEATED_MEMBER', 'WRONG_TOTAL']);
  });

  it('P15 a member of the calculation who is missing from the file is named', () => {
    const leaves = [...run.tree.leaves, { memberId: 77, cumulative: 5n }];
    expect(checkPayoutFile(bytes, { leaves }).faults).toEqual([
      { code: 'PAYOUT_FILE.WRONG_LEAF', parameters: { index: run.leafCount, memberId: 77, actual: 0n, expected: 5n } },
    ]);
  });

  it('P15 total wrong', () => {
    expect(codes(tampered(() => ({ total: String(run.total + 1n) })))).toEqual([
      'WRONG_TOTAL',
      'DIFFERS_FROM_CHAIN',
      'WRONG_HASH',
    ]);
  });

  it('P15 root wrong', () => {
    const root = `${run.root.slice(0, -1)}${run.root.endsWith('0') ? '1' : '0'}`;
    expect(codes(tampered(() => ({ root })))).toEqual(['WRONG_ROOT', 'DIFFERS_FROM_CHAIN', 'WRONG_HASH']);
  });

  it('P15 hash of the file wrong', () => {
    expect(codes(bytes, { ...onChain, fileHash: `0x${'0'.repeat(64)}` })).toEqual(['WRONG_HASH']);
  });

  it('P15 not canonical, with the place', () => {
    const spaced = new TextEncoder().encode(text().replace(',', ', '));
    expect(codes(spaced)).toEqual(['NOT_CANONICAL', 'WRONG_HASH']);
    expect(checkPayoutFile(spaced).faults[0]?.parameters).toEqual({ offset: text().indexOf(',') + 1 });
    expect(codes(new TextEncoder().encode(`${text()}\n`))).toEqual(['NOT_CANONICAL', 'WRONG_HASH']);
    expect(codes(new TextEncoder().encode(text().replace('{', '{"period":7,')))).toEqual(['NOT_CANONICAL', 'WRONG_HASH']);
    expect(codes(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]))).toEqual(['NOT_JSON', 'WRONG_HASH']);
  });

  it('P15 made for another vault, chain or period; not text; a field missing or of a wrong form', () => {
    const other = checkPayoutFile(bytes, { ...onChain, chainId: 1, period: 9, vault: run.tree.domain.token }).faults;
    expect(other.map(({ parameters }) => parameters['field'])).toEqual(['chainId', 'vault', 'period']);
    expect(codes(Uint8Array.from([0xff, 0xfe]))).toEqual(['NOT_TEXT', 'WRONG_HASH']);
    const { total: _total, ...without } = published;
    const missing = checkPayoutFile(new TextEncoder().encode(JSON.stringify(without))).faults;
    expect(missing).toEqual([{ code: 'PAYOUT_FILE.BAD_FIELD', parameters: { path: 'total' } }]);
    expect(
      codes(
        tampered(({ leaves: [, ...rest] }) => ({ leaves: [[2, 1e3 as unknown as string], ...rest] })),
        {},
      ),
    ).toEqual(['BAD_FIELD']);
    expect(
      codes(
        tampered(({ leaves }) => ({ leaves: [[1, '0'] as Leaf, ...leaves], leafCount: leaves.length + 1 })),
        {},
      ),
    ).toEqual(['PAYOUT_TREE.BAD_LEAF']);
  });

  it.each([
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
  ])('P15 another %s on the chain is told with what was expected and what stands in the file', (field) => {
    const wanted = onChain[field as 'total'];
    const other = typeof wanted === 'bigint' ? wanted + 1n : typeof wanted === 'number' ? wanted + 1 : `0x${'ab'.repeat(20)}`;
    expect(checkPayoutFile(bytes, { ...onChain, [field]: other }).faults).toEqual([
      {
        code: 'PAYOUT_FILE.DIFFERS_FROM_CHAIN',
        parameters: { field, expected: String(other), actual: String(wanted).toLowerCase() },
      },
    ]);
  });

  it('P15 addresses and hashes are the same in small and in capital letters', () => {
    const capitals = (word: string | undefined) => `0x${(word ?? '').slice(2).toUpperCase()}` as const;
    const { vault, token, root, fileHash } = onChain;
    const expected = { vault: capitals(vault), token: capitals(token), root: capitals(root), fileHash: capitals(fileHash) };
    expect(codes(bytes, { ...onChain, ...expected })).toEqual([]);
  });

  it('P15 faults name the leaf, the count, the sum and the root, as declared and as they are', () => {
    const faultsOf = (file: Uint8Array, code: string): unknown[] =>
      checkPayoutFile(file).faults.flatMap((fault) => (fault.code === `PAYOUT_FILE.${code}` ? [fault.parameters] : []));
    const [first, second] = published.leaves as [Leaf, Leaf];
    const count = published.leaves.length;
    const twice = tampered(({ leaves }) => ({ leaves: [...leaves, first] }));
    expect(faultsOf(twice, 'REPEATED_MEMBER')).toEqual([{ index: count, memberId: first[0] }]);
    expect(faultsOf(twice, 'WRONG_ORDER')).toEqual([]);
    expect(faultsOf(twice, 'WRONG_COUNT')).toEqual([{ declared: count, actual: count + 1 }]);
    expect(faultsOf(twice, 'WRONG_TOTAL')).toEqual([{ declared: run.total, actual: run.total + BigInt(first[1]) }]);
    const swapped = tampered(({ leaves: [, , ...rest] }) => ({ leaves: [second, first, ...rest] }));
    expect(faultsOf(swapped, 'WRONG_ORDER')).toEqual([{ index: 1, memberId: first[0] }]);
    const root = `0x${'5'.repeat(64)}`;
    expect(
      faultsOf(
        tampered(() => ({ root })),
        'WRONG_ROOT',
      ),
    ).toEqual([{ declared: root, actual: run.root }]);
    expect(checkPayoutFile(bytes, { fileHash: `0x${'0'.repeat(64)}` }).faults[0]?.parameters).toEqual({
      expected: `0x${'0'.repeat(64)}`,
      actual: onChain.fileHash,
    });
    expect(checkPayoutFile(new TextEncoder().encode('{')).faults[0]?.parameters).toEqual({ bytes: 1 });
    expect(checkPayoutFile(new TextEncoder().encode('5')).faults[0]?.parameters).toEqual({ path: 'file' });
    const nested = tampered(({ leaves }) => ({ leaves: [...leaves, [9, '-1'] as Leaf] }));
    expect(checkPayoutFile(nested).faults[0]?.parameters).toEqual({ path: `leaves.${count}.1` });
  });

  it('P15 the first leaf that departs from the calculation is named, whoever has too much or is not in it', () => {
    const leaves = run.tree.leaves.slice(1);
    const [extra] = run.tree.leaves;
    expect(checkPayoutFile(bytes, { leaves }).faults).toEqual([
      {
        code: 'PAYOUT_FILE.WRONG_LEAF',
        parameters: { index: 0, memberId: extra?.memberId, actual: extra?.cumulative, expected: 0n },
      },
    ]);
  });

  it('P15 is not read at all unless it is right in itself', () => {
    const codeOf = (file: Uint8Array): string => {
      try {
        parsePayoutFile(file);
      } catch (error) {
        return error instanceof UplineError ? `${error.code} ${JSON.stringify(error.parameters)}` : String(error);
      }
      return 'nothing';
    };
    expect(codeOf(bytes)).toBe('nothing');
    expect(codeOf(new TextEncoder().encode('{}'))).toMatch(/^PAYOUT_FILE.BAD_FIELD /);
    expect(codeOf(new TextEncoder().encode('x'))).toBe('PAYOUT_FILE.NOT_JSON {"bytes":1}');
    expect(codeOf(tampered(({ leaves }) => ({ leaves: leaves.toReversed() })))).toMatch(/^PAYOUT_FILE.WRONG_ORDER {"index":1,/);
  });

  it('P15 every single byte counts', () => {
    for (let index = 0; index < bytes.length; index += 7) {
      const changed = Uint8Array.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(codes(changed)).not.toEqual([]);
    }
  });
});
