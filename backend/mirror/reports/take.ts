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
  // After the lock, in a statement of its own: whoever held it may just have made the rollup of a period.
  const mirror = await client.query<{ block: bigint; rolled: number[] }>({
    name: 'reports-mirror-block',
    text: 'SELECT block_number AS block, ARRAY(SELECT period FROM reports.periods) AS rolled FROM mirror.checkpoints',
  });
  const { block, rolled = [] } = mirror.rows[0] ?? {};
  if (block === undefined || block <= position.block_number) return false;
  const members = await takeMembers(client, position.members, block);
  // Whoever ordered must have joined: volumes wait until all members are in.
  const entries =
    members.count < step
      ? await takeVolumes(client, Number(position.entries), block, rolled)
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
      arrayOf(rows.map((row) => row[0])),
      arrayOf(rows.map((row) => row[1])),
      arrayOf(rows.map((row) => anchors.get(row[0]) ?? 0)),
      arrayOf(rows.map((row) => row[2])),
    ],
  });
  return { last: rows.at(-1)?.[0] ?? known, count: rows.length };
}

/** The `pre` of each member who is numbered, the anchor of each who is in the tail. All at once: a question a member costs ten times that. */
async function anchorsOf(client: PoolClient, memberIds: readonly number[]): Promise<Map<number, number | null>> {
  const { rows } = await client.query<[number, number | null]>({
    name: 'reports-anchors-of',
    rowMode: 'array',
    text: `SELECT asked.id, coalesce(p.pre, (SELECT anchor FROM reports.tail t WHERE t.member_id = asked.id))
           FROM unnest($1::int[]) AS asked(id) LEFT JOIN reports.places p ON p.member_id = asked.id`,
    values: [arrayOf(distinct(memberIds))],
  });
  return new Map(rows);
}

/** What orders are added to: where the member stands in the numbering, and the balance in the period as far as it is taken in. */
interface Standing {
  readonly anchor: number;
  balance: bigint;
}

async function standingsOf(
  client: PoolClient,
  period: number,
  isRolled: boolean,
  memberIds: readonly number[],
): Promise<Map<number, Standing>> {
  // The period's own table: through the parent, choosing among periods would cost more than the answer.
  const [rolled, join] = isRolled
    ? ['r.balance', `LEFT JOIN reports.rollups_${period} r ON r.period = ${period} AND r.member_id = asked.id`]
    : ['0', ''];
  const { rows } = await client.query<[number, number | null, bigint | null]>({
    name: `reports-standings-${period}-${String(isRolled)}`,
    rowMode: 'array',
    // One look into each index for a member: with a list, a plan that is kept compares every row with every number of it.
    text: `SELECT asked.id, coalesce(p.pre, (SELECT anchor FROM reports.tail t WHERE t.member_id = asked.id)),
             coalesce((SELECT balance FROM reports.changes c WHERE c.period = ${period} AND c.member_id = asked.id
                       ORDER BY c.block_number DESC LIMIT 1), ${rolled})
           FROM unnest($1::int[]) AS asked(id) LEFT JOIN reports.places p ON p.member_id = asked.id ${join}`,
    values: [arrayOf(distinct(memberIds))],
  });
  return new Map(rows.map(([memberId, anchor, balance]) => [memberId, { anchor: anchor ?? 0, balance: balance ?? 0n }]));
}

/** Sorted, so that an index is walked in its own order. */
function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((left, right) => left - right);
}

/** As PostgreSQL writes an array of numbers. The driver would quote each of them, which costs more than the question. */
function arrayOf(numbers: readonly (number | bigint)[]): string {
  return `{${numbers.join(',')}}`;
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

/** @param rolled periods that have a rollup */
async function takeVolumes(
  client: PoolClient,
  known: number,
  block: bigint,
  rolled: readonly number[],
): Promise<{ next: number; count: number }> {
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
  const standings = new Map<number, Map<number, Standing>>();
  for (const period of new Set(rows.map((row) => row[0]))) {
    const members = rows.filter((row) => row[0] === period).map((row) => row[1]);
    standings.set(period, await standingsOf(client, period, rolled.includes(period), members));
  }
  const changes = new Map<string, Change>();
  for (const [period, memberId, at, pv] of rows) {
    if (pv === 0n) continue;
    const standing = standings.get(period)?.get(memberId);
    if (standing === undefined) throw new Error(`member ${memberId} was not asked for`);
    const { anchor, balance: before } = standing;
    standing.balance = before + pv;
    // A change of the same block may stand there already when the block came in two steps.
    const key = `${period} ${memberId} ${at}`;
    const change = changes.get(key);
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
      arrayOf(list.map((change) => change.period)),
      arrayOf(list.map((change) => change.memberId)),
      arrayOf(list.map((change) => change.block)),
      arrayOf(list.map((change) => change.anchor)),
      arrayOf(list.map((change) => counted(change.after) - counted(change.before))),
      arrayOf(list.map((change) => change.after)),
    ],
  });
  return { next: known + rows.length, count: rows.length };
}

/** Personal volume does not fall below zero. */
const counted = (balance: bigint): bigint => (balance < 0n ? 0n : balance);
