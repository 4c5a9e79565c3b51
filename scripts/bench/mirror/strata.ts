import { createTreeIndex, type TreeAt } from '#mirror/read/tree-index.ts';
import type { Database } from '#platform/database.ts';
import { noise } from './network.ts';

/** Members whose branches are of one size. Those of which there are few are asked for again and again. */
export interface Stratum {
  readonly name: string;
  readonly memberIds: readonly number[];
}

/** The same question so many times; the best counts, because whatever else the machine does only ever adds. */
export const repeats = 7;

export async function loadView(database: Database): Promise<TreeAt> {
  return createTreeIndex(database).at();
}

export function strataOf(view: TreeAt): Stratum[] {
  const { figures, tree } = view;
  const within = (least: number, most: number): number[] =>
    pick(figures.memberCount, 100, (id) => (figures.downlineCount[id] ?? 0) >= least && (figures.downlineCount[id] ?? 0) <= most);
  return [
    { name: 'small', memberIds: within(50, 500) },
    { name: '10k', memberIds: within(2_000, 50_000) },
    { name: 'hub', memberIds: repeated([2, 3, 4, 5], 100) },
    { name: 'root', memberIds: repeated([1], 100) },
    { name: 'deep', memberIds: pick(figures.memberCount, 100, (id) => (tree.depthOf[id] ?? 0) > 1_000) },
  ].filter((stratum) => stratum.memberIds.length > 0);
}

function repeated(ids: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, place) => ids[place % ids.length] ?? 1);
}

function pick(memberCount: number, count: number, fits: (id: number) => boolean): number[] {
  const all: number[] = [];
  for (let id = 1; id <= memberCount; id += 1) if (fits(id)) all.push(id);
  const random = noise(3);
  return all.length === 0 ? [] : Array.from({ length: count }, () => all[Math.floor(random() * all.length)] ?? 1);
}
