import type { Hex } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { dateOfSeconds, hexOf, optionalHex } from './columns.ts';
import type { PaidClaim, Proposal, RootDecision, VaultTotals } from './types.ts';

/** Proposals with what became of them, newest first. */
export async function readProposals({ pool }: Database, block: number, period?: number): Promise<Proposal[]> {
  // A decision belongs to the last proposal before it; only one can be in review at a time.
  const { rows } = await pool.query<ProposalRow>({
    name: 'mirror-proposals',
    text: `SELECT p.*, d.decision, d.decided_by, d.reason, d.claim_key, d.block_time AS decided_at, d.block_number AS decided_block,
             d.transaction_hash AS decided_transaction
           FROM mirror.proposals p LEFT JOIN LATERAL (
             SELECT * FROM mirror.root_decisions d
             WHERE d.seq > p.seq AND d.root = p.root AND d.period = p.period AND d.block_number <= $1 ORDER BY d.seq LIMIT 1
           ) d ON true
           WHERE p.block_number <= $1 AND ($2::int IS NULL OR p.period = $2) ORDER BY p.seq DESC`,
    values: [block, period ?? null],
  });
  return rows.map(toProposal);
}

/** The proposal whose root claims are checked against. */
export async function readAcceptedRoot(database: Database, block: number): Promise<Proposal | undefined> {
  return (await readProposals(database, block)).find((proposal) => proposal.decision?.decision === 'accepted');
}

/** The proposal that waits for its review. */
export async function readPendingRoot(database: Database, block: number): Promise<Proposal | undefined> {
  const [newest] = await readProposals(database, block);
  return newest?.decision === undefined ? newest : undefined;
}

/** Paid to each of these members so far; all members when no list is given. Members without a payment are left out. */
export async function readSettled(
  { pool }: Database,
  memberIds: readonly number[] | undefined,
  block: number,
): Promise<Map<number, bigint>> {
  const { rows } = await pool.query<{ member_id: number; cumulative: bigint }>({
    name: 'mirror-settled',
    text: `SELECT DISTINCT ON (member_id) member_id, cumulative FROM mirror.claims
           WHERE skip_reason IS NULL AND block_number <= $1 AND ($2::int[] IS NULL OR member_id = ANY($2))
           ORDER BY member_id, seq DESC`,
    values: [block, memberIds ?? null],
  });
  return new Map(rows.map((row) => [row.member_id, row.cumulative]));
}

/** Payments to one member, newest first. */
export async function readClaimsOf({ pool }: Database, memberId: number): Promise<PaidClaim[]> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'mirror-claims-of',
    text: 'SELECT * FROM mirror.claims WHERE member_id = $1 AND skip_reason IS NULL ORDER BY seq DESC',
    values: [memberId],
  });
  return rows.map((row) => ({
    seq: row.seq,
    memberId: row.member_id,
    route: row.wallet === null ? 'bank' : 'token',
    wallet: optionalHex(row.wallet),
    registerHash: optionalHex(row.register_hash),
    amount: row.amount,
    cumulative: row.cumulative,
    claimedAt: row.block_time,
    block: Number(row.block_number),
    transactionHash: hexOf(row.transaction_hash),
  }));
}

