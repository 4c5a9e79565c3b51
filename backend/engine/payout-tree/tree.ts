import { UplineError } from '#kernel/errors/index.ts';
import { bytesToHex, hexToBytes, isHex, ZERO_HASH, type Address, type Hex } from '#kernel/hex.ts';
import { isMemberId } from '#kernel/ids.ts';
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

/**
 * Merkle-sum tree as IPayoutVault defines it; docs/audit.md has its bytes. `levels[0]` are the leaves, the last level is the root; each is one
 * run of bytes, 32 for a node, because a million small arrays would cost more than the hashes. `nodeAt` reads one.
 */
export interface PayoutTree {
  readonly domain: VaultDomain;
  readonly leaves: readonly PayoutLeaf[];
  readonly levels: readonly Uint8Array[];
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
const NODE_BYTES = 32;

/** leaf = top192(keccak256(abi.encode(chainId, vault, token, memberId, cumulative))) ‖ cumulative */
export function hashLeaf(domain: VaultDomain, leaf: PayoutLeaf): Uint8Array {
  return hashLeaves(domain, [leaf]);
}

/** The lowest level. The words that all leaves of a vault share are written once. */
function hashLeaves({ chainId, vault, token }: VaultDomain, leaves: readonly PayoutLeaf[]): Uint8Array {
  const words = abiWords(chainId, hexToBytes(vault), hexToBytes(token), 0, 0);
  const view = new DataView(words.buffer);
  const level = new Uint8Array(leaves.length * NODE_BYTES);
  const sums = new DataView(level.buffer);
  let offset = 0;
  for (const { memberId, cumulative } of leaves) {
    view.setUint32(4 * 32 - 4, memberId);
    view.setBigUint64(5 * 32 - 8, cumulative);
    level.set(keccak(words), offset);
    sums.setBigUint64(offset + HASH_BYTES, cumulative);
    offset += NODE_BYTES;
  }
  return level;
}

/** node = top192(keccak256(left ‖ right)) ‖ (sum(left) + sum(right)) @throws UplineError PAYOUT_TREE.SUM_OVERFLOW */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return parentsOf(joinWords(left, right));
}

/** The node with this number on a level, 32 bytes; undefined beyond its end. */
export function nodeAt(level: Uint8Array | undefined, index: number): Uint8Array | undefined {
  if (level === undefined || index < 0 || (index + 1) * NODE_BYTES > level.length) return undefined;
  return level.subarray(index * NODE_BYTES, (index + 1) * NODE_BYTES);
}

/** How many nodes a level has. */
export function nodeCount(level: Uint8Array): number {
  return level.length / NODE_BYTES;
}

/** The nodes of a level, 32 bytes each. */
export function nodesOf(level: Uint8Array): Uint8Array[] {
  return Array.from({ length: nodeCount(level) }, (_, index) => level.subarray(index * NODE_BYTES, (index + 1) * NODE_BYTES));
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

  let level = hashLeaves(domain, leaves);
  const levels = [level];
  while (level.length > NODE_BYTES) {
    level = parentsOf(level);
    levels.push(level);
  }
  const top = nodeAt(level, 0);
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
    const sibling = nodeAt(level, position ^ 1);
    if (sibling !== undefined) proof.push(bytesToHex(sibling));
    position >>= 1;
  }
  return { memberId, index, leafCount: tree.leaves.length, cumulative: leaf.cumulative, proof };
}

/** Walks a proof exactly as the contract does: by index and leaf count, used up to the last word. */
export function verifyProof(domain: VaultDomain, root: Hex, claim: PayoutProof): boolean {
  const { memberId, index, leafCount, cumulative, proof } = claim;
  // A number beyond its field would be cut off to that of another leaf.
  if (!isMemberId(memberId) || cumulative < 0n || cumulative > MAX_AMOUNT) return false;
  if (!Number.isInteger(index) || index < 0 || index >= leafCount) return false;
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

/** @throws UplineError PAYOUT_TREE.SUM_OVERFLOW */
function parentsOf(level: Uint8Array): Uint8Array {
  const width = level.length / NODE_BYTES;
  const parents = new Uint8Array(Math.ceil(width / 2) * NODE_BYTES);
  const sumsBelow = new DataView(level.buffer, level.byteOffset);
  const sums = new DataView(parents.buffer);
  // The pair is copied as numbers of 32 bits: a view for each pair would cost as much as half of its hash.
  const below = new Uint32Array(level.buffer, level.byteOffset, level.length / 4);
  const pair = new Uint8Array(2 * NODE_BYTES);
  const pairNumbers = new Uint32Array(pair.buffer);
  for (let index = 0; index + 1 < width; index += 2) {
    const offset = index * NODE_BYTES;
    const sum = sumsBelow.getBigUint64(offset + HASH_BYTES) + sumsBelow.getBigUint64(offset + NODE_BYTES + HASH_BYTES);
    if (sum > MAX_AMOUNT) throw new UplineError('PAYOUT_TREE.SUM_OVERFLOW');
    for (let number = 0; number < 16; number += 1) pairNumbers[number] = below[offset / 4 + number] ?? 0;
    parents.set(keccak(pair), offset / 2);
    sums.setBigUint64(offset / 2 + HASH_BYTES, sum);
  }
  if (width % 2 === 1) parents.set(level.subarray(level.length - NODE_BYTES), parents.length - NODE_BYTES);
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
