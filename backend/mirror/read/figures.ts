import type { ReadDatabase } from '#platform/replicas.ts';
import { personalVolume } from '../tree/figures.ts';
import { type TreeView, isIn } from '../tree/reports.ts';
import { readMembers } from './members.ts';
import type { MemberFigures } from './types.ts';

/** What the tree says about a member, without the row of the member. */
export type Sums = Pick<MemberFigures, 'frontlineCount' | 'downlineCount' | 'ppv' | 'gv'>;

export function sumsOf({ figures }: TreeView, memberId: number): Sums {
  return {
    frontlineCount: figures.frontlineCount[memberId] ?? 0,
    downlineCount: figures.downlineCount[memberId] ?? 0,
    ppv: BigInt(personalVolume(figures, memberId)),
    gv: BigInt(figures.groupVolume[memberId] ?? 0),
  };
}

/** Rows for these members in the given order; who was not in the tree by then is left out. */
export async function figuresOf(database: ReadDatabase, view: TreeView, memberIds: ArrayLike<number>): Promise<MemberFigures[]> {
  // The sums are taken before the pause in which the tree may move on.
  const sums = Array.from(memberIds, (memberId) => (isIn(view, memberId) ? { memberId, ...sumsOf(view, memberId) } : undefined));
  const members = await readMembers(database, Array.from(memberIds));
  return sums.flatMap((row) => {
    const member = row === undefined ? undefined : members.get(row.memberId);
    return row === undefined || member === undefined ? [] : [{ ...member, ...row }];
  });
}
