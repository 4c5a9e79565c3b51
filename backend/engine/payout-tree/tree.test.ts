import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { bytesToHex, hexToBytes, ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { cases, inHaste } from '../testing/cases.ts';
import { domain } from '../testing/world.ts';
import { rootByStranger, strangerAccepts } from './stranger.ts';
import {
  buildPayoutTree,
  hashLeaf,
  hashNode,
  MAX_AMOUNT,
  nodeAt,
  proofOf,
  totalOfRoot,
  verifyProof,
  type PayoutLeaf,
} from './tree.ts';

function leavesOf(count: number): PayoutLeaf[] {
  return Array.from({ length: count }, (_, index) => ({ memberId: index * 3 + 2, cumulative: BigInt(index + 1) * 1_000n }));
}

const treeArbitrary = fc
  .uniqueArray(fc.integer({ min: 1, max: 0xffff_ffff }), { minLength: 1, maxLength: 60 })
  .map((ids) =>
    ids
      .sort((left, right) => left - right)
      .map((memberId, index) => ({ memberId, cumulative: BigInt((index + 1) * (memberId % 1_000_003)) + 1n })),
  )
  .map((leaves) => buildPayoutTree(domain, leaves));

// Generous, because the machine may be busy with other things.
describe('the payout tree', { timeout: 60_000 }, () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 1_000, inHaste ? 2 ** 12 : 2 ** 17])(
    'C24 %i leaves: every proof holds, the root carries the sum',
    (count) => {
      const tree = buildPayoutTree(domain, leavesOf(count));
      const sum = tree.leaves.reduce((total, leaf) => total + leaf.cumulative, 0n);
      expect([tree.total, totalOfRoot(tree.root)]).toEqual([sum, sum]);
      if (count === 0) expect(tree.root).toBe(ZERO_HASH);
      const step = Math.max(1, Math.floor(count / 50));
      for (let index = 0; index < count; index += step) {
        const claim = proofOf(tree, tree.leaves[index]?.memberId ?? 0);
        expect(verifyProof(domain, tree.root, claim)).toBe(true);
      }
    },
  );

  it('C16 refuses a member twice, leaves out of order, nothing and too much', () => {
    const refused = (leaves: PayoutLeaf[]): unknown[] => {
      try {
        buildPayoutTree(domain, leaves);
      } catch (error) {
        if (error instanceof UplineError) return [error.code, error.parameters];
      }
      return ['nothing'];
    };
    const [first, second] = leavesOf(2) as [PayoutLeaf, PayoutLeaf];
    const [none, most] = [0n, MAX_AMOUNT + 1n];
    expect(refused([first, { ...first, cumulative: 5n }])).toEqual(['PAYOUT_TREE.REPEATED_MEMBER', { memberId: 2 }]);
    expect(refused([second, first])).toEqual(['PAYOUT_TREE.WRONG_ORDER', { index: 1, memberId: 2 }]);
    expect(refused([first, second, first])).toEqual(['PAYOUT_TREE.WRONG_ORDER', { index: 2, memberId: 2 }]);
    expect(refused([{ ...first, memberId: Number.NaN }])).toEqual([
      'PAYOUT_TREE.WRONG_ORDER',
      { index: 0, memberId: Number.NaN },
    ]);
    for (const cumulative of [none, most])
      expect(refused([first, { ...second, cumulative }])).toEqual([
        'PAYOUT_TREE.BAD_LEAF',
        { index: 1, memberId: 5, cumulative },
      ]);
    expect(refused([{ ...first, memberId: 0 }])).toEqual(['PAYOUT_TREE.REPEATED_MEMBER', { memberId: 0 }]);
    expect(refused([{ ...first, cumulative: MAX_AMOUNT }])).toEqual(['nothing']);
    expect(refused([{ ...first, cumulative: MAX_AMOUNT }, second])).toEqual(['PAYOUT_TREE.SUM_OVERFLOW', {}]);
  });

  it('C13 accepts no proof that was changed in any way', () => {
    fc.assert(
      fc.property(treeArbitrary, fc.nat(), fc.nat(), (tree, pick, where) => {
        const leaf = tree.leaves[pick % tree.leaves.length] as PayoutLeaf;
        const claim = proofOf(tree, leaf.memberId);
        const changed = (change: Partial<typeof claim>): boolean => verifyProof(domain, tree.root, { ...claim, ...change });
        expect(changed({})).toBe(true);
        expect(changed({ cumulative: claim.cumulative + 1n })).toBe(false);
        expect(changed({ memberId: claim.memberId + 1 })).toBe(false);
        expect(changed({ proof: [...claim.proof, ZERO_HASH] })).toBe(false);
        expect(changed({ proof: [...claim.proof, ...claim.proof, ZERO_HASH] })).toBe(false);
        expect(verifyProof({ ...domain, chainId: 1 }, tree.root, claim)).toBe(false);
        expect(verifyProof({ ...domain, vault: domain.token }, tree.root, claim)).toBe(false);
        expect(verifyProof({ ...domain, token: domain.vault }, tree.root, claim)).toBe(false);
        expect(changed({ index: claim.index + 2 ** 32 })).toBe(false);
        expect(changed({ index: claim.leafCount })).toBe(false);
        if (claim.proof.length === 0) return;
        expect(changed({ proof: claim.proof.slice(1) })).toBe(false);
        expect(changed({ proof: claim.proof.slice(0, -1) })).toBe(false);
        const position = where % claim.proof.length;
        expect(changed({ proof: claim.proof.map((word, index) => (index === position ? flip(word, where) : word)) })).toBe(false);
        expect(changed({ index: (claim.index + 1) % claim.leafCount })).toBe(false);
        expect(changed({ index: -1 })).toBe(false);
      }),
      { numRuns: cases(300) },
    );
  });

  it('C11 an inner node passes for no leaf', () => {
    const tree = buildPayoutTree(domain, leavesOf(4));
    const [left, right] = [0, 1].map((index) => nodeAt(tree.levels[1], index)) as [Uint8Array, Uint8Array];
    const amount = BigInt(`0x${bytesToHex(left).slice(-16)}`);
    const shorter = { memberId: 2, index: 0, leafCount: 2, cumulative: amount, proof: [bytesToHex(right)] };
    expect(verifyProof(domain, tree.root, shorter)).toBe(false);
    expect(bytesToHex(hashNode(left, right))).toBe(tree.root);
    expect(bytesToHex(hashLeaf(domain, { memberId: 2, cumulative: amount }))).not.toBe(bytesToHex(left));
  });

  it('a verifier that shares no line with it agrees on roots and proofs', () => {
    fc.assert(
      fc.property(treeArbitrary, fc.nat(), (tree, pick) => {
        const pairs = tree.leaves.map(({ memberId, cumulative }) => [memberId, cumulative] as const);
        expect(rootByStranger(domain, pairs)).toBe(tree.root);
        const claim = proofOf(tree, tree.leaves[pick % tree.leaves.length]?.memberId ?? 0);
        expect(strangerAccepts(domain, tree.root, claim)).toBe(true);
        expect(strangerAccepts(domain, tree.root, { ...claim, cumulative: claim.cumulative + 1n })).toBe(false);
      }),
      { numRuns: cases(100) },
    );
  });

  it('C13 a tree of one leaf has one place', () => {
    const tree = buildPayoutTree(domain, leavesOf(1));
    const claim = proofOf(tree, 2);
    expect([0, 1, 0.5, Number.NaN].map((index) => verifyProof(domain, tree.root, { ...claim, index }))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([-1, 0, 1, 2].map((index) => strangerAccepts(domain, tree.root, { ...claim, index }))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('C13 accepts no word of a proof that is not 32 bytes, and says so instead of breaking off', () => {
    const tree = buildPayoutTree(domain, leavesOf(2));
    const claim = proofOf(tree, 2);
    const [word] = claim.proof as [Hex];
    const accepted = (other: string): boolean => verifyProof(domain, tree.root, { ...claim, proof: [other as Hex] });
    expect(accepted(word)).toBe(true);
    expect(accepted(word.toUpperCase().replace('X', 'x'))).toBe(true);
    for (const other of ['', '0x', word.slice(0, -2), `${word}00`, word.slice(2), `${word.slice(0, -1)}g`]) {
      expect([other, accepted(other)]).toEqual([other, false]);
    }
    for (const other of ['', '0x', word.slice(0, -2), `${word}00`, word.slice(2)]) {
      const asked = { ...claim, proof: [other as Hex] };
      expect([other, strangerAccepts(domain, tree.root, asked)]).toEqual([other, false]);
    }
  });

  it('C13 accepts no amounts that no leaf can hold, and no sums that no node can hold', () => {
    const [first, second] = leavesOf(2) as [PayoutLeaf, PayoutLeaf];
    const most = buildPayoutTree(domain, [{ ...first, cumulative: MAX_AMOUNT }]);
    const claim = proofOf(most, first.memberId);
    expect(verifyProof(domain, most.root, claim)).toBe(true);
    expect(verifyProof(domain, most.root, { ...claim, cumulative: MAX_AMOUNT + 1n })).toBe(false);
    expect(verifyProof(domain, most.root, { ...claim, cumulative: -1n })).toBe(false);
    // The same eight bytes, with more before them.
    expect(verifyProof(domain, most.root, { ...claim, cumulative: MAX_AMOUNT + 2n ** 64n })).toBe(false);
    for (const memberId of [claim.memberId + 2 ** 32, claim.memberId + 0.5]) {
      expect(verifyProof(domain, most.root, { ...claim, memberId })).toBe(false);
    }
    const full = buildPayoutTree(domain, [{ ...first, cumulative: MAX_AMOUNT - second.cumulative }, second]);
    const whole = proofOf(full, first.memberId);
    expect(verifyProof(domain, full.root, whole)).toBe(true);
    expect(verifyProof(domain, full.root, { ...whole, cumulative: whole.cumulative + 1n })).toBe(false);
    expect(() => strangerAccepts(domain, full.root, { ...whole, cumulative: whole.cumulative + 1n })).toThrow(/64 bits/);
  });

  it('is read by the stranger with the same answers where there is nothing to read', () => {
    expect(rootByStranger(domain, [])).toBe(ZERO_HASH);
    const tree = buildPayoutTree(domain, leavesOf(5));
    const claim = proofOf(tree, 14);
    const asked = (change: Partial<typeof claim>): boolean => strangerAccepts(domain, tree.root, { ...claim, ...change });
    // The last of five leaves is promoted twice: one word leads it to the root.
    expect([claim.index, claim.proof.length, asked({})]).toEqual([4, 1, true]);
    expect(strangerAccepts(domain, `0x${tree.root.slice(2).toUpperCase()}`, claim)).toBe(true);
    for (const change of [
      { index: -1 },
      { index: 5 },
      { index: 3 },
      { leafCount: 6 },
      { memberId: 15 },
      { proof: [] },
      { proof: [...claim.proof, ZERO_HASH] },
    ]) {
      expect([change, asked(change)]).toEqual([change, false]);
    }
  });

  it('has no proof for somebody who is not in it', () => {
    const tree = buildPayoutTree(domain, leavesOf(3));
    for (const memberId of [0, 1, 3, 9])
      expect(() => proofOf(tree, memberId)).toThrow(new UplineError('PAYOUT_TREE.NOT_A_MEMBER', { memberId }));
  });

  it('has nodes from the first to the last of a level, and no others', () => {
    const [level] = buildPayoutTree(domain, leavesOf(3)).levels;
    expect([-1, 0, 2, 3].map((index) => nodeAt(level, index)?.length)).toEqual([undefined, 32, 32, undefined]);
    expect(nodeAt(undefined, 0)).toBe(undefined);
  });
});

function flip(word: Hex, where: number): Hex {
  const bytes = hexToBytes(word);
  bytes[where % 32] = (bytes[where % 32] ?? 0) ^ (1 << (where % 8));
  return bytesToHex(bytes);
}
