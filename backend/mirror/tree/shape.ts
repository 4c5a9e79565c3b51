/**
 * Who stands under whom, in typed arrays by member number (0 is not used). Numbers are given in the order of joining and a sponsor's
 * is always lower, so the tree of any earlier moment is the same arrays up to a smaller number.
 */
export interface Tree {
  memberCount: number;
  /** 0 for the company. */
  sponsorOf: Uint32Array;
  depthOf: Uint32Array;
  /** The direct recruits of a member are a list in the order of joining: first, then next of each. 0 ends it. */
  firstRecruit: Uint32Array;
  lastRecruit: Uint32Array;
  nextRecruit: Uint32Array;
}

export function emptyTree(): Tree {
  const none = (): Uint32Array => new Uint32Array(1);
  return {
    memberCount: 0,
    sponsorOf: none(),
    depthOf: none(),
    firstRecruit: none(),
    lastRecruit: none(),
    nextRecruit: none(),
  };
}

/** Length of an array that holds `needed` values and can take some more before it has to move. */
export function roomFor(needed: number, current: number): number {
  return needed <= current ? current : Math.max(needed, Math.min(needed + 65_536, Math.ceil(needed * 1.25)));
}

/** Makes room for this many members in all, so that a load of known size does not move its arrays again and again. */
export function reserve(tree: Tree, memberCount: number): void {
  const length = roomFor(memberCount + 1, tree.sponsorOf.length);
  if (length === tree.sponsorOf.length) return;
  for (const name of ['sponsorOf', 'depthOf', 'firstRecruit', 'lastRecruit', 'nextRecruit'] as const) {
    const grown = new Uint32Array(length);
    grown.set(tree[name]);
    tree[name] = grown;
  }
}

/** Adds the next members; `sponsors` are theirs in the order of numbers, 0 for the company. */
export function appendMembers(tree: Tree, sponsors: ArrayLike<number>): void {
  reserve(tree, tree.memberCount + sponsors.length);
  const { sponsorOf, depthOf, firstRecruit, lastRecruit, nextRecruit } = tree;
  for (let place = 0; place < sponsors.length; place += 1) {
    const memberId = (tree.memberCount += 1);
    const sponsorId = sponsors[place] ?? 0;
    sponsorOf[memberId] = sponsorId;
    firstRecruit[memberId] = 0;
    lastRecruit[memberId] = 0;
    nextRecruit[memberId] = 0;
    depthOf[memberId] = sponsorId === 0 ? 0 : (depthOf[sponsorId] ?? 0) + 1;
    if (sponsorId === 0) continue;
    const before = lastRecruit[sponsorId] ?? 0;
    if (before === 0) firstRecruit[sponsorId] = memberId;
    else nextRecruit[before] = memberId;
    lastRecruit[sponsorId] = memberId;
  }
}

/** Forgets everybody with a number above `memberCount`. */
export function dropMembers(tree: Tree, memberCount: number): void {
  const { sponsorOf, firstRecruit, lastRecruit, nextRecruit } = tree;
  const sponsors = new Set<number>();
  for (let memberId = memberCount + 1; memberId <= tree.memberCount; memberId += 1) sponsors.add(sponsorOf[memberId] ?? 0);
  tree.memberCount = Math.min(tree.memberCount, memberCount);
  for (const sponsorId of sponsors) {
    if (sponsorId === 0 || sponsorId > memberCount) continue;
    let last = 0;
    for (let recruit = firstRecruit[sponsorId] ?? 0; recruit !== 0 && recruit <= memberCount; recruit = nextRecruit[recruit] ?? 0)
      last = recruit;
    lastRecruit[sponsorId] = last;
    if (last === 0) firstRecruit[sponsorId] = 0;
    else nextRecruit[last] = 0;
  }
}

/** The member first, the company last; empty for an unknown number. */
export function pathToCompany(tree: Tree, memberId: number): number[] {
  const path: number[] = [];
  if (!has(tree, memberId)) return path;
  for (let current = memberId; current > 0; current = tree.sponsorOf[current] ?? 0) path.push(current);
  return path;
}

/** A member is not their own upline. */
export function isUplineIn(tree: Tree, uplineId: number, memberId: number): boolean {
  if (uplineId < 1 || uplineId >= memberId || !has(tree, memberId)) return false;
  let current = memberId;
  // Numbers only fall on the way up, so the walk may stop as soon as it has passed.
  while (current > uplineId) current = tree.sponsorOf[current] ?? 0;
  return current === uplineId;
}

/**
 * The member after this one when the downline of `top` is read as an outline: recruits under their sponsor, each with a whole branch
 * before the next. `memberCount` hides whoever joined later. 0 at the end.
 */
export function nextInOutline(tree: Tree, top: number, memberId: number, memberCount: number): number {
  const first = tree.firstRecruit[memberId] ?? 0;
  if (first !== 0 && first <= memberCount) return first;
  for (let current = memberId; current !== top && current !== 0; current = tree.sponsorOf[current] ?? 0) {
    const next = tree.nextRecruit[current] ?? 0;
    if (next !== 0 && next <= memberCount) return next;
  }
  return 0;
}

export function has(tree: Tree, memberId: number): boolean {
  return Number.isInteger(memberId) && memberId >= 1 && memberId <= tree.memberCount;
}
