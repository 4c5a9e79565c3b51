import type { PoolClient } from 'pg';

/** Rows that one step takes in. */
const step = 5_000;

/**
 * Takes in members and volumes that the mirror has got since: a row each, whatever the depth.
 * @returns whether there may be more
 */
export async function takeIn(client: PoolClient): Promise<boolean> {
  // The lock makes a rollback wait for us, and us for it.
  const { rows } = await client.query<Position>({
    name: 'reports-position',
    text: 'SELECT block_number, members, entries FROM reports.position FOR UPDATE',
  });
  const [position] = rows;
  if (position === undefined) return false;
  const mirror = await client.query<{ block: bigint }>({
    name: 'reports-mirror-block',
    text: 'SELECT block_number AS block FROM mirror.checkpoints',
  });
  const block = mirror.rows[0]?.block;
  if (block === undefined || block <= position.block_number) return false;
  const members = await takeMembers(client, position.members, block);
  // Whoever ordered must have joined: volumes wait until all members are in.
  const entries =
    members.count < step
      ? await takeVolumes(client, Number(position.entries), block)
      : { next: Number(position.entries), count: 0 };
  const more = members.count === step || entries.count === step;
  await client.query({
    name: 'reports-move',
    text: 'UPDATE reports.position SET members = $1, entries = $2, block_number = $3',
    values: [members.last, entries.next, more ? position.block_number : block],
  });
  return more;
}

interface Position {
  block_number: bigint;
  members: number;
  entries: bigint;
}

async function takeMembers(client: PoolClient, known: number, block: bigint): Promise<{ last: number; count: number }> {
  const { rows } = await client.query<[number, number, bigint]>({
    name: 'reports-new-members',
    rowMode: 'array',
    text: `SELECT member_id, sponsor_id, block_number FROM mirror.members
           WHERE member_id > $1::int AND member_id <= $1::int + $3::int AND block_number <= $2 ORDER BY member_id`,
    values: [known, block, step],
  });
  if (rows.length === 0) return { last: known, count: 0 };
  const anchors = await anchorsOf(
    client,
    rows.map((row) => row[1]),
  );
  // A sponsor who is as new comes before the recruit.
  for (const [memberId, sponsorId] of rows) anchors.set(memberId, anchors.get(sponsorId) ?? 0);
  await client.query({
    name: 'reports-add-members',
    text: `INSERT INTO reports.tail (member_id, sponsor_id, anchor, block_number)
           SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::bigint[])`,
    values: [
      rows.map((row) => row[0]),
      rows.map((row) => row[1]),
      rows.map((row) => anchors.get(row[0])),
      rows.map((row) => row[2]),
    ],
  });
  return { last: rows.at(-1)?.[0] ?? known, count: rows.length };
}

/** The `pre` of each member who is numbered, the anchor of each who is in the tail. All at once: a question a member costs ten times that. */
async function anchorsOf(client: PoolClient, memberIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await client.query<[number, number]>({
    name: 'reports-anchors-of',
    rowMode: 'array',
    text: `SELECT member_id, pre FROM reports.places WHERE member_id = ANY($1::int[])
           UNION ALL SELECT member_id, anchor FROM reports.tail WHERE member_id = ANY($1::int[])`,
    values: [distinct(memberIds)],
  });
  return new Map(rows);
}

/** Balances in a period as far as they are taken in; members without one are left out. */
async function balancesOf(client: PoolClient, period: number, memberIds: readonly number[]): Promise<Map<number, bigint>> {
  const ids = distinct(memberIds);
  const newest = await client.query<[number, bigint]>({
    name: 'reports-changed-balances',
    rowMode: 'array',
    text: `SELECT DISTINCT ON (member_id) member_id, balance FROM reports.changes
           WHERE period = $1 AND member_id = ANY($2::int[]) ORDER BY member_id, block_number DESC`,
    values: [period, ids],
  });
  const rolled = await client.query({
    name: 'reports-is-rolled',
    text: 'SELECT 1 FROM reports.periods WHERE period = $1',
    values: [period],
  });
  if (rolled.rows.length === 0) return new Map(newest.rows);
  // The period's own table: through the parent, choosing among periods would cost more than the answer.
  const numbered = await client.query<[number, bigint]>({
    name: `reports-rolled-balances-${period}`,
    rowMode: 'array',
    text: `SELECT member_id, balance FROM reports.rollups_${period} WHERE period = ${period} AND member_id = ANY($1::int[])`,
    values: [ids],
  });
  return new Map([...numbered.rows, ...newest.rows]);
}

/** Sorted, so that an index is walked in its own order. */
function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((left, right) => left - right);
}

interface Change {
  readonly period: number;
  readonly memberId: number;
  readonly block: bigint;
  readonly anchor: number;
  /** Before and after the orders of this block. */
  readonly before: bigint;
  after: bigint;
}

async function takeVolumes(client: PoolClient, known: number, block: bigint): Promise<{ next: number; count: number }> {
  const { rows } = await client.query<[number, number, bigint, bigint]>({
    name: 'reports-new-volumes',
    rowMode: 'array',
    // Tables of periods that are over are not opened.
    text: `SELECT period, member_id, block_number, CASE WHEN kind <= 2 THEN pv WHEN kind <= 4 THEN -pv ELSE 0 END
           FROM mirror.volume_entries
           WHERE period >= (SELECT coalesce(max(period) + 1, 0) FROM mirror.periods WHERE entry_count <= $1::bigint)
             AND entry_index >= $1::bigint AND entry_index < $1::bigint + $3::int AND block_number <= $2
           ORDER BY entry_index`,
    values: [known, block, step],
  });
  if (rows.length === 0) return { next: known, count: 0 };
  const anchors = await anchorsOf(
    client,
    rows.map((row) => row[1]),
  );
  const balances = new Map<number, Map<number, bigint>>();
  for (const period of new Set(rows.map((row) => row[0]))) {
    const members = rows.filter((row) => row[0] === period).map((row) => row[1]);
    balances.set(period, await balancesOf(client, period, members));
  }
  const changes = new Map<string, Change>();
  for (const [period, memberId, at, pv] of rows) {
    if (pv === 0n) continue;
    const ofPeriod = balances.get(period);
    const before = ofPeriod?.get(memberId) ?? 0n;
    ofPeriod?.set(memberId, before + pv);
    // A change of the same block may stand there already when the block came in two steps.
    const key = `${period} ${memberId} ${at}`;
    const change = changes.get(key);
    const anchor = anchors.get(memberId) ?? 0;
    if (change === undefined) changes.set(key, { period, memberId, block: at, anchor, before, after: before + pv });
    else change.after = before + pv;
  }
  const list = [...changes.values()];
  await client.query({
    name: 'reports-add-volumes',
    text: `INSERT INTO reports.changes (period, member_id, block_number, anchor, volume, balance)
           SELECT * FROM unnest($1::int[], $2::int[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[])
           ON CONFLICT (period, member_id, block_number) DO UPDATE
             SET volume = changes.volume + excluded.volume, balance = excluded.balance`,
    values: [
      list.map((change) => change.period),
      list.map((change) => change.memberId),
      list.map((change) => change.block),
      list.map((change) => change.anchor),
      list.map((change) => counted(change.after) - counted(change.before)),
      list.map((change) => change.after),
    ],
  });
  return { next: known + rows.length, count: rows.length };
}

/** Personal volume does not fall below zero. */
const counted = (balance: bigint): bigint => (balance < 0n ? 0n : balance);
