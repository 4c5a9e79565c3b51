import { type PeriodFigures, personalVolume } from './figures.ts';
import { pageByKey, sortByKey } from './order.ts';
import { type Tree, nextInOutline } from './shape.ts';

/** The tree with the figures of one period. A report is made without a pause, so the next step of the chain cannot come between. */
export interface TreeView {
  readonly tree: Tree;
  readonly figures: PeriodFigures;
}

export type FigureSort = 'memberId' | 'joinedAt' | 'ppv' | 'gv' | 'downlineCount';

/** A whole number from 0 to 2^53 − 1 for each member, to sort by what the tree does not know. */
export type SortKey = (memberId: number) => number;

export interface Ordered {
  readonly sort: FigureSort | SortKey;
  readonly descending: boolean;
}

/** Whether a member with this personal volume (hundredths of a point) is wanted. */
export type Wanted = (memberId: number, ppv: number) => boolean;

/** Whether the member had joined by then. */
export function isIn(view: TreeView, memberId: number): boolean {
  return Number.isInteger(memberId) && memberId >= 1 && memberId <= view.figures.memberCount;
}

/** Direct recruits in the order of joining. */
export function frontlineOf({ tree, figures }: TreeView, memberId: number): Uint32Array {
  const frontline = new Uint32Array(figures.frontlineCount[memberId] ?? 0);
  let recruit = tree.firstRecruit[memberId] ?? 0;
  for (let place = 0; place < frontline.length; place += 1) {
    frontline[place] = recruit;
    recruit = tree.nextRecruit[recruit] ?? 0;
  }
  return frontline;
}

/** Everybody, in the order of joining. */
export function everybodyIn({ figures }: TreeView): Uint32Array {
  const ids = new Uint32Array(figures.memberCount);
  for (let place = 0; place < ids.length; place += 1) ids[place] = place + 1;
  return ids;
}

/** Those who are wanted, in the same order. */
export function narrowed(view: TreeView, ids: Uint32Array, only: Wanted | undefined): Uint32Array {
  return only === undefined ? ids : ids.filter((id) => only(id, personalVolume(view.figures, id)));
}

/** @param ids in the order of joining */
export function pageIn(view: TreeView, ids: Uint32Array, order: Ordered, offset: number, limit: number): Uint32Array {
  if (order.sort !== 'memberId' && order.sort !== 'joinedAt')
    return pageByKey(ids, keyOf(view, order.sort), { descending: order.descending, offset, limit });
  if (!order.descending) return ids.slice(offset, offset + limit);
  const end = Math.max(0, ids.length - offset);
  return ids.slice(Math.max(0, end - limit), end).toReversed();
}

/** @param ids in the order of joining */
export function sortedIn(view: TreeView, ids: Uint32Array, order: Ordered): Uint32Array {
  if (order.sort === 'memberId' || order.sort === 'joinedAt') return order.descending ? ids.toReversed() : ids;
  return sortByKey(ids, keyOf(view, order.sort), order.descending);
}

function keyOf({ figures }: TreeView, sort: 'ppv' | 'gv' | 'downlineCount' | SortKey): SortKey {
  if (typeof sort === 'function') return sort;
  const { downlineCount, groupVolume } = figures;
  if (sort === 'downlineCount') return (id) => downlineCount[id] ?? 0;
  if (sort === 'gv') return (id) => groupVolume[id] ?? 0;
  return (id) => personalVolume(figures, id);
}

/** The legs with the greatest group volume, first the greatest. */
export function topLegs(view: TreeView, memberId: number, limit: number): Uint32Array {
  return pageIn(view, frontlineOf(view, memberId), { sort: 'gv', descending: true }, 0, limit);
}

export interface WindowPlace {
  readonly memberId: number;
  /** Steps below the member that the window was asked for. */
  readonly level: number;
  /** Direct recruits who are not in the window. */
  foldedCount: number;
}

/** Nearest first, so a window that is cut keeps the people who are nearest; the member itself stands first at level 0. */
export function windowOf(view: TreeView, memberId: number, size: { depth: number; limit: number }): WindowPlace[] {
  if (!isIn(view, memberId) || size.limit < 1) return [];
  const { tree, figures } = view;
  const places: WindowPlace[] = [{ memberId, level: 0, foldedCount: 0 }];
  for (let place = 0; place < places.length; place += 1) {
    const node = places[place];
    if (node === undefined) break;
    const recruits = figures.frontlineCount[node.memberId] ?? 0;
    const room = node.level >= size.depth ? 0 : Math.min(recruits, size.limit - places.length);
    let recruit = tree.firstRecruit[node.memberId] ?? 0;
    for (let index = 0; index < room; index += 1) {
      places.push({ memberId: recruit, level: node.level + 1, foldedCount: 0 });
      recruit = tree.nextRecruit[recruit] ?? 0;
    }
    node.foldedCount = recruits - room;
  }
  return places;
}

/** The whole downline (without the member) as an outline: each recruit with their own branch before the next. */
export function outlineOf({ tree, figures }: TreeView, memberId: number): Uint32Array {
  const ids = new Uint32Array(figures.downlineCount[memberId] ?? 0);
  let current = memberId;
  for (let place = 0; place < ids.length; place += 1) {
    current = nextInOutline(tree, memberId, current, figures.memberCount);
    ids[place] = current;
  }
  return ids;
}
