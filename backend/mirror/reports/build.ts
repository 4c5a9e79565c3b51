import type { PoolClient } from 'pg';
import { loadSponsors, loadVolumes } from '../read/tree-load.ts';
import { type PeriodFigures, sumUp } from '../tree/figures.ts';
import { type Tree, appendMembers, emptyTree, reserve } from '../tree/shape.ts';
import { type CopyColumn, copyRows } from './copy.ts';

/** Steps between two places of a path that know what is above them. */
export const pathStride = 32;

/** Everybody who had joined by `block`. */
export async function loadTree(client: PoolClient, block: number): Promise<Tree> {
  const { rows } = await client.query<{ highest: number | null }>('SELECT max(member_id) AS highest FROM mirror.members');
  const tree = emptyTree();
  reserve(tree, rows[0]?.highest ?? 0);
  for await (const part of loadSponsors(client, 0, block)) appendMembers(tree, part);
  return tree;
}

/** A period summed up over the first `memberCount` members. */
export async function loadFigures(
  client: PoolClient,
  tree: Tree,
  period: number,
  until: { memberCount: number; block: number },
): Promise<PeriodFigures> {
  const balance = new Float64Array(until.memberCount + 1);
  for await (const { memberIds, volumes } of loadVolumes(client, period, 0, until.block)) {
    for (let place = 0; place < memberIds.length; place += 1) {
      const memberId = memberIds[place] ?? 0;
      balance[memberId] = (balance[memberId] ?? 0) + (volumes[place] ?? 0);
    }
  }
  return sumUp(tree, period, until.memberCount, balance);
}

/** Numbers of an outline: a member's `pre` comes before those of everybody below, and nobody else's lies between. */
export function numberTree({ sponsorOf }: Tree, { memberCount, downlineCount }: PeriodFigures): Int32Array {
  const pre = new Int32Array(memberCount + 1);
  const next = new Int32Array(memberCount + 1);
  next[0] = 1;
  for (let memberId = 1; memberId <= memberCount; memberId += 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    const own = next[sponsorId] ?? 0;
    pre[memberId] = own;
    next[memberId] = own + 1;
    next[sponsorId] = own + 1 + (downlineCount[memberId] ?? 0);
  }
  return pre;
}

/** Fills a new table with the places of everybody. */
export async function writePlaces(client: PoolClient, table: string, tree: Tree, figures: PeriodFigures): Promise<void> {
  const pre = numberTree(tree, figures);
  const { sponsorOf, depthOf } = tree;
  const columns: CopyColumn[] = [
    { name: 'member_id', kind: 'int', value: (id) => id },
    { name: 'sponsor_id', kind: 'int', value: (id) => sponsorOf[id] },
    { name: 'pre', kind: 'int', value: (id) => pre[id] },
    { name: 'last', kind: 'int', value: (id) => (pre[id] ?? 0) + (figures.downlineCount[id] ?? 0) },
    { name: 'frontline', kind: 'int', value: (id) => figures.frontlineCount[id] },
    {
      name: 'above',
      kind: 'intList',
      value: (id) => {
        const depth = depthOf[id] ?? 0;
        if (depth === 0 || depth % pathStride !== 0) return undefined;
        const above = new Uint32Array(pathStride);
        let current = id;
        for (let step = 0; step < pathStride; step += 1) above[step] = current = sponsorOf[current] ?? 0;
        return above;
      },
    },
  ];
  await client.query(`CREATE TABLE ${table} (LIKE reports.places INCLUDING DEFAULTS)`);
  await copyRows(client, table, columns, { from: 1, to: figures.memberCount });
  await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (member_id) INCLUDE (pre)`);
  await client.query(`VACUUM (ANALYZE) ${table}`);
}

/** Fills a new table with the rollup of a period; it becomes a part of `reports.rollups` later. */
export async function writeRollup(client: PoolClient, table: string, tree: Tree, figures: PeriodFigures): Promise<void> {
  const { period } = figures;
  const columns: CopyColumn[] = [
    { name: 'period', kind: 'int', value: () => period },
    { name: 'member_id', kind: 'int', value: (id) => id },
    { name: 'sponsor_id', kind: 'int', value: (id) => tree.sponsorOf[id] },
    { name: 'frontline', kind: 'int', value: (id) => figures.frontlineCount[id] },
    { name: 'downline', kind: 'int', value: (id) => figures.downlineCount[id] },
    { name: 'balance', kind: 'bigint', value: (id) => figures.balance[id] },
    { name: 'group_volume', kind: 'bigint', value: (id) => figures.groupVolume[id] },
  ];
  // With the check PostgreSQL need not read the table again when it is attached.
  await client.query(`CREATE TABLE ${table} (LIKE reports.rollups INCLUDING DEFAULTS, CHECK (period = ${period}))`);
  await copyRows(client, table, columns, { from: 1, to: figures.memberCount });
  await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (period, member_id) INCLUDE (balance)`);
  await client.query(`CREATE INDEX ON ${table} (period, sponsor_id, group_volume DESC, member_id)`);
  await client.query(`VACUUM (ANALYZE) ${table}`);
}
