import type { PoolClient } from 'pg';
import { UplineError } from '#kernel/errors/index.ts';
import { type ReadDatabase, ReplicaIsOlder } from '#platform/replicas.ts';
import { type PeriodFigures, type VolumeChange, applyChanges, sumUp } from '../tree/figures.ts';
import type { TreeView } from '../tree/reports.ts';
import { appendMembers, dropMembers, emptyTree, reserve, roomFor } from '../tree/shape.ts';
import { inSnapshot } from './snapshot.ts';
import { type Mark, loadSponsors, loadVolumes, noMark, readMark, stillHolds } from './tree-load.ts';

/** The sponsor tree and the figures of one period, as of a block. */
export interface TreeAt extends TreeView {
  readonly period: number;
  readonly block: number;
  readonly time: Date;
}

/**
 * The sponsor tree in memory. It never changes but at its end, so following the chain is adding; when blocks are replaced it goes
 * back to the last block that could not be, and adds from there.
 */
export interface TreeIndex {
  /**
   * @param period the open one when it is not given; of a closed one, the tree as it was at its end
   * @param database a replica, or the primary when it is not given; what memory knows never goes back to an older replica
   * @throws UplineError MIRROR.EMPTY
   * @throws ReplicaIsOlder
   */
  at(period?: number, database?: ReadDatabase): Promise<TreeAt>;
}

/** So many closed periods are kept beside the open one; each takes 24 bytes a member. */
const keptPeriods = 2;

interface Position {
  readonly block: number;
  readonly time: Date;
  readonly generation: number;
  readonly finalized: number;
}

/** A volume that can still be replaced. */
interface RecentEntry extends VolumeChange {
  readonly entryIndex: number;
}

