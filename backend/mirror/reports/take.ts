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
  const { rows } = await client.query<[number, number, bigint, number | null]>({
    name: 'reports-new-members',
    rowMode: 'array',
    // Questions inside the row, not joins: a few probes of an index each, whatever the planner thinks of the sizes.
    text: `SELECT m.member_id, m.sponsor_id, m.block_number,
             coalesce((SELECT pre FROM reports.places WHERE member_id = m.sponsor_id), (SELECT anchor FROM reports.tail WHERE member_id = m.sponsor_id))
           FROM mirror.members m WHERE m.member_id > $1::int AND m.member_id <= $1::int + $3::int AND m.block_number <= $2
           ORDER BY m.member_id`,
    values: [known, block, step],
  });
  if (rows.length === 0) return { last: known, count: 0 };
  const anchors = new Map<number, number>();
  for (const [memberId, sponsorId, , anchor] of rows) anchors.set(memberId, anchor ?? anchors.get(sponsorId) ?? 0);
  await client.query({
    name: 'reports-add-members',
    text: `INSERT INTO reports.tail (member_id, sponsor_id, anchor, block_number)
           SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::bigint[])`,
    values: [rows.map((row) => row[0]), rows.map((row) => row[1]), [...anchors.values()], rows.map((row) => row[2])],
  });
  return { last: rows.at(-1)?.[0] ?? known, count: rows.length };
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
  const { rows } = await client.query<[bigint, number, number, bigint, bigint, number, bigint]>({
    name: 'reports-new-volumes',
    rowMode: 'array',
    // A change of the same block may stand there already when the block came in two steps. Tables of periods that are over are not opened.
    text: `SELECT e.entry_index, e.period, e.member_id, e.block_number, CASE WHEN e.kind <= 2 THEN e.pv WHEN e.kind <= 4 THEN -e.pv ELSE 0 END,
             coalesce((SELECT pre FROM reports.places WHERE member_id = e.member_id), (SELECT anchor FROM reports.tail WHERE member_id = e.member_id)),
             coalesce((SELECT balance FROM reports.changes c WHERE c.period = e.period AND c.member_id = e.member_id ORDER BY block_number DESC LIMIT 1),
                      (SELECT balance FROM reports.rollups r WHERE r.period = e.period AND r.member_id = e.member_id), 0)
           FROM mirror.volume_entries e
           WHERE e.period >= (SELECT coalesce(max(period) + 1, 0) FROM mirror.periods WHERE entry_count <= $1::bigint)
             AND e.entry_index >= $1::bigint AND e.entry_index < $1::bigint + $3::int AND e.block_number <= $2
           ORDER BY e.entry_index`,
    values: [known, block, step],
  });
  if (rows.length === 0) return { next: known, count: 0 };
  const balances = new Map<string, bigint>();
  const changes = new Map<string, Change>();
  for (const [, period, memberId, at, pv, anchor, stored] of rows) {
    if (pv === 0n) continue;
    const whose = `${period} ${memberId}`;
    const before = balances.get(whose) ?? stored;
    balances.set(whose, before + pv);
    const key = `${whose} ${at}`;
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