/** Every sum of money that entered or left the vault. */
export async function readVaultTotals({ pool }: Database, block: number): Promise<VaultTotals> {
  const { rows } = await pool.query<TotalsRow>({
    name: 'mirror-vault-totals',
    text: `SELECT
        (SELECT coalesce(sum(amount) FILTER (WHERE direction = 'funded'), 0)::numeric(78,0)
           FROM mirror.funding WHERE block_number <= $1) AS funded,
        (SELECT coalesce(sum(amount) FILTER (WHERE direction = 'withdrawn'), 0)::numeric(78,0)
           FROM mirror.funding WHERE block_number <= $1) AS withdrawn,
        (SELECT coalesce(sum(sale_amount), 0)::numeric(78,0) FROM mirror.volume_batches WHERE block_number <= $1) AS sold,
        (SELECT coalesce(sum(amount) FILTER (WHERE wallet IS NOT NULL), 0)::numeric(78,0)
           FROM mirror.claims WHERE skip_reason IS NULL AND block_number <= $1) AS paid,
        (SELECT coalesce(sum(amount) FILTER (WHERE wallet IS NULL), 0)::numeric(78,0)
           FROM mirror.claims WHERE skip_reason IS NULL AND block_number <= $1) AS acknowledged,
        (SELECT coalesce(sum(cv), 0)::numeric(78,0) FROM mirror.volume_entries WHERE kind = 5 AND block_number <= $1) AS credited,
        (SELECT coalesce(sum(amount), 0)::numeric(78,0) FROM mirror.credit_withdrawals WHERE block_number <= $1) AS credits_paid`,
    values: [block],
  });
  const [row] = rows;
  if (row === undefined) throw new RangeError('a query of sums answered with no row');
  const { credits_paid: creditsPaid, ...sums } = row;
  return { ...sums, creditsPaid };
}

interface TotalsRow {
  funded: bigint;
  withdrawn: bigint;
  sold: bigint;
  paid: bigint;
  acknowledged: bigint;
  credited: bigint;
  credits_paid: bigint;
}

/** Which of these invitations were taken back. */
export async function readRevokedInvitations({ pool }: Database, invitations: readonly Hex[]): Promise<Set<Hex>> {
  const { rows } = await pool.query<{ invitation: Buffer }>({
    name: 'mirror-revoked-invitations',
    text: 'SELECT invitation FROM mirror.invitations_revoked WHERE invitation = ANY($1::bytea[])',
    values: [invitations.map((hash) => Buffer.from(hash.slice(2), 'hex'))],
  });
  return new Set(rows.map((row) => hexOf(row.invitation)));
}

function toProposal(row: ProposalRow): Proposal {
  return {
    period: row.period,
    root: hexOf(row.root),
    total: row.total,
    leafCount: row.leaf_count,
    planVersion: row.plan_version,
    inputHash: hexOf(row.input_hash),
    stateRoot: hexOf(row.state_root),
    fileHash: hexOf(row.file_hash),
    proposer: hexOf(row.proposer),
    reviewEndsAt: dateOfSeconds(row.review_ends_at),
    proposedAt: row.block_time,
    block: Number(row.block_number),
    transactionHash: hexOf(row.transaction_hash),
    decision: toDecision(row),
  };
}

function toDecision(row: ProposalRow): RootDecision | undefined {
  if (row.decision === null) return undefined;
  return {
    decision: row.decision,
    by: hexOf(row.decided_by),
    reason: row.reason === null ? null : row.reason.toString('utf8'),
    claimKey: optionalHex(row.claim_key),
    decidedAt: row.decided_at,
    block: Number(row.decided_block),
    transactionHash: hexOf(row.decided_transaction),
  };
}

interface ProposalBase {
  period: number;
  root: Buffer;
  total: bigint;
  leaf_count: number;
  plan_version: number;
  input_hash: Buffer;
  state_root: Buffer;
  file_hash: Buffer;
  proposer: Buffer;
  review_ends_at: bigint;
  block_time: Date;
  block_number: bigint;
  transaction_hash: Buffer;
}

type ProposalRow = ProposalBase &
  (
    | { decision: null }
    | {
        decision: 'accepted' | 'rejected';
        decided_by: Buffer;
        reason: Buffer | null;
        claim_key: Buffer | null;
        decided_at: Date;
        decided_block: bigint;
        decided_transaction: Buffer;
      }
  );

interface ClaimRow {
  seq: bigint;
  member_id: number;
  wallet: Buffer | null;
  register_hash: Buffer | null;
  amount: bigint;
  cumulative: bigint;
  block_time: Date;
  block_number: bigint;
  transaction_hash: Buffer;
}
