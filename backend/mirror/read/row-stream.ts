import type { ReportSource } from '#platform/replicas.ts';
import { type TreeView, narrowed, sortedIn } from '../tree/reports.ts';
import { figuresOf, sumsOf } from './figures.ts';
import { readMemberColumns } from './member-columns.ts';
import type { TreeIndex } from './tree-index.ts';
import type { ListedMember, Selection } from './types.ts';

/** Members whose rows are in memory at a time. */
const part = 1_000;
/** From here on, and for a tenth of the network at least, reading a few columns of everybody is cheaper than asking part by part. */
const great = 2_000;

/** Rows of many members, a part at a time, all from one source. `listOf` names them; without a sort its order stays. */
export async function* rowsOf(
  source: ReportSource,
  index: TreeIndex,
  selection: Selection,
  listOf: (view: TreeView) => Uint32Array,
): AsyncGenerator<ListedMember[]> {
  const { tree, figures } = await source.ask((database) => index.at(selection.period, database));
  // Copied, because the tree goes on while the rows are read: all of them shall be of one block.
  const view: TreeView = {
    tree,
    figures: {
      ...figures,
      frontlineCount: figures.frontlineCount.slice(),
      downlineCount: figures.downlineCount.slice(),
      balance: figures.balance.slice(),
      groupVolume: figures.groupVolume.slice(),
    },
  };
  const { sort, descending = false, only } = selection;
  const listed = listOf(view);
  const ids =
    sort === undefined
      ? narrowed(view, listed, only)
      : sortedIn(view, narrowed(view, listed.toSorted(), only), { sort, descending });
  if (ids.length < great || ids.length * 10 < figures.memberCount) {
    for (let from = 0; from < ids.length; from += part)
      yield source.ask((database) => figuresOf(database, view, ids.subarray(from, from + part)));
    return;
  }
  const columns = await source.ask((database) => readMemberColumns(database, figures.memberCount));
  for (let from = 0; from < ids.length; from += part) {
    yield Array.from(ids.subarray(from, from + part), (memberId) => ({
      memberId,
      sponsorId: tree.sponsorOf[memberId] || null,
      depth: tree.depthOf[memberId] ?? 0,
      joinedAt: columns.joinedAt(memberId),
      wallet: columns.wallet(memberId),
      ...sumsOf(view, memberId),
    }));
  }
}
