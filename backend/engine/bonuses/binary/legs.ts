import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { preorder, standsIn } from '../../ranks/preorder.ts';
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
    // The arrays keep no more than 64 bits; said like this, none is made a number on the heap first.
    below[parent] = BigInt.asIntN(64, (below[parent] ?? 0n) + volume);
    if (legs[member] === 0) left[parent] = BigInt.asIntN(64, (left[parent] ?? 0n) + volume);
    else if (legs[member] === 1) right[parent] = BigInt.asIntN(64, (right[parent] ?? 0n) + volume);
  }
  return { left, right };
}

/** How many members whom a member sponsors and who meet the condition stand in each leg. */
export interface Sides {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/** In which leg of their sponsor the members stand who meet the condition. */
export function sponsoredSides(condition: string, context: BonusContext): Sides {
  const { memberCount, sponsorOf, meets, parentOf, legOf } = context;
  const parents = parentOf();
  const legs = legOf();
  const order = preorder(parents, memberCount);
  const head = { left: new Uint32Array(memberCount + 1), right: new Uint32Array(memberCount + 1) };
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    // Who has no place is noted for number 0, which is nobody.
    const parent = parents[member] ?? 0;
    if (legs[member] === 0) head.left[parent] = member;
    if (legs[member] === 1) head.right[parent] = member;
  }
  const left = new Uint32Array(memberCount + 1);
  const right = new Uint32Array(memberCount + 1);
  const stands = (member: number, top = 0): boolean => top !== 0 && standsIn(order, top, member);
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    const sponsor = sponsorOf[member] ?? 0;
    if (!meets(condition, member)) continue;
    if (stands(member, head.left[sponsor])) left[sponsor] = (left[sponsor] ?? 0) + 1;
    else if (stands(member, head.right[sponsor])) right[sponsor] = (right[sponsor] ?? 0) + 1;
  }
  return { left, right };
}
