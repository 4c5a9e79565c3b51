import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { bytesToHex, hexToBytes } from '#kernel/hex.ts';
import { domain } from '../testing/world.ts';
import { capFor, proofBelow, subtreeOf } from './batches.ts';
import { buildPayoutTree, hashLeaf, hashNode, proofOf } from './tree.ts';

const treeOf = (count: number) =>
  buildPayoutTree(
    domain,
    Array.from({ length: count }, (_, index) => ({ memberId: index * 3 + 2, cumulative: BigInt(index + 1) * 1_000n })),
  );

// Both are checked against the contract in test/contracts/engine.test.ts; here against the plain proof.
describe('batches of a payout tree', () => {
  it.each([1, 2, 3, 5, 8, 17, 100])('C24 a proof that ends at the cap is the beginning of the whole one (%i leaves)', (count) => {
    const tree = treeOf(count);
    for (const claims of [1, 2, 7, 100]) {
      const cap = capFor(tree, claims);
      expect(cap.nodes.length).toBeLessThanOrEqual(claims);
      for (const { memberId } of tree.leaves) {
        const whole = proofOf(tree, memberId);
        const short = proofBelow(tree, memberId, cap.height);
        expect(whole.proof.slice(0, short.length)).toEqual(short);
        let node = hashLeaf(domain, { memberId, cumulative: whole.cumulative });
        let [place, width, used] = [whole.index, count, 0];
        for (let height = 0; height < cap.height; height += 1) {
          if (place % 2 === 1 || place + 1 < width) {
            const sibling = hexToBytes(short[used++] ?? '0x');
            node = place % 2 === 1 ? hashNode(sibling, node) : hashNode(node, sibling);
          }
          [place, width] = [Math.floor(place / 2), Math.ceil(width / 2)];
        }
        expect(used).toBe(short.length);
        expect(bytesToHex(node)).toBe(cap.nodes[place]);
      }
    }
  });

  it.each([1, 3, 8, 17, 100])('C24 every subtree holds its leaves and its proof (%i leaves)', (count) => {
    const tree = treeOf(count);
    for (let height = 0; 2 ** height < count * 2; height += 1) {
      for (let index = 0; index < count; index += 1) {
        const part = subtreeOf(tree, index, height);
        expect(part.firstIndex % 2 ** height).toBe(0);
        expect(part.leaves).toEqual(tree.leaves.slice(part.firstIndex, part.firstIndex + 2 ** height));
        const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');
        const bytes = part.leaves.map(({ memberId, cumulative }) => hex(memberId, 8) + hex(cumulative, 16));
        expect(part.packed).toBe(`0x${bytes.join('')}`);
        const whole = proofOf(tree, part.leaves[0]?.memberId ?? 0).proof;
        expect(part.proof).toEqual(part.proof.length === 0 ? [] : whole.slice(-part.proof.length));
      }
    }
    expect(subtreeOf(tree, 0, 0).packed).toBe('0x0000000200000000000003e8');
  });

  it.each([
    [0, 7, 1],
    [1, 7, 1],
    [2, 6, 2],
    [12, 4, 7],
    [13, 3, 13],
    [100, 0, 100],
    [5_000, 0, 100],
  ])('%i claims of a tree of 100 leaves share the level %i, which has %i nodes', (claims, height, nodes) => {
    const cap = capFor(treeOf(100), claims);
    expect([cap.height, cap.nodes.length]).toEqual([height, nodes]);
  });

  it('a tree without leaves has no cap', () => {
    expect(() => capFor(treeOf(0), 1)).toThrow(new UplineError('PAYOUT_TREE.NOT_A_MEMBER', { memberId: 0 }));
  });
});
