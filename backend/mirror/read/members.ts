import type { Address } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import type { Asked } from './snapshot.ts';
import { hexOf, optionalHex } from './columns.ts';
import type { Member } from './types.ts';

/** Members by number; unknown numbers are left out. */
export async function readMembers({ pool }: Pick<Database, 'pool'>, memberIds: readonly number[]): Promise<Map<number, Member>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await pool.query<MemberRow>({
    name: 'mirror-members',
    text: `${memberQuery} WHERE m.member_id = ANY($1::int[])`,
    values: [memberIds],
  });
  return new Map(rows.map((row) => [row.member_id, toMember(row)]));
}

/** The member for whom `wallet` acts now. */
export async function readMemberByWallet({ pool }: Database, wallet: Address): Promise<Member | undefined> {
  // The newest row with this wallet tells whose it was last; it is theirs still if that member has no newer row.
  const { rows } = await pool.query<MemberRow>({
    name: 'mirror-member-by-wallet',
    text: `${memberQuery} WHERE m.member_id = (
        SELECT member_id FROM mirror.member_wallets WHERE wallet = $1 ORDER BY block_number DESC, log_index DESC LIMIT 1
      ) AND w.wallet = $1`,
    values: [Buffer.from(wallet.slice(2), 'hex')],
  });
  return rows[0] === undefined ? undefined : toMember(rows[0]);
}

export async function readMemberCount({ pool }: Asked, block: number): Promise<number> {
  // Numbers are gapless, so the greatest is the count.
  const { rows } = await pool.query<{ count: number | null }>({
    name: 'mirror-member-count',
    text: 'SELECT member_id AS count FROM mirror.members WHERE block_number <= $1 ORDER BY member_id DESC LIMIT 1',
    values: [block],
  });
  return rows[0]?.count ?? 0;
}

/** Members whose wallet begins with the text (hexadecimal, with or without 0x), in the order of their numbers. */
export async function findByWalletPrefix({ pool }: Database, prefix: string, limit: number): Promise<number[]> {
  const digits = prefix
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/[^0-9a-f]/g, '')
    .slice(0, 40);
  // A range of the index on wallets; who has got another wallet since is passed over.
  const { rows } = await pool.query<{ member_id: number }>({
    name: 'mirror-wallet-prefix',
    text: `SELECT member_id FROM mirror.member_wallets w WHERE wallet BETWEEN $1 AND $2 AND NOT EXISTS (
             SELECT 1 FROM mirror.member_wallets n WHERE n.member_id = w.member_id
               AND (n.block_number, n.log_index) > (w.block_number, w.log_index)
           ) LIMIT $3`,
    values: [Buffer.from(digits.padEnd(40, '0'), 'hex'), Buffer.from(digits.padEnd(40, 'f'), 'hex'), limit],
  });
  return [...new Set(rows.map((row) => row.member_id))].sort((left, right) => left - right);
}

export interface MemberRow {
  member_id: number;
  sponsor_id: number;
  parent_id: number;
  leg: number;
  depth: number;
  wallet: Buffer | null;
  bank: boolean | null;
  block_time: Date;
  block_number: bigint;
  transaction_hash: Buffer;
}

const memberQuery = `
  SELECT m.member_id, m.sponsor_id, m.parent_id, m.leg, m.depth, m.block_time, m.block_number, m.transaction_hash, w.wallet, r.bank
  FROM mirror.members m LEFT JOIN LATERAL (
    SELECT wallet FROM mirror.member_wallets WHERE member_id = m.member_id ORDER BY block_number DESC, log_index DESC LIMIT 1
  ) w ON true LEFT JOIN LATERAL (
    SELECT bank FROM mirror.route_choices WHERE member_id = m.member_id ORDER BY seq DESC LIMIT 1
  ) r ON true`;

function toMember(row: MemberRow): Member {
  return {
    memberId: row.member_id,
    sponsorId: row.sponsor_id === 0 ? null : row.sponsor_id,
    parentId: row.parent_id === 0 ? null : row.parent_id,
    leg: row.leg,
    depth: row.depth,
    wallet: optionalHex(row.wallet),
    route: row.wallet === null || row.bank === true ? 'bank' : 'token',
    joinedAt: row.block_time,
    block: Number(row.block_number),
    transactionHash: hexOf(row.transaction_hash),
  };
}
