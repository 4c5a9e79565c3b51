import type { Address } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { dateOfSeconds, hexOf, optionalHex } from './columns.ts';
import type { CheckoutSale, Recovery } from './types.ts';

/** Who may replace the member's wallet, and what is under way. A change of the wallet ends what was. */
export async function readRecovery({ pool }: Database, memberId: number, block: number): Promise<Recovery> {
  const { rows } = await pool.query<{ step: string; account: Buffer | null; ready_at: bigint | null }>({
    name: 'mirror-recovery',
    text: `SELECT step, account, ready_at FROM (
             SELECT step, account, ready_at, seq FROM mirror.recoveries WHERE member_id = $1 AND block_number <= $2
             UNION ALL
             SELECT 'moved', NULL, NULL, seq FROM mirror.member_wallets WHERE member_id = $1 AND block_number <= $2
           ) steps ORDER BY seq DESC`,
    values: [memberId, block],
  });
  const named = rows.find((row) => row.step === 'named');
  const [newest] = rows.filter((row) => row.step !== 'named' || row === rows[0]);
  const running =
    newest?.step === 'started' && newest.account !== null && newest.ready_at !== null
      ? { newWallet: hexOf(newest.account), readyAt: dateOfSeconds(newest.ready_at) }
      : undefined;
  return { account: named === undefined ? null : optionalHex(named.account), running };
}

/** Instant credits of the member: Σ credited and Σ paid out. */
export async function readCredit(
  { pool }: Database,
  memberId: number,
  block: number,
): Promise<{ credited: bigint; withdrawn: bigint }> {
  const { rows } = await pool.query<{ credited: bigint; withdrawn: bigint }>({
    name: 'mirror-credit',
    text: `SELECT
        (SELECT coalesce(sum(cv), 0)::numeric(78,0) FROM mirror.volume_entries
           WHERE member_id = $1 AND kind = 5 AND block_number <= $2) AS credited,
        (SELECT coalesce(sum(amount), 0)::numeric(78,0) FROM mirror.credit_withdrawals
           WHERE member_id = $1 AND block_number <= $2) AS withdrawn`,
    values: [memberId, block],
  });
  return rows[0] ?? { credited: 0n, withdrawn: 0n };
}

/** Instant credits by member: what was credited less what was paid out. Members without any are left out. */
export async function readCredits({ pool }: Database, block: number): Promise<Map<number, bigint>> {
  const { rows } = await pool.query<{ member_id: number; credit: bigint }>({
    name: 'mirror-credits',
    text: `SELECT member_id, sum(amount)::numeric(78,0) AS credit FROM (
             SELECT member_id, cv::numeric AS amount FROM mirror.volume_entries WHERE kind = 5 AND block_number <= $1
             UNION ALL SELECT member_id, -amount FROM mirror.credit_withdrawals WHERE block_number <= $1
           ) moves GROUP BY member_id`,
    values: [block],
  });
  return new Map(rows.map((row) => [row.member_id, row.credit]));
}

/** Which of these orders were paid through Checkout. */
export async function readCheckoutSales({ pool }: Database, orderRefs: readonly number[]): Promise<CheckoutSale[]> {
  const { rows } = await pool.query<SaleRow>({
    name: 'mirror-checkout-sales',
    text: `SELECT e.order_ref, e.member_id, b.sale_number, b.period, b.block_number, b.block_time, b.transaction_hash
           FROM mirror.volume_entries e JOIN mirror.volume_batches b ON b.first_entry = e.entry_index
           WHERE b.sale_number IS NOT NULL AND e.order_ref = ANY($1::bigint[])`,
    values: [orderRefs],
  });
  return rows.map((row) => ({
    orderRef: Number(row.order_ref),
    memberId: row.member_id,
    saleNumber: Number(row.sale_number),
    period: row.period,
    block: Number(row.block_number),
    recordedAt: row.block_time,
    transactionHash: hexOf(row.transaction_hash),
  }));
}

/** The highest number of a sale of the member; 0 before the first. Numbers 32 or more behind it are dead. */
export async function readHighestSale({ pool }: Database, memberId: number): Promise<number> {
  const { rows } = await pool.query<{ highest: bigint | null }>({
    name: 'mirror-highest-sale',
    text: `SELECT max(b.sale_number) AS highest FROM mirror.volume_batches b
           JOIN mirror.volume_entries e ON e.entry_index = b.first_entry
           WHERE b.sale_number IS NOT NULL AND e.member_id = $1`,
    values: [memberId],
  });
  return Number(rows[0]?.highest ?? 0n);
}

/** The newest value of a setting of Checkout; undefined before it was set. */
export async function readCheckoutSetting({ pool }: Database, setting: 'quoter' | 'treasury'): Promise<Address | undefined> {
  const { rows } = await pool.query<{ account: Buffer }>({
    name: 'mirror-checkout-setting',
    text: 'SELECT account FROM mirror.checkout_settings WHERE setting = $1 ORDER BY seq DESC LIMIT 1',
    values: [setting],
  });
  return rows[0] === undefined ? undefined : hexOf(rows[0].account);
}

interface SaleRow {
  order_ref: bigint;
  member_id: number;
  sale_number: bigint;
  period: number;
  block_number: bigint;
  block_time: Date;
  transaction_hash: Buffer;
}
