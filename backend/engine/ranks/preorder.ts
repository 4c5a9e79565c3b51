import { COMPANY_MEMBER } from '#kernel/ids.ts';

/** Numbers the members of a forest so that everybody below a member has the numbers that follow. Whoever is above has a lower number. */
export interface Preorder {
  readonly place: Uint32Array;
  /** Members in the branch, its head included. */
  readonly size: Uint32Array;
}

export function preorder(above: Uint32Array, memberCount: number): Preorder {
  const size = new Uint32Array(memberCount + 1).fill(1);
  for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
    const upline = above[member] ?? 0;
    if (upline !== 0) size[upline] = (size[upline] ?? 0) + (size[member] ?? 0);
  }
  const place = new Uint32Array(memberCount + 1);
  const next = new Uint32Array(memberCount + 1);
  let free = 1;
  for (let member = COMPANY_MEMBER; member <= memberCount; member += 1) {
    const upline = above[member] ?? 0;
    const at = upline === 0 ? free : (next[upline] ?? 0);
    if (upline === 0) free += size[member] ?? 0;
    else next[upline] = at + (size[member] ?? 0);
    place[member] = at;
    next[member] = at + 1;
  }
  return { place, size };
}

/** Whether the member is `head` or stands below. */
export function standsIn({ place, size }: Preorder, head: number, member: number): boolean {
  const first = place[head] ?? 0;
  const at = place[member] ?? 0;
  return at >= first && at < first + (size[head] ?? 0);
}
