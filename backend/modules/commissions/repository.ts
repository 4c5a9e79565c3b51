import type { PoolClient } from 'pg';
import type { MemberEarning } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';
import { copyIn } from '#platform/copy.ts';
import type { RunFigures, StoredRun } from './types.ts';

/** Whom a question can be put to. Its int8 and numeric come as bigint. */
type Asked = Pick<PoolClient, 'query'>;

interface RunRow {
  period: number;
  plan_version: number;
  plan_hash: string;
  input_hash: string;
  state_root: string;
  root: string;
  total: bigint;
  leaf_count: number;
  added: bigint;
  summary: StoredFigures;
  created_at: Date;
}

/** Figures as JSON keeps them: amounts as decimal text. */
interface StoredFigures extends Omit<RunFigures, 'totals' | 'periodTotal' | 'total' | 'debtTotal' | 'limit' | 'scaleDown'> {
  readonly totals: { bonusId: string; name: { en: string; ru: string }; amount: string; lines: number }[];
  readonly periodTotal: string;
  readonly total: string;
  readonly debtTotal: string;
  readonly limit: string;
  readonly scaleDown: { limit: string; gross: string } | null;
}

/** @param period all runs, newest first, when left out */
export async function readRuns(client: Asked, period?: number): Promise<StoredRun[]> {
  const { rows } = await client.query<RunRow>({
    name: 'commissions-runs',
    text: `SELECT period, plan_version, plan_hash, input_hash, state_root, root, total, leaf_count, added, summary, created_at
           FROM office.runs WHERE $1::int IS NULL OR period = $1 ORDER BY period DESC`,
    values: [period ?? null],
  });
  return rows.map((row) => ({
    period: row.period,
    planVersion: row.plan_version,
    planHash: row.plan_hash as Hex,
    inputHash: row.input_hash as Hex,
    stateRoot: row.state_root as Hex,
    root: row.root as Hex,
    total: row.total,
    leafCount: row.leaf_count,
    added: row.added,
    figures: readFigures(row.summary),
    createdAt: row.created_at,
  }));
}

/**
 * Writes a run once. The transaction is the caller's.
 * @returns false when a run of the period stands there already; nothing was written then
 */
export async function addRun(
  client: PoolClient,
  run: Omit<StoredRun, 'createdAt'>,
  earnings: Iterable<MemberEarning>,
  now: Date,
): Promise<boolean> {
  const { period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount, added, figures } = run;
  const { rowCount } = await client.query(
    `INSERT INTO office.runs
       (period, plan_version, plan_hash, input_hash, state_root, root, total, leaf_count, added, summary, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (period) DO NOTHING`,
    [period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount, added, writeFigures(figures), now],
  );
  if (rowCount === 0) return false;
  const part = `office.run_earnings_${period}`;
  await client.query(`SELECT mirror.make_partition('office.run_earnings', $1)`, [period]);
  await copyIn(
    client,
    `COPY ${part} (period, member_id, net, credited, cumulative, debt) FROM STDIN`,
    earningRows(period, earnings),
  );
  // Attached when it is full: keys and indexes are made at once for all rows, and the run behind them is looked for once.
  await client.query(`SELECT mirror.attach_partition('office.run_earnings', $1)`, [period]);
  return true;
}

const chunkLength = 1 << 16;

/** The rows in the text form of COPY. */
function* earningRows(period: number, earnings: Iterable<MemberEarning>): Generator<Buffer, void> {
  let text = '';
  for (const { memberId, net, credited, cumulative, debt } of earnings) {
    text += `${period}\t${memberId}\t${net}\t${credited}\t${cumulative}\t${debt}\n`;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  yield Buffer.from(text, 'latin1');
}

interface EarningRow {
  member_id: number;
  net: bigint;
  credited: bigint;
  cumulative: bigint;
  debt: bigint;
}

/** What the run of a period wrote down, by member number. */
export async function readRunEarnings(client: Asked, period: number): Promise<MemberEarning[]> {
  const { rows } = await client.query<EarningRow>({
    name: 'commissions-run-earnings',
    text: 'SELECT member_id, net, credited, cumulative, debt FROM office.run_earnings WHERE period = $1 ORDER BY member_id',
    values: [period],
  });
  return rows.map(({ member_id: memberId, ...amounts }) => ({ memberId, ...amounts }));
}

function writeFigures({ totals, periodTotal, total, debtTotal, limit, scaleDown, ...rest }: RunFigures): StoredFigures {
  return {
    ...rest,
    totals: totals.map((bonus) => ({ ...bonus, amount: bonus.amount.toString() })),
    periodTotal: periodTotal.toString(),
    total: total.toString(),
    debtTotal: debtTotal.toString(),
    limit: limit.toString(),
    scaleDown: scaleDown === null ? null : { limit: scaleDown.limit.toString(), gross: scaleDown.gross.toString() },
  };
}

function readFigures({ totals, periodTotal, total, debtTotal, limit, scaleDown, ...rest }: StoredFigures): RunFigures {
  return {
    ...rest,
    totals: totals.map((bonus) => ({ ...bonus, amount: BigInt(bonus.amount) })),
    periodTotal: BigInt(periodTotal),
    total: BigInt(total),
    debtTotal: BigInt(debtTotal),
    limit: BigInt(limit),
    scaleDown: scaleDown === null ? null : { limit: BigInt(scaleDown.limit), gross: BigInt(scaleDown.gross) },
  };
}
