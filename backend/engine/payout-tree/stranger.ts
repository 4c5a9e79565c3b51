import { keccak_256 } from '@noble/hashes/sha3.js';

/**
 * A second, self-contained reading of docs/audit.md: nothing but a keccak function, so that nobody has to trust the builder of the tree.
 * Copy this file and check a payout file, or a proof, with it. Hexadecimal text only; amounts are bigint.
 */

interface Where {
  readonly chainId: number;
  readonly vault: string;
  readonly token: string;
}

interface Claim {
  readonly memberId: number;
  readonly index: number;
  readonly leafCount: number;
  readonly cumulative: bigint;
  readonly proof: readonly string[];
}

/** Root of a whole payout file: pairs of member and cumulative amount, in the order of members. */
export function rootByStranger(where: Where, leaves: readonly (readonly [number, bigint])[]): string {
  let row = leaves.map(([memberId, cumulative]) => leafText(where, memberId, cumulative));
  if (row.length === 0) return `0x${word(0n)}`;
  while (row.length > 1) {
    const pairs: string[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) pairs.push(nodeText(row[at] ?? '', row[at + 1] ?? ''));
    if (row.length % 2 === 1) pairs.push(row.at(-1) ?? '');
    row = pairs;
  }
  return `0x${row[0]}`;
}

/** Whether a proof leads from a member's amount to the root, by index and leaf count, and is used up exactly. */
export function strangerAccepts(where: Where, root: string, claim: Claim): boolean {
  const rest = claim.proof.map((text) => text.slice(2).toLowerCase());
  let node = leafText(where, claim.memberId, claim.cumulative);
  let [at, width] = [claim.index, claim.leafCount];
  if (at < 0 || at >= width) return false;
  for (; width > 1; at = (at - (at % 2)) / 2, width = (width + (width % 2)) / 2) {
    if (at % 2 === 0 && at + 1 === width) continue;
    const sibling = rest.shift();
    if (sibling?.length !== 64) return false;
    node = at % 2 === 0 ? nodeText(node, sibling) : nodeText(sibling, node);
  }
  return rest.length === 0 && `0x${node}` === root.toLowerCase();
}

function leafText({ chainId, vault, token }: Where, memberId: number, cumulative: bigint): string {
  const preimage = [BigInt(chainId), BigInt(vault), BigInt(token), BigInt(memberId), cumulative].map(word).join('');
  return pack(preimage, cumulative);
}

function nodeText(left: string, right: string): string {
  return pack(left + right, BigInt(`0x${left.slice(48)}`) + BigInt(`0x${right.slice(48)}`));
}

/** 24 bytes of hash, 8 bytes of sum. */
function pack(preimage: string, sum: bigint): string {
  if (sum >= 2n ** 64n) throw new RangeError('the sum exceeds 64 bits');
  const hash = keccak_256(Uint8Array.from(preimage.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  return Array.from(hash.subarray(0, 24), (byte) => byte.toString(16).padStart(2, '0')).join('') + word(sum).slice(48);
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
