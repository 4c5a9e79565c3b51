import { entryKindOf, type VolumeEntry } from '#engine/ledger/entry.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { ZERO_HASH } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { hexOf } from './columns.ts';
import { readMemberCount } from './members.ts';
import { requirePosition } from './position.ts';
import { readEntries, readTree } from './bulk.ts';
import type { Asked, WideSnapshot } from './snapshot.ts';
import type { ClosedPeriod, Level, PeriodFacts, PublishedPlan, RecordedEntry } from './types.ts';

/** The open period: one after the last that was closed, 0 at the beginning. */
export async function readCurrentPeriod({ pool }: Asked, block: number): Promise<number> {
  const { rows } = await pool.query<{ period: number | null }>({
    name: 'mirror-current-period',
    text: 'SELECT max(period) AS period FROM mirror.periods WHERE block_number <= $1',
    values: [block],
  });
  return (rows[0]?.period ?? -1) + 1;
}

/** Closed periods, newest first. */
export async function readClosedPeriods({ pool }: Asked, block: number, period?: number): Promise<ClosedPeriod[]> {
  const { rows } = await pool.query<PeriodRow>({
    name: 'mirror-closed-periods',
    text: 'SELECT * FROM mirror.periods WHERE block_number <= $1 AND ($2::int IS NULL OR period = $2) ORDER BY period DESC',
    values: [block, period ?? null],
  });
  return rows.map((row) => ({
    period: row.period,
    memberCount: row.member_count,
    entryCount: Number(row.entry_count),
    cv: row.cv,
    budget: row.budget,
    planVersion: row.plan_version,
    runningHash: hexOf(row.running_hash),
    inputHash: hexOf(row.input_hash),
    instant: row.instant,
    closedAt: row.block_time,
    block: Number(row.block_number),
    transactionHash: hexOf(row.transaction_hash),
  }));
}

/** All published plans, oldest first. */
export async function readPlans({ pool }: Asked, block: number): Promise<PublishedPlan[]> {
  const { rows } = await pool.query<PlanRow>({
    name: 'mirror-plans',
    text: 'SELECT * FROM mirror.plans WHERE block_number <= $1 ORDER BY version',
    values: [block],
  });
  return rows.map((row) => ({
    version: row.version,
    planHash: hexOf(row.plan_hash),
    firstPeriod: row.first_period,
    capPpm: row.cap_ppm,
    instantLevels: hexOf(row.instant_levels),
    spec: new Uint8Array(row.spec),
    publishedAt: row.block_time,
    block: Number(row.block_number),
    transactionHash: hexOf(row.transaction_hash),
  }));
}

/** The plan that governs `period` as published until `block`: the last one whose first period has come. */
export async function readPlanFor(database: Asked, period: number, block: number): Promise<PublishedPlan | undefined> {
  const plans = await readPlans(database, block);
  return plans.findLast((plan) => plan.firstPeriod <= period);
}

/** CV that has been recorded in the period so far; refunds taken off. */
export async function readPeriodCv({ pool }: Database, period: number, block: number): Promise<bigint> {
  const { rows } = await pool.query<{ cv: bigint | null }>({
    name: 'mirror-period-cv',
    text: `SELECT sum(CASE WHEN kind IN (1, 2) THEN cv WHEN kind IN (3, 4) THEN -cv ELSE 0 END)::numeric(78,0) AS cv
           FROM mirror.volume_entries WHERE period = $1 AND block_number <= $2`,
    values: [period, block],
  });
  return rows[0]?.cv ?? 0n;
}

/**
 * What the chain says about a period.
 * @returns undefined when the period has no plan, or is not closed at this level and not open either
 */
export async function readPeriodFacts(database: WideSnapshot, period: number, level: Level): Promise<PeriodFacts | undefined> {
  const position = await requirePosition(database, level);
  const [closed] = await readClosedPeriods(database, position.block, period);
  const open = await readCurrentPeriod(database, position.block);
  if (closed === undefined && period !== open) return undefined;
  const plan =
    closed === undefined || closed.planVersion === 0
      ? await readPlanFor(database, period, position.block)
      : (await readPlans(database, position.block)).find((item) => item.version === closed.planVersion);
  if (plan === undefined) return undefined;
  const memberCount = closed?.memberCount ?? (await readMemberCount(database, position.block));
  const [entries, tree] = await database.both(
    (snapshot) => readEntries(snapshot, period, position.block),
    (snapshot) => readTree(snapshot, memberCount),
  );
  const [previous] = period === 0 ? [] : await readClosedPeriods(database, position.block, period - 1);
  return {
    period,
    closed,
    plan,
    memberCount,
    ...tree,
    firstEntry: previous?.entryCount ?? 0,
    entries,
    runningHash: closed?.runningHash ?? (await readRunningHash(database, position.block)),
    budget: closed?.budget,
    asOf: { block: position.block, time: position.time },
  };
}

