import { type PayoutTree, subtreeOf } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { Member, MirrorReader, Proposal } from '#mirror/read/index.ts';

/** A whole subtree of the payout tree as `paySubtree` takes it. */
export interface PaymentBatch {
  readonly firstIndex: number;
  readonly height: number;
  /** 12 bytes a leaf: member, cumulative. */
  readonly leaves: Hex;
  /** One a leaf; the zero address for who is not paid by token, or has received everything. */
  readonly wallets: readonly Address[];
  /** From the subtree's node to the root. */
  readonly proof: readonly Hex[];
  readonly members: number;
  readonly amount: bigint;
}

export interface PaymentBatches {
  /** What payments under the root must bring. */
  readonly key: Hex;
  readonly batches: readonly PaymentBatch[];
}

/** 64 leaves: even when the vault must pay them one by one, a transaction stays below 16,777,216 gas. */
const HEIGHT = 6;
const NOBODY: Address = `0x${'0'.repeat(40)}`;

/**
 * Everybody whom the accepted root owes something by token, in pieces of the tree that have somebody to pay.
 * @throws UplineError SETTLEMENT.NOT_IN_FORCE when another period, or none, is in force
 */
export async function paymentBatches(
  mirror: MirrorReader,
  period: number,
  treeOf: (accepted: Proposal) => Promise<PayoutTree>,
): Promise<PaymentBatches> {
  const accepted = await mirror.acceptedRoot();
  const key = accepted?.decision?.claimKey ?? null;
  if (accepted?.period !== period || key === null) throw new UplineError('SETTLEMENT.NOT_IN_FORCE', { period });
  const tree = await treeOf(accepted);
  const settled = await mirror.settledOfAll();
  const batches: PaymentBatch[] = [];
  for (let firstIndex = 0; firstIndex < tree.leaves.length; firstIndex += 2 ** HEIGHT) {
    const batch = await batchOf(mirror, tree, firstIndex, settled);
    if (batch.members > 0) batches.push(batch);
  }
  return { key, batches };
}

async function batchOf(
  mirror: MirrorReader,
  tree: PayoutTree,
  firstIndex: number,
  settled: ReadonlyMap<number, bigint>,
): Promise<PaymentBatch> {
  const { leaves, packed, proof, height } = subtreeOf(tree, firstIndex, HEIGHT);
  const people = await mirror.membersByIds(leaves.map((leaf) => leaf.memberId));
  let members = 0;
  let amount = 0n;
  const wallets = leaves.map(({ memberId, cumulative }): Address => {
    const wallet = payableWallet(people.get(memberId));
    const due = cumulative - (settled.get(memberId) ?? 0n);
    if (wallet === null || due <= 0n) return NOBODY;
    members += 1;
    amount += due;
    return wallet;
  });
  return { firstIndex, height, leaves: packed, wallets, proof, members, amount };
}

function payableWallet(member: Member | undefined): Address | null {
  return member === undefined || member.route === 'bank' ? null : member.wallet;
}
