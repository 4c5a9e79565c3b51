import { bytesToHex, type Hex } from '#kernel/hex.ts';
import { abiWords, keccak, keccakHex, rootOfWords } from '../hash.ts';
import { columnsHash, type Columns } from './columns.ts';

/** What passes from one period to the next. Index is the member number; payout units, unsigned 64-bit as on the chain. */
export interface CarryState {
  readonly memberCount: number;
  readonly cumulative: BigUint64Array;
  readonly debt: BigUint64Array;
  /** Σ cumulative. */
  readonly total: bigint;
  /** What a plan remembers beside money; only under plans that ask for it. */
  readonly columns?: Columns;
}

/** The state before period 1. */
export function emptyCarry(): CarryState {
  return { memberCount: 0, cumulative: new BigUint64Array(1), debt: new BigUint64Array(1), total: 0n };
}

/** A copy with room for `memberCount` members. */
export function growCarry(carry: CarryState, memberCount: number): { cumulative: BigUint64Array; debt: BigUint64Array } {
  const cumulative = new BigUint64Array(memberCount + 1);
  const debt = new BigUint64Array(memberCount + 1);
  cumulative.set(carry.cumulative.subarray(0, memberCount + 1));
  debt.set(carry.debt.subarray(0, memberCount + 1));
  return { cumulative, debt };
}

/** What a run knew and left behind. */
export interface RunState {
  readonly period: number;
  readonly limit: bigint;
  readonly gross: bigint;
  readonly ppv: BigUint64Array;
  readonly carry: CarryState;
}

/**
 * Commits to what a run knew and left behind, member by member, so that a single member's numbers can be judged later.
 * Bytes: docs/audit.md section 5.
 */
export function stateRoot(state: RunState): Hex {
  return rootOfLeaves(state, [stateLeaves(state, 1, state.carry.memberCount)]);
}

/** What the root is made of: a word of 32 bytes for each of these members who has anything, one behind the other. */
export function stateLeaves({ ppv: points, carry }: RunState, first: number, last: number): Uint8Array<ArrayBuffer> {
  // Written into the same four words: an object for each would cost more than its hash.
  const leaves = new Uint8Array(Math.max(0, last - first + 1) * 32);
  const fourWords = new Uint8Array(128);
  const view = new DataView(fourWords.buffer);
  let count = 0;
  for (let memberId = first; memberId <= last; memberId += 1) {
    const ppv = points[memberId] ?? 0n;
    const cumulative = carry.cumulative[memberId] ?? 0n;
    const debt = carry.debt[memberId] ?? 0n;
    if (ppv === 0n && cumulative === 0n && debt === 0n) continue;
    view.setUint32(28, memberId);
    view.setBigUint64(56, ppv);
    view.setBigUint64(88, cumulative);
    view.setBigUint64(120, debt);
    leaves.set(keccak(fourWords), count * 32);
    count += 1;
  }
  return leaves.subarray(0, count * 32);
}

/** The root over the leaves of all members. @param parts in the order of members */
export function rootOfLeaves({ period, limit, gross, carry }: RunState, parts: readonly Uint8Array[]): Hex {
  const leaves = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    leaves.set(part, length);
    length += part.length;
  }
  const count = length / 32;
  const tree = rootOfWords(leaves, count) ?? new Uint8Array(32);
  const words = keccak(abiWords(period, count, limit, gross, tree));
  const { columns } = carry;
  return columns === undefined ? bytesToHex(words) : keccakHex(abiWords(words, columnsHash(columns, carry.memberCount)));
}
