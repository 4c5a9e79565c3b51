import type { Address } from '#kernel/hex.ts';
import type { ReadDatabase } from '#platform/replicas.ts';

/** What the rows of a great list need beside the tree, for everybody, without an object for each. */
export interface MemberColumns {
  joinedAt(memberId: number): Date;
  wallet(memberId: number): Address | null;
}

/** Members that one question brings. */
const slice = 10_000;
const walletBytes = 20;
const rowBytes = 4 + walletBytes;

/** Reads them in the order of numbers, which costs a fraction of asking for each part of another order. */
export async function readMemberColumns({ pool }: ReadDatabase, memberCount: number): Promise<MemberColumns> {
  const bytes = Buffer.alloc((memberCount + 1) * rowBytes);
  for (let from = 1; from <= memberCount; from += slice) {
    const { rows } = await pool.query<{ packed: Buffer | null }>({
      name: 'mirror-member-columns',
      text: `SELECT string_agg(int4send(extract(epoch FROM m.block_time)::int) || coalesce(w.wallet, decode(repeat('00', 20), 'hex')), ''::bytea ORDER BY m.member_id) AS packed
             FROM mirror.members m LEFT JOIN LATERAL (
               SELECT wallet FROM mirror.member_wallets WHERE member_id = m.member_id ORDER BY block_number DESC, log_index DESC LIMIT 1
             ) w ON true WHERE m.member_id >= $1 AND m.member_id < $2`,
      values: [from, Math.min(from + slice, memberCount + 1)],
    });
    rows[0]?.packed?.copy(bytes, from * rowBytes);
  }
  const none = '00'.repeat(walletBytes);
  return {
    joinedAt: (memberId) => new Date(bytes.readInt32BE(memberId * rowBytes) * 1_000),
    wallet: (memberId) => {
      const wallet = bytes.toString('hex', memberId * rowBytes + 4, (memberId + 1) * rowBytes);
      return wallet === none ? null : `0x${wallet}`;
    },
  };
}
