import type { Database } from '#platform/database.ts';
import { type TreeShape, buildShape } from './tree-shape.ts';

/** Volumes of one period, by member number, hundredths of a point. */
export interface PeriodVolumes {
  readonly ppv: BigInt64Array;
  readonly gv: BigInt64Array;
}

/** The sponsor tree and its volumes as of one block. Index of all arrays is the member number; 0 is not used. */
export interface TreeSnapshot extends TreeShape {
  readonly volumes: PeriodVolumes;
}

/**
 * The sponsor tree in memory. It never changes but at its end (members are numbered in the order of joining, parents first), so
 * following it means appending; after a rollback it is loaded again.
 */
export interface TreeIndex {
  /** @param position where the mirror stands now; the same position again costs nothing */
  snapshot(position: { block: number; generation: number }, period: number): Promise<TreeSnapshot>;
}

/** Volumes of this many periods are kept. */
const keptPeriods = 4;

export function createTreeIndex(database: Database): TreeIndex {
  let generation = -1;
  let loadedBlock = -1;
  let sponsorOf: Uint32Array = new Uint32Array(1);
  let shape: TreeShape = buildShape(sponsorOf);
  const personal = new Map<number, PersonalVolumes>();
  let queue: Promise<unknown> = Promise.resolve();

  const refresh = async (position: { block: number; generation: number }): Promise<void> => {
    if (position.generation !== generation) {
      generation = position.generation;
      loadedBlock = -1;
      sponsorOf = new Uint32Array(1);
      personal.clear();
    }
    if (position.block <= loadedBlock) return;
    const grown = await loadSponsors(database, sponsorOf, position.block);
    if (grown !== sponsorOf || shape.memberCount !== grown.length - 1) shape = buildShape(grown);
    sponsorOf = grown;
    loadedBlock = position.block;
  };

  const volumesOf = async (period: number): Promise<PeriodVolumes> => {
    const known = personal.get(period);
    if (known !== undefined && known.block === loadedBlock && known.summed?.gv.length === sponsorOf.length) return known.summed;
    const current = await loadVolumes(
      database,
      known ?? { block: -1, nextEntry: -1, balance: new BigInt64Array(1) },
      period,
      loadedBlock,
      sponsorOf.length,
    );
    if (current.summed === undefined) current.summed = sumUp(current.balance, sponsorOf);
    personal.delete(period);
    personal.set(period, current);
    for (const oldest of [...personal.keys()].slice(0, -keptPeriods)) personal.delete(oldest);
    return current.summed;
  };

  const take = async (position: { block: number; generation: number }, period: number): Promise<TreeSnapshot> => {
    await refresh(position);
    return { ...shape, volumes: await volumesOf(period) };
  };

  return {
    snapshot: (position, period) => {
      // One at a time: two loads into the same arrays would count twice.
      const result = queue.then(() => take(position, period));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}

async function loadSponsors({ pool }: Database, known: Uint32Array, block: number): Promise<Uint32Array> {
  const { rows } = await pool.query<[number, number]>({
    rowMode: 'array',
    text: 'SELECT member_id, sponsor_id FROM mirror.members WHERE member_id >= $1 AND block_number <= $2 ORDER BY member_id',
    values: [known.length, block],
  });
  if (rows.length === 0) return known;
  const grown = new Uint32Array(known.length + rows.length);
  grown.set(known);
  for (const [memberId, sponsorId] of rows) grown[memberId] = sponsorId;
  return grown;
}

interface PersonalVolumes {
  block: number;
  /** Entries before this number are in `balance`. */
  nextEntry: number;
  /** Sales less refunds of the period; may be negative. */
  balance: BigInt64Array;
  summed?: PeriodVolumes;
}

async function loadVolumes(
  { pool }: Database,
  known: PersonalVolumes,
  period: number,
  block: number,
  length: number,
): Promise<PersonalVolumes> {
  const { rows } = await pool.query<[number, bigint, bigint]>({
    rowMode: 'array',
    text: `SELECT member_id, sum(CASE WHEN kind IN (1, 2) THEN pv WHEN kind IN (3, 4) THEN -pv ELSE 0 END)::bigint, max(entry_index)
           FROM mirror.volume_entries WHERE period = $1 AND entry_index >= $2 AND block_number <= $3 GROUP BY member_id`,
    values: [period, known.nextEntry, block],
  });
  if (rows.length === 0 && known.balance.length === length) return { ...known, block };
  const balance = new BigInt64Array(length);
  balance.set(known.balance);
  let { nextEntry } = known;
  for (const [memberId, pv, last] of rows) {
    balance[memberId] = (balance[memberId] ?? 0n) + pv;
    if (Number(last) >= nextEntry) nextEntry = Number(last) + 1;
  }
  return { block, nextEntry, balance };
}

/** Children before sponsors (a sponsor's number is lower), so one pass downwards sums every downline. */
function sumUp(balance: BigInt64Array, sponsorOf: Uint32Array): PeriodVolumes {
  const ppv = BigInt64Array.from(balance, (pv) => (pv < 0n ? 0n : pv));
  const gv = ppv.slice();
  for (let memberId = gv.length - 1; memberId > 1; memberId -= 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    gv[sponsorId] = (gv[sponsorId] ?? 0n) + (gv[memberId] ?? 0n);
  }
  return { ppv, gv };
}
