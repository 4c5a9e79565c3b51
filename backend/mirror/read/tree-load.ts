import type { PoolClient } from 'pg';
import { UplineError } from '#kernel/errors/index.ts';

/*
 * Columns of many rows as one value: numbers one behind the other in network byte order. A million rows come in a third of a second
 * and without an object for each.
 */

/** Rows that one question brings. */
const slice = 10_000;

/** Sponsors of the members after `known` up to `block`, a slice at a time, without a gap. @throws UplineError MIRROR.BROKEN_FACT */
export async function* loadSponsors(client: PoolClient, known: number, block: number): AsyncGenerator<Uint32Array> {
  for (let last = known; ;) {
    const { rows } = await client.query<{ count: number; highest: number | null; sponsors: Buffer | null }>({
      name: 'mirror-tree-sponsors',
      text: `SELECT count(*)::int AS count, max(member_id) AS highest, string_agg(int4send(sponsor_id), ''::bytea ORDER BY member_id) AS sponsors
             FROM mirror.members WHERE member_id > $1 AND member_id <= $2 AND block_number <= $3`,
      values: [last, last + slice, block],
    });
    const { count = 0, highest, sponsors } = rows[0] ?? {};
    if (count === 0 || !sponsors) return;
    if (highest !== last + count)
      throw new UplineError('MIRROR.BROKEN_FACT', {
        event: 'MemberRegistered',
        block,
        reason: `a member after ${last} is missing`,
      });
    const ids = new Uint32Array(count);
    for (let place = 0; place < count; place += 1) ids[place] = sponsors.readUInt32BE(place * 4);
    yield ids;
    last += count;
    if (count < slice) return;
  }
}

/** Entries that change a volume. */
export interface LoadedEntries {
  readonly entryIndexes: Float64Array;
  readonly memberIds: Uint32Array;
  /** Hundredths of a point, of a refund negative. */
  readonly volumes: Float64Array;
}

/** Sales and refunds of a period from entry `first` on up to `block`, a slice at a time. */
export async function* loadVolumes(
  client: PoolClient,
  period: number,
  first: number,
  block: number,
): AsyncGenerator<LoadedEntries> {
  for (let next = first; ;) {
    const { rows } = await client.query<{ count: number; highest: bigint | null; packed: Buffer | null }>({
      name: 'mirror-tree-volumes',
      text: `SELECT count(*)::int AS count, max(entry_index) AS highest,
               string_agg(int8send(entry_index) || int4send(member_id) || int8send(CASE WHEN kind <= 2 THEN pv ELSE -pv END), ''::bytea
                          ORDER BY entry_index) FILTER (WHERE kind <= 4) AS packed
             FROM (SELECT entry_index, member_id, kind, pv FROM mirror.volume_entries
                   WHERE period = $1 AND entry_index >= $2 AND block_number <= $3 ORDER BY entry_index LIMIT $4) part`,
      values: [period, next, block, slice],
    });
    const { count = 0, highest, packed } = rows[0] ?? {};
    if (count === 0 || highest === null || highest === undefined) return;
    yield unpack(packed ?? Buffer.alloc(0));
    next = Number(highest) + 1;
    if (count < slice) return;
  }
}

function unpack(packed: Buffer): LoadedEntries {
  const count = packed.length / 20;
  const entries = {
    entryIndexes: new Float64Array(count),
    memberIds: new Uint32Array(count),
    volumes: new Float64Array(count),
  };
  for (let place = 0; place < count; place += 1) {
    const at = place * 20;
    entries.entryIndexes[place] = Number(packed.readBigInt64BE(at));
    entries.memberIds[place] = packed.readUInt32BE(at + 8);
    entries.volumes[place] = packed.readInt32BE(at + 12) * 2 ** 32 + packed.readUInt32BE(at + 16);
  }
  return entries;
}

/** What stands in a table where we stopped: enough to see whether it is still the same history. */
export interface Mark {
  readonly members: number;
  /** Block and transaction of the last member, as text. */
  readonly memberOrigin: string;
  /** Entries before this number. */
  readonly entries: number;
  readonly entryOrigin: string;
}

export const noMark: Mark = { members: 0, memberOrigin: '', entries: 0, entryOrigin: '' };

/** The mark of the newest rows up to a block that can no longer be replaced. */
export async function readMark(client: PoolClient, block: number): Promise<Mark> {
  const members = await client.query<{ member_id: number; origin: string }>({
    name: 'mirror-tree-last-member',
    text: `SELECT member_id, block_number || encode(transaction_hash, 'hex') AS origin FROM mirror.members
           WHERE block_number <= $1 ORDER BY member_id DESC LIMIT 1`,
    values: [block],
  });
  const entries = await client.query<{ entry_index: bigint; origin: string }>({
    name: 'mirror-tree-last-entry',
    text: `SELECT entry_index, block_number || ' ' || member_id || ' ' || order_ref || ' ' || pv AS origin FROM mirror.volume_entries
           WHERE block_number <= $1 ORDER BY entry_index DESC LIMIT 1`,
    values: [block],
  });
  const [member] = members.rows;
  const [entry] = entries.rows;
  return {
    members: member?.member_id ?? 0,
    memberOrigin: member?.origin ?? '',
    entries: entry === undefined ? 0 : Number(entry.entry_index) + 1,
    entryOrigin: entry?.origin ?? '',
  };
}

/** Whether the rows at the mark are still those that it remembers. */
export async function stillHolds(client: PoolClient, mark: Mark): Promise<boolean> {
  const { rows } = await client.query<{ member: string | null; entry: string | null }>(
    `SELECT (SELECT block_number || encode(transaction_hash, 'hex') FROM mirror.members WHERE member_id = $1) AS member,
            (SELECT block_number || ' ' || member_id || ' ' || order_ref || ' ' || pv FROM mirror.volume_entries WHERE entry_index = $2) AS entry`,
    [mark.members, mark.entries - 1],
  );
  return (rows[0]?.member ?? '') === mark.memberOrigin && (rows[0]?.entry ?? '') === mark.entryOrigin;
}
