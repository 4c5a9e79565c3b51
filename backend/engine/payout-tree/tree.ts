import { UplineError } from '#kernel/errors/index.ts';
import { bytesToHex, hexToBytes, isHex, ZERO_HASH, type Address, type Hex } from '#kernel/hex.ts';
import { abiWords, joinWords, keccak } from '../hash.ts';

/** What a leaf is bound to: it counts in this vault, for this token, on this chain, and nowhere else. */
export interface VaultDomain {
  readonly chainId: number;
  readonly vault: Address;
  readonly token: Address;
}

/** All that a member has earned since the beginning, payout units. */
export interface PayoutLeaf {
  readonly memberId: number;
  readonly cumulative: bigint;
}

/** Merkle-sum tree as IPayoutVault defines it; docs/audit.md has its bytes. `levels[0]` are the leaves, the last level is the root. */
export interface PayoutTree {
  readonly domain: VaultDomain;
  readonly leaves: readonly PayoutLeaf[];
  readonly levels: readonly (readonly Uint8Array[])[];
  readonly root: Hex;
  readonly total: bigint;
}

/** What `claim` takes beside the root. */
export interface PayoutProof {
  readonly memberId: number;
  readonly index: number;
  readonly leafCount: number;
  readonly cumulative: bigint;
  readonly proof: readonly Hex[];
}

export const MAX_AMOUNT = 0xffff_ffff_ffff_ffffn;
const HASH_BYTES = 24;

/** leaf = top192(keccak256(abi.encode(chainId, vault, token, memberId, cumulative))) ‖ cumulative */
export function hashLeaf(domain: VaultDomain, leaf: PayoutLeaf): Uint8Array {
  return leafHasher(domain)(leaf);
}

/** Hashes the leaves of one vault: the words that all of them share are written once. */
function leafHasher({ chainId, vault, token }: VaultDomain): (leaf: PayoutLeaf) => Uint8Array {
  const words = abiWords(chainId, hexToBytes(vault), hexToBytes(token), 0, 0);
  const view = new DataView(words.buffer);
  return ({ memberId, cumulative }) => {
    view.setUint32(4 * 32 - 4, memberId);
    view.setBigUint64(5 * 32 - 8, cumulative);
    return packNode(keccak(words), cumulative);
  };
}

/** node = top192(keccak256(left ‖ right)) ‖ (sum(left) + sum(right)) @throws UplineError PAYOUT_TREE.SUM_OVERFLOW */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  const sum = sumOf(left) + sumOf(right);
  if (sum > MAX_AMOUNT) throw new UplineError('PAYOUT_TREE.SUM_OVERFLOW');
  return packNode(keccak(joinWords(left, right)), sum);
}

/** Sum that a node (or a root) carries. */
export function sumOf(node: Uint8Array): bigint {
  return new DataView(node.buffer, node.byteOffset, node.byteLength).getBigUint64(HASH_BYTES);
}

/** Sum that a root commits to: its last eight bytes. */
export function totalOfRoot(root: Hex): bigint {
  return sumOf(hexToBytes(root));
}

/**
 * Builds the tree. Leaves must stand in the order of member numbers, each member once, each amount from 1 to 2^64 − 1.
 * @throws UplineError PAYOUT_TREE.REPEATED_MEMBER, PAYOUT_TREE.WRONG_ORDER, PAYOUT_TREE.BAD_LEAF, PAYOUT_TREE.SUM_OVERFLOW
 */
export function buildPayoutTree(domain: VaultDomain, leaves: readonly PayoutLeaf[]): PayoutTree {
  let previous = 0;
  leaves.forEach(({ memberId, cumulative }, index) => {
    if (memberId === previous) throw new UplineError('PAYOUT_TREE.REPEATED_MEMBER', { memberId });
    if (!(memberId > previous)) throw new UplineError('PAYOUT_TREE.WRONG_ORDER', { index, memberId });
    if (cumulative < 1n || cumulative > MAX_AMOUNT)
      throw new UplineError('PAYOUT_TREE.BAD_LEAF', { index, memberId, cumulative });
    previous = memberId;
  });

  const levels: Uint8Array[][] = [leaves.map(leafHasher(domain))];
  for (let level = levels[0] ?? []; level.length > 1;) {
    level = parentsOf(level);
    levels.push(level);
  }
  const top = levels.at(-1)?.[0];
  return {
    domain,
    leaves,
    levels,
    root: top === undefined ? ZERO_HASH : bytesToHex(top),
    total: top === undefined ? 0n : sumOf(top),
  };
}

/** The proof of a member's leaf. @throws UplineError PAYOUT_TREE.NOT_A_MEMBER */
export function proofOf(tree: PayoutTree, memberId: number): PayoutProof {
  const index = indexOfMember(tree.leaves, memberId);
  const leaf = tree.leaves[index];
  if (leaf === undefined) throw new UplineError('PAYOUT_TREE.NOT_A_MEMBER', { memberId });
  const proof: Hex[] = [];
  let position = index;
  for (const level of tree.levels) {
    const sibling = level[position ^ 1];
    if (sibling !== undefined) proof.push(bytesToHex(sibling));
    position >>= 1;
  }
  return { memberId, index, leafCount: tree.leaves.length, cumulative: leaf.cumulative, proof };
}

/** Walks a proof exactly as the contract does: by index and leaf count, used up to the last word. */
export function verifyProof(domain: VaultDomain, root: Hex, claim: PayoutProof): boolean {
  const { memberId, index, leafCount, cumulative, proof } = claim;
  if (!Number.isInteger(index) || index < 0 || index >= leafCount || cumulative < 0n || cumulative > MAX_AMOUNT) return false;
  let node = hashLeaf(domain, { memberId, cumulative });
  let position = index;
  let used = 0;
  for (let width = leafCount; width > 1; width = Math.ceil(width / 2)) {
    const promoted = position === width - 1 && width % 2 === 1;
    if (!promoted) {
      const word = proof[used];
      if (!isHex(word, 32)) return false;
      const sibling = hexToBytes(word);
      if (sumOf(node) + sumOf(sibling) > MAX_AMOUNT) return false;
      node = position % 2 === 0 ? hashNode(node, sibling) : hashNode(sibling, node);
      used += 1;
    }
    position = Math.floor(position / 2);
  }
  return used === proof.length && bytesToHex(node) === root.toLowerCase();
}

function packNode(hash: Uint8Array, sum: bigint): Uint8Array {
  new DataView(hash.buffer, hash.byteOffset, hash.byteLength).setBigUint64(HASH_BYTES, sum);
  return hash;
}

function parentsOf(level: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left !== undefined) parents.push(right === undefined ? left : hashNode(left, right));
  }
  return parents;
}

/** Leaves are sorted, so a search by halves finds one; −1 when there is none. */
function indexOfMember(leaves: readonly PayoutLeaf[], memberId: number): number {
  let low = 0;
  let high = leaves.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = leaves[middle]?.memberId ?? 0;
    if (found === memberId) return middle;
    if (found < memberId) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
