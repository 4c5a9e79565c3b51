import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type BonusContext } from '../kind.ts';

/** Volume that stands below each member in the two legs of the placement tree, members at the top of the legs included. */
export interface FreshLegs {
  readonly left: BigInt64Array;
  readonly right: BigInt64Array;
}

/** One pass from the youngest member to the oldest: a parent has a lower number than whoever stands below. */
export function freshLegs(cvOf: BigInt64Array, { memberCount, parentOf, legOf }: BonusContext): FreshLegs {
  const parents = parentOf();
  const legs = legOf();
  const below = BigInt64Array.from(cvOf);
  const left = new BigInt64Array(memberCount + 1);
  const right = new BigInt64Array(memberCount + 1);
  for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
    const parent = parents[member] ?? 0;
    const volume = below[member] ?? 0n;
    if (parent === 0 || volume === 0n) continue;
    below[parent] = (below[parent] ?? 0n) + volume;
    if (legs[member] === 0) left[parent] = (left[parent] ?? 0n) + volume;
    else if (legs[member] === 1) right[parent] = (right[parent] ?? 0n) + volume;
  }
  return { left, right };
}

/** How many members whom a member sponsors and who meet the condition stand in each leg. */
export interface Sides {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/**
 * Numbers the placement tree so that everybody below a member has the numbers that follow: then one comparison tells in which leg of
 * the sponsor somebody stands, however deep.
 */
export function sponsoredSides(condition: string, context: BonusContext): Sides {
  const { memberCount, sponsorOf, meets, parentOf, legOf } = context;
  const parents = parentOf();
  const legs = legOf();
  const size = new Uint32Array(memberCount + 1).fill(1);
  for (let member = memberCount; member >= COMPANY_MEMBER; member -= 1) {
    const parent = parents[member] ?? 0;
    if (parent !== 0) size[parent] = (size[parent] ?? 0) + (size[member] ?? 0);
  }
  const place = new Uint32Array(memberCount + 1);
  const next = new Uint32Array(memberCount + 1);
  const head = { left: new Uint32Array(memberCount + 1), right: new Uint32Array(memberCount + 1) };
  let free = 1;
  for (let member = COMPANY_MEMBER; member <= memberCount; member += 1) {
    const parent = parents[member] ?? 0;
    const at = parent === 0 ? free : (next[parent] ?? 0);
    if (parent === 0) free += size[member] ?? 0;
    else next[parent] = at + (size[member] ?? 0);
    place[member] = at;
    next[member] = at + 1;
    if (parent !== 0 && legs[member] === 0) head.left[parent] = member;
    if (parent !== 0 && legs[member] === 1) head.right[parent] = member;
  }
  const stands = (member: number, top: number): boolean =>
    top !== 0 && (place[member] ?? 0) >= (place[top] ?? 0) && (place[member] ?? 0) < (place[top] ?? 0) + (size[top] ?? 0);
  const left = new Uint32Array(memberCount + 1);
  const right = new Uint32Array(memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    const sponsor = sponsorOf[member] ?? 0;
    if (!meets(condition, member)) continue;
    if (stands(member, head.left[sponsor] ?? 0)) left[sponsor] = (left[sponsor] ?? 0) + 1;
    else if (stands(member, head.right[sponsor] ?? 0)) right[sponsor] = (right[sponsor] ?? 0) + 1;
  }
  return { left, right };
}
