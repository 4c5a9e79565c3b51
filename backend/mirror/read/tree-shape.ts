/** Who stands under whom, in typed arrays by member number. */
export interface TreeShape {
  readonly memberCount: number;
  readonly sponsorOf: Uint32Array;
  readonly depthOf: Uint32Array;
  /** Everybody below, at any distance. */
  readonly downlineCount: Uint32Array;
  /** Direct recruits of member `m` are `children[childStart[m] … childStart[m + 1] − 1]`, in the order of joining. */
  readonly childStart: Uint32Array;
  readonly children: Uint32Array;
}

/** @param sponsorOf a sponsor's number is lower than the member's; index 0 unused, 0 for the company */
export function buildShape(sponsorOf: Uint32Array): TreeShape {
  const length = sponsorOf.length;
  const depthOf = new Uint32Array(length);
  const downlineCount = new Uint32Array(length);
  const childStart = new Uint32Array(length + 1);
  for (let memberId = 2; memberId < length; memberId += 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    depthOf[memberId] = (depthOf[sponsorId] ?? 0) + 1;
    childStart[sponsorId + 1] = (childStart[sponsorId + 1] ?? 0) + 1;
  }
  for (let memberId = length - 1; memberId > 1; memberId -= 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    downlineCount[sponsorId] = (downlineCount[sponsorId] ?? 0) + (downlineCount[memberId] ?? 0) + 1;
  }
  for (let index = 1; index <= length; index += 1) childStart[index] = (childStart[index] ?? 0) + (childStart[index - 1] ?? 0);
  const next = childStart.slice();
  const children = new Uint32Array(Math.max(0, length - 2));
  for (let memberId = 2; memberId < length; memberId += 1) {
    const sponsorId = sponsorOf[memberId] ?? 0;
    const place = next[sponsorId] ?? 0;
    children[place] = memberId;
    next[sponsorId] = place + 1;
  }
  return { memberCount: Math.max(0, length - 1), sponsorOf, depthOf, downlineCount, childStart, children };
}

/** Direct recruits in the order of joining; a view, not a copy. */
export function frontlineOf(shape: TreeShape, memberId: number): Uint32Array {
  return shape.children.subarray(shape.childStart[memberId] ?? 0, shape.childStart[memberId + 1] ?? 0);
}

export function isUplineIn(shape: TreeShape, uplineId: number, memberId: number): boolean {
  if (uplineId < 1 || memberId > shape.memberCount || uplineId >= memberId) return false;
  let current = memberId;
  // Numbers only fall on the way up, so the walk may stop as soon as it has passed.
  while (current > uplineId) current = shape.sponsorOf[current] ?? 0;
  return current === uplineId;
}

/** The member first, the company last. */
export function pathToCompany(shape: TreeShape, memberId: number): number[] {
  const path: number[] = [];
  for (let current = memberId; current > 0 && current <= shape.memberCount; current = shape.sponsorOf[current] ?? 0)
    path.push(current);
  return path;
}

/** Breadth first, so a window that is cut keeps the people who are nearest. */
export function windowOf(
  shape: TreeShape,
  memberId: number,
  size: { depth: number; limit: number },
): { memberId: number; level: number; foldedCount: number }[] {
  if (memberId < 1 || memberId > shape.memberCount || size.limit < 1) return [];
  const nodes = [{ memberId, level: 0, foldedCount: 0 }];
  for (let place = 0; place < nodes.length; place += 1) {
    const node = nodes[place];
    if (node === undefined) break;
    const recruits = frontlineOf(shape, node.memberId);
    const room = node.level >= size.depth ? 0 : Math.min(recruits.length, size.limit - nodes.length);
    for (let index = 0; index < room; index += 1)
      nodes.push({ memberId: recruits[index] ?? 0, level: node.level + 1, foldedCount: 0 });
    node.foldedCount = recruits.length - room;
  }
  return nodes;
}
