import type { MemberEarning } from '#engine/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { Transaction } from '#platform/database.ts';
import type { RunFigures, StoredRun } from './types.ts';

interface RunRow {
  period: number;
  plan_version: number;
  plan_hash: string;
  input_hash: string;
  state_root: string;
  root: string;
  total: string;
  leaf_count: number;
  added: string;
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
export async function readRuns(client: Transaction, period?: number): Promise<StoredRun[]> {
  // Amounts leave the database as text, because Prisma's Decimal is not for money.
  const rows = await client.$queryRaw<RunRow[]>`
    SELECT period, plan_version, plan_hash, input_hash, state_root, root, total::text AS total, leaf_count, added::text AS added,
      summary, created_at
    FROM office.runs WHERE ${period ?? null}::int IS NULL OR period = ${period ?? null}::int ORDER BY period DESC`;
  return rows.map((row) => ({
    period: row.period,
    planVersion: row.plan_version,
    planHash: row.plan_hash as Hex,
    inputHash: row.input_hash as Hex,
    stateRoot: row.state_root as Hex,
    root: row.root as Hex,
    total: BigInt(row.total),
    leafCount: row.leaf_count,
    added: BigInt(row.added),
    figures: readFigures(row.summary),
    createdAt: row.created_at,
  }));
}

/**
 * Writes a run once.
 * @returns false when a run of the period stands there already; nothing was written then
 */
export async function addRun(
  transaction: Transaction,
  run: Omit<StoredRun, 'createdAt'>,
  earnings: readonly MemberEarning[],
  now: Date,
): Promise<boolean> {
  const summary = JSON.stringify(writeFigures(run.figures));
  const added = await transaction.$executeRaw`
    INSERT INTO office.runs
      (period, plan_version, plan_hash, input_hash, state_root, root, total, leaf_count, added, summary, created_at)
    VALUES (${run.period}, ${run.planVersion}, ${run.planHash}, ${run.inputHash}, ${run.stateRoot}, ${run.root},
      ${run.total.toString()}::numeric, ${run.leafCount}, ${run.added.toString()}::numeric, ${summary}::jsonb, ${now})
    ON CONFLICT (period) DO NOTHING`;
  if (added === 0) return false;
  await transaction.$executeRaw`SELECT mirror.ensure_partition('office.run_earnings', ${run.period}::int)`;
  // A column is one value: a value for each number would take the driver ten times as long.
  const text = (pick: (earning: MemberEarning) => bigint | number): string => earnings.map(pick).join(' ');
  await transaction.$executeRaw`
    INSERT INTO office.run_earnings (period, member_id, net, credited, cumulative, debt)
    SELECT ${run.period}, e.member_id, e.net, e.credited, e.cumulative, e.debt
    FROM unnest(string_to_array(${text(({ memberId }) => memberId)}, ' ')::int[],
      string_to_array(${text(({ net }) => net)}, ' ')::numeric[], string_to_array(${text(({ credited }) => credited)}, ' ')::numeric[],
      string_to_array(${text(({ cumulative }) => cumulative)}, ' ')::numeric[],
      string_to_array(${text(({ debt }) => debt)}, ' ')::numeric[]) AS e(member_id, net, credited, cumulative, debt)`;
  return true;
}

interface EarningRow {
  member_id: number;
  net: string;
  credited: string;
  cumulative: string;
  debt: string;
}

/** What the run of a period wrote down, by member number. */
export async function readRunEarnings(client: Transaction, period: number): Promise<MemberEarning[]> {
  const rows = await client.$queryRaw<EarningRow[]>`
    SELECT member_id, net::text, credited::text, cumulative::text, debt::text
    FROM office.run_earnings WHERE period = ${period} ORDER BY member_id`;
  return rows.map((row) => ({
    memberId: row.member_id,
    net: BigInt(row.net),
    credited: BigInt(row.credited),
    cumulative: BigInt(row.cumulative),
    debt: BigInt(row.debt),
  }));
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
