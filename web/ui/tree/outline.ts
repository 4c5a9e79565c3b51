/** What an outline needs to know of a member; the rest travels along. */
export interface OutlineSource {
  readonly memberId: number;
  readonly sponsorId: number | null;
  readonly frontlineCount: number;
}

export interface OutlineRow<Node extends OutlineSource> {
  readonly node: Node;
  /** 1 for the member at the top, as `aria-level` counts. */
  readonly level: number;
  readonly opened: boolean;
  /** Has recruits, loaded or not. */
  readonly expandable: boolean;
  /** Recruits that are counted but not loaded: the row offers to load them when it is opened. */
  readonly missing: number;
  readonly position: number;
  readonly siblings: number;
}

/**
 * The visible rows of a tree, top to bottom. Children of a closed row are not in it.
 * @param nodes any order; those whose sponsor is not among them and who are not `topId` are ignored
 */
export function flattenOutline<Node extends OutlineSource>(
  nodes: Iterable<Node>,
  topId: number,
  opened: ReadonlySet<number>,
): OutlineRow<Node>[] {
  const byId = new Map<number, Node>();
  const children = new Map<number, Node[]>();
  for (const node of nodes) {
    if (byId.has(node.memberId)) continue;
    byId.set(node.memberId, node);
    if (node.sponsorId === null || node.memberId === topId) continue;
    const list = children.get(node.sponsorId);
    if (list === undefined) children.set(node.sponsorId, [node]);
    else list.push(node);
  }
  const top = byId.get(topId);
  if (top === undefined) return [];
  const rows: OutlineRow<Node>[] = [];
  // A stack, not recursion: a line of a hundred thousand recruits is a legal tree.
  const stack = [{ node: top, level: 1, position: 1, siblings: 1 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const below = children.get(next.node.memberId) ?? [];
    const isOpened = opened.has(next.node.memberId);
    rows.push({
      ...next,
      opened: isOpened,
      expandable: next.node.frontlineCount > 0,
      missing: Math.max(0, next.node.frontlineCount - below.length),
    });
    if (!isOpened) continue;
    for (let index = below.length - 1; index >= 0; index -= 1) {
      const node = below[index];
      if (node !== undefined) stack.push({ node, level: next.level + 1, position: index + 1, siblings: below.length });
    }
  }
  return rows;
}

export type OutlineMove = { readonly focus: number } | { readonly open: number } | { readonly close: number } | null;

/** What a key does in a tree (ARIA tree pattern): arrows, Home, End. `index` is the focused row. */
export function moveInOutline<Node extends OutlineSource>(
  rows: readonly OutlineRow<Node>[],
  index: number,
  key: string,
): OutlineMove {
  const row = rows[index];
  if (row === undefined) return null;
  switch (key) {
    case 'ArrowDown':
      return index + 1 < rows.length ? { focus: index + 1 } : null;
    case 'ArrowUp':
      return index > 0 ? { focus: index - 1 } : null;
    case 'Home':
      return { focus: 0 };
    case 'End':
      return { focus: rows.length - 1 };
    case 'ArrowRight':
      if (!row.expandable) return null;
      if (!row.opened) return { open: row.node.memberId };
      return (rows[index + 1]?.level ?? 0) > row.level ? { focus: index + 1 } : null;
    case 'ArrowLeft': {
      if (row.opened && row.expandable) return { close: row.node.memberId };
      for (let above = index - 1; above >= 0; above -= 1) {
        if ((rows[above]?.level ?? 0) < row.level) return { focus: above };
      }
      return null;
    }
    default:
      return null;
  }
}