export function createTreeIndex(primary: ReadDatabase): TreeIndex {
  let tree = emptyTree();
  let open: PeriodFigures = sumUp(tree, -1, 0, new Float64Array(1));
  let position: Position | undefined;
  /** Member counts of closed periods. */
  let closedCounts = new Map<number, number>();
  let nextEntry = 0;
  let mark: Mark = noMark;
  let recent: RecentEntry[] = [];
  const closed = new Map<number, PeriodFigures>();
  let queue: Promise<unknown> = Promise.resolve();

  const startOver = (): void => {
    tree = emptyTree();
    open = sumUp(tree, -1, 0, new Float64Array(1));
    nextEntry = 0;
    mark = noMark;
    recent = [];
    closed.clear();
  };

  /** Back to where nothing could have been replaced. */
  const goBack = async (client: PoolClient): Promise<void> => {
    if (!(await stillHolds(client, mark))) return startOver();
    const members = { from: mark.members + 1, to: tree.memberCount, sign: -1 } as const;
    const undone = recent.filter((entry) => entry.entryIndex >= mark.entries);
    applyChanges(
      tree,
      open,
      members.to < members.from ? undefined : members,
      undone.map(({ memberId, pv }) => ({ memberId, pv: -pv })),
    );
    dropMembers(tree, mark.members);
    recent = [];
    nextEntry = mark.entries;
    closed.clear();
  };

  const refresh = async (client: PoolClient, target: Position): Promise<void> => {
    const periods = await readClosedCounts(client, target.block);
    const openPeriod = Math.max(-1, ...periods.keys()) + 1;
    if (position !== undefined && position.generation !== target.generation) await goBack(client);
    const from = tree.memberCount + 1;
    const sponsors: Uint32Array[] = [];
    const load = loadSponsors(client, tree.memberCount, target.block);
    if (tree.memberCount === 0) {
      reserve(tree, await readHighest(client));
      for await (const part of load) appendMembers(tree, part);
    } else for await (const part of load) sponsors.push(part);

    if (openPeriod === open.period && from > 1) {
      const added: RecentEntry[] = [];
      for await (const part of loadVolumes(client, openPeriod, nextEntry, target.block)) {
        for (let place = 0; place < part.memberIds.length; place += 1)
          added.push({
            entryIndex: part.entryIndexes[place] ?? 0,
            memberId: part.memberIds[place] ?? 0,
            pv: part.volumes[place] ?? 0,
          });
      }
      // From here to the end of the block there is no pause: nobody sees half a step.
      for (const part of sponsors) appendMembers(tree, part);
      const grown = tree.memberCount >= from ? ({ from, to: tree.memberCount, sign: 1 } as const) : undefined;
      applyChanges(tree, open, grown, added);
      nextEntry = Math.max(nextEntry, (added.at(-1)?.entryIndex ?? -1) + 1);
      recent.push(...added);
    } else {
      const balance = new Float64Array(roomFor(tree.memberCount + sponsors.reduce((sum, part) => sum + part.length, 0) + 1, 1));
      let last = -1;
      recent = [];
      for await (const part of loadVolumes(client, openPeriod, 0, target.block)) {
        addTo(balance, part);
        last = part.entryIndexes.at(-1) ?? last;
        for (let place = 0; place < part.memberIds.length; place += 1) {
          const entryIndex = part.entryIndexes[place] ?? 0;
          if (entryIndex >= mark.entries)
            recent.push({ entryIndex, memberId: part.memberIds[place] ?? 0, pv: part.volumes[place] ?? 0 });
        }
      }
      for (const part of sponsors) appendMembers(tree, part);
      nextEntry = last + 1;
      open = sumUp(tree, openPeriod, tree.memberCount, balance);
    }
    closedCounts = periods;
    mark = await readMark(client, Math.min(target.finalized, target.block));
    recent = recent.filter((entry) => entry.entryIndex >= mark.entries);
    position = target;
  };

  const closedFigures = async (client: PoolClient, period: number, block: number): Promise<PeriodFigures> => {
    const known = closed.get(period);
    const memberCount = closedCounts.get(period) ?? tree.memberCount;
    const balance = new Float64Array(memberCount + 1);
    if (known === undefined) for await (const part of loadVolumes(client, period, 0, block)) addTo(balance, part);
    const figures = known ?? sumUp(tree, period, memberCount, balance);
    closed.delete(period);
    closed.set(period, figures);
    for (const oldest of [...closed.keys()].slice(0, -keptPeriods)) closed.delete(oldest);
    return figures;
  };

  /** Whether this is from before what memory holds. The primary is not: there it was undone. */
  const isOlder = (database: ReadDatabase, { block, generation }: Position): boolean =>
    database !== primary &&
    position !== undefined &&
    (generation < position.generation || (generation === position.generation && block < position.block));

  const take = async (period: number | undefined, database: ReadDatabase): Promise<TreeAt> => {
    const seen = await readPosition(database.pool);
    if (isOlder(database, seen)) throw new ReplicaIsOlder();
    if (position?.block === seen.block && position.generation === seen.generation && isKnown(period))
      return viewOf(period, position);
    return inSnapshot(database, async (client) => {
      const target = await readPosition(client);
      if (position?.block !== target.block || position.generation !== target.generation) await refresh(client, target);
      if (period !== undefined && closedCounts.has(period)) await closedFigures(client, period, target.block);
      return viewOf(period, target);
    });
  };

  const isKnown = (period: number | undefined): boolean =>
    period === undefined || closed.has(period) || !closedCounts.has(period);

  const viewOf = (period: number | undefined, { block, time }: Position): TreeAt => {
    const shown = period ?? open.period;
    const past = closed.get(shown);
    if (past !== undefined) return { tree, figures: past, period: shown, block, time };
    // Nothing was sold yet in a period that has not come.
    const figures =
      shown === open.period ? open : { ...open, period: shown, balance: new Float64Array(1), groupVolume: new Float64Array(1) };
    return { tree, figures, period: shown, block, time };
  };

  return {
    at: (period, database = primary) => {
      // One at a time: two loads into the same arrays would count twice.
      const result = queue.then(() => take(period, database));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}

function addTo(balance: Float64Array, part: { memberIds: Uint32Array; volumes: Float64Array }): void {
  for (let place = 0; place < part.memberIds.length; place += 1) {
    const memberId = part.memberIds[place] ?? 0;
    balance[memberId] = (balance[memberId] ?? 0) + (part.volumes[place] ?? 0);
  }
}

async function readPosition(client: Pick<PoolClient, 'query'>): Promise<Position> {
  const { rows } = await client.query<{ block_number: bigint; block_time: Date; generation: number; finalized: bigint }>({
    name: 'mirror-tree-position',
    text: 'SELECT block_number, block_time, generation, finalized FROM mirror.checkpoints',
  });
  const [row] = rows;
  if (row === undefined) throw new UplineError('MIRROR.EMPTY');
  return { block: Number(row.block_number), time: row.block_time, generation: row.generation, finalized: Number(row.finalized) };
}

async function readClosedCounts(client: PoolClient, block: number): Promise<Map<number, number>> {
  const { rows } = await client.query<{ period: number; member_count: number }>({
    name: 'mirror-tree-periods',
    text: 'SELECT period, member_count FROM mirror.periods WHERE block_number <= $1',
    values: [block],
  });
  return new Map(rows.map((row) => [row.period, row.member_count]));
}

async function readHighest(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ highest: number | null }>('SELECT max(member_id) AS highest FROM mirror.members');
  return rows[0]?.highest ?? 0;
}
