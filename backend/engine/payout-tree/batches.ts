import { bytesToHex, type Hex } from '#kernel/hex.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { type PayoutLeaf, type PayoutTree, proofOf } from './tree.ts';

/** A whole level of the tree, which many proofs then need not repeat: `cap` of `claimMany`. */
export interface PayoutCap {
  readonly height: number;
  readonly nodes: readonly Hex[];
}

/** All leaves below one node, as `paySubtree` and `acknowledgeBank` take them. */
export interface PayoutSubtree {
  readonly firstIndex: number;
  readonly height: number;
  readonly leaves: readonly PayoutLeaf[];
  /** Twelve bytes each: member 4, cumulative 8. */
  readonly packed: Hex;
  readonly proof: readonly Hex[];
}

/**
 * The level that makes `claims` claims cheapest to send together: about as many nodes as there are claims. A tree without leaves has
 * none. @throws UplineError PAYOUT_TREE.NOT_A_MEMBER
 */
export function capFor(tree: PayoutTree, claims: number): PayoutCap {
  const height = tree.levels.findIndex((level) => level.length <= Math.max(1, claims));
  const level = tree.levels[height];
  if (level === undefined || level.length === 0) throw new UplineError('PAYOUT_TREE.NOT_A_MEMBER', { memberId: 0 });
  return { height, nodes: level.map(bytesToHex) };
}

/** The proof of a member's leaf that ends at the cap. @throws UplineError PAYOUT_TREE.NOT_A_MEMBER */
export function proofBelow(tree: PayoutTree, memberId: number, height: number): readonly Hex[] {
  return siblings(tree, proofOf(tree, memberId).index, 0, height);
}

/** The leaves below the node `height` levels above leaf `index`, and the proof of that node. */
export function subtreeOf(tree: PayoutTree, index: number, height: number): PayoutSubtree {
  const size = 2 ** height;
  const firstIndex = index - (index % size);
  const leaves = tree.leaves.slice(firstIndex, firstIndex + size);
  const bytes = new Uint8Array(leaves.length * 12);
  const view = new DataView(bytes.buffer);
  leaves.forEach(({ memberId, cumulative }, place) => {
    view.setUint32(place * 12, memberId);
    view.setBigUint64(place * 12 + 4, cumulative);
  });
  return {
    firstIndex,
    height,
    leaves,
    packed: bytesToHex(bytes),
    proof: siblings(tree, firstIndex / size, height, tree.levels.length),
  };
}

/** Siblings on the way from the node at `position` of level `from` up to level `to`; a node without a sibling is promoted. */
function siblings(tree: PayoutTree, position: number, from: number, to: number): readonly Hex[] {
  const found: Hex[] = [];
  for (let height = from; height < Math.min(to, tree.levels.length); height += 1) {
    const sibling = tree.levels[height]?.[position ^ 1];
    if (sibling !== undefined) found.push(bytesToHex(sibling));
    position = Math.floor(position / 2);
  }
  return found;
}
