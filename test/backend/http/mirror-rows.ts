import type { Database } from '#platform/database.ts';

/** A member as the chain would have it; numbers are given in order, from 1. */
export interface SeededMember {
  readonly sponsorId: number;
  readonly wallet: `0x${string}`;
}

/** Puts a small network into the mirror, as of one block, with period 1 open. For tests of what is read; the indexer has its own. */
export async function seedMirror({ pool, prisma }: Database, members: readonly SeededMember[]): Promise<void> {
  const time = new Date('2026-11-20T08:00:00Z');
  const bytes = (length: number, fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(fill);
  const origin = { blockNumber: 5n, blockTime: time, transactionHash: bytes(32, 7) };
  const depths: number[] = [];
  for (const [index, { sponsorId, wallet }] of members.entries()) {
    const memberId = index + 1;
    const depth = sponsorId === 0 ? 0 : (depths[sponsorId - 1] ?? 0) + 1;
    depths.push(depth);
    await prisma.mirrorMember.create({
      data: { memberId, sponsorId, parentId: 0, leg: 0, depth, seq: BigInt(memberId), logIndex: memberId, ...origin },
    });
    await prisma.mirrorMemberWallet.create({
      data: {
        memberId,
        wallet: new Uint8Array(Buffer.from(wallet.slice(2), 'hex')),
        seq: BigInt(memberId),
        logIndex: memberId,
        ...origin,
      },
    });
  }
  await prisma.mirrorCheckpoint.create({
    data: {
      chainId: 31_337,
      genealogy: bytes(20, 1),
      genesisBlock: 1n,
      genesisHash: bytes(32, 1),
      blockNumber: 10n,
      blockHash: bytes(32, 2),
      blockTime: time,
      head: 10n,
      finalized: 10n,
      state: 'following',
    },
  });
  await pool.query('ANALYZE mirror.members');
}
