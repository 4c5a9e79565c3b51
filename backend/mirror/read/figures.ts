import type { Database } from '#platform/database.ts';
import { readMembers } from './members.ts';
import type { TreeSnapshot } from './tree-index.ts';
import { frontlineOf } from './tree-shape.ts';
import type { FigureSort, MemberFigures, SortedPage } from './types.ts';

/** Rows for these members in the given order; unknown numbers are left out. */
export async function figuresOf(database: Database, tree: TreeSnapshot, memberIds: readonly number[]): Promise<MemberFigures[]> {
  const members = await readMembers(database, memberIds);
  return memberIds.flatMap((memberId) => {
    const member = members.get(memberId);
    // Somebody who joined between the two reads is not counted yet, so is not shown yet either.
    if (member === undefined || memberId > tree.memberCount) return [];
    return [
      {
        ...member,
        frontlineCount: frontlineOf(tree, memberId).length,
        downlineCount: tree.downlineCount[memberId] ?? 0,
        ppv: tree.volumes.ppv[memberId] ?? 0n,
        gv: tree.volumes.gv[memberId] ?? 0n,
      },
    ];
  });
}

/** The part of `memberIds` (in rising order) that belongs to the page. */
export function pageOf(tree: TreeSnapshot, memberIds: ArrayLike<number>, page: SortedPage): number[] {
  const offset = page.offset ?? 0;
  const sorted = sortedBy(tree, Array.from(memberIds), page.sort ?? 'memberId', page.descending ?? false);
  return sorted.slice(offset, offset + page.limit);
}

/** Ties stand in the order of joining, whichever way the list is turned. */
function sortedBy(tree: TreeSnapshot, memberIds: number[], sort: FigureSort, descending: boolean): number[] {
  if (sort === 'memberId' || sort === 'joinedAt') return descending ? memberIds.toReversed() : memberIds;
  const direction = descending ? -1 : 1;
  if (sort === 'downlineCount') {
    return memberIds.sort((a, b) => direction * ((tree.downlineCount[a] ?? 0) - (tree.downlineCount[b] ?? 0)) || a - b);
  }
  const column = tree.volumes[sort];
  return memberIds.sort((a, b) => {
    const left = column[a] ?? 0n;
    const right = column[b] ?? 0n;
    return left === right ? a - b : left < right ? -direction : direction;
  });
}