export async function readRunningHash({ pool }: Asked, block: number): Promise<`0x${string}`> {
  const { rows } = await pool.query<{ running_hash: Buffer }>(
    'SELECT running_hash FROM mirror.volume_batches WHERE block_number <= $1 ORDER BY seq DESC LIMIT 1',
    [block],
  );
  return rows[0] === undefined ? ZERO_HASH : hexOf(rows[0].running_hash);
}

/** Entries of one member, newest first. */
export async function readEntriesOfMember(
  { pool }: Database,
  memberId: number,
  page: { period?: number | undefined; before?: number | undefined; limit: number },
): Promise<RecordedEntry[]> {
  const { rows } = await pool.query<PlacedRow>({
    name: 'mirror-member-entries',
    text: `${entryQuery} WHERE member_id = $1 AND ($2::int IS NULL OR e.period = $2) AND ($3::bigint IS NULL OR entry_index < $3)
           ORDER BY entry_index DESC LIMIT $4`,
    values: [memberId, page.period ?? null, page.before ?? null, page.limit],
  });
  return rows.map(toRecordedEntry);
}

/** Entries that name any of these orders, oldest first. */
export async function readEntriesOfOrders({ pool }: Database, orderRefs: readonly number[]): Promise<RecordedEntry[]> {
  const { rows } = await pool.query<PlacedRow>({
    name: 'mirror-order-entries',
    text: `${entryQuery} WHERE order_ref = ANY($1::bigint[]) AND kind <> 6 ORDER BY entry_index`,
    values: [orderRefs],
  });
  return rows.map(toRecordedEntry);
}

/** An entry has the time and the transaction of its batch. */
const entryQuery = `
  SELECT e.*, b.block_time, b.transaction_hash
  FROM mirror.volume_entries e JOIN mirror.volume_batches b ON b.block_number = e.block_number AND b.log_index = e.log_index`;

function toRecordedEntry(row: PlacedRow): RecordedEntry {
  return {
    entryIndex: Number(row.entry_index),
    period: row.period,
    entry: toEntry(row),
    block: Number(row.block_number),
    recordedAt: row.block_time,
    transactionHash: hexOf(row.transaction_hash),
  };
}

function toEntry(row: EntryRow): VolumeEntry {
  const kind = entryKindOf(row.kind);
  const reference = Number(row.order_ref);
  if (kind === undefined) throw new UplineError('LEDGER.UNKNOWN_KIND', { index: Number(row.entry_index), kind: row.kind });
  if (kind === 'attestation') {
    return { kind, memberId: row.member_id, topic: row.topic ?? 0, value: row.value ?? 0n, reference };
  }
  const volume = { memberId: row.member_id, pv: row.pv, cv: row.cv, orderRef: reference };
  if (kind === 'customerSale' || kind === 'customerRefund') return { kind, ...volume, customer: Number(row.customer ?? 0n) };
  return { kind, ...volume };
}

interface EntryRow {
  entry_index: bigint;
  period: number;
  kind: number;
  member_id: number;
  pv: bigint;
  cv: bigint;
  order_ref: bigint;
  customer: bigint | null;
  topic: number | null;
  value: bigint | null;
  block_number: bigint;
}

interface PlacedRow extends EntryRow {
  block_time: Date;
  transaction_hash: Buffer;
}

interface PeriodRow {
  period: number;
  member_count: number;
  entry_count: bigint;
  cv: bigint;
  budget: bigint;
  plan_version: number;
  running_hash: Buffer;
  input_hash: Buffer;
  instant: bigint;
  block_time: Date;
  block_number: bigint;
  transaction_hash: Buffer;
}

interface PlanRow {
  version: number;
  plan_hash: Buffer;
  first_period: number;
  cap_ppm: number;
  instant_levels: Buffer;
  spec: Buffer;
  block_time: Date;
  block_number: bigint;
  transaction_hash: Buffer;
}
