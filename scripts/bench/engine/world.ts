import { emptyCarry, entryKindNumber, EntryTable, parsePlan, type Placement, type Plan, type RunInput } from '#engine/index.ts';

const CHAIN = 20_000;
const STAR = 100_000;

/** 32-bit chance, the same on every machine (xorshift of Marsaglia): quick enough for ten millions. */
function chance(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** Sponsors by member number: a random recursive tree, of which the last tenth is a star and two hundredths before it are a chain. */
export function forest(memberCount: number): Uint32Array {
  const below = chance(42);
  const sponsorOf = new Uint32Array(memberCount + 1);
  const star = memberCount - Math.min(STAR, Math.floor(memberCount / 10));
  const chain = star - Math.min(CHAIN, Math.floor(memberCount / 50));
  for (let memberId = 2; memberId <= memberCount; memberId += 1) {
    sponsorOf[memberId] = memberId > star ? 2 : memberId > chain ? memberId - 1 : 1 + below(memberId - 1);
  }
  return sponsorOf;
}

/**
 * Places in a tree of two legs: most by lot on a free leg, the members of the chain one below the other, which is as deep as it gets.
 */
export function places(memberCount: number): Placement {
  const below = chance(99);
  const parentOf = new Uint32Array(memberCount + 1);
  const legOf = new Uint8Array(memberCount + 1);
  const free = new Uint32Array(memberCount + 2);
  const star = memberCount - Math.min(STAR, Math.floor(memberCount / 10));
  const chain = star - Math.min(CHAIN, Math.floor(memberCount / 50));
  let count = 0;
  for (const leg of [0, 1]) free[count++] = 2 + leg;
  for (let memberId = 2; memberId <= memberCount; memberId += 1) {
    const inChain = memberId > chain + 1 && memberId <= star;
    const at = inChain ? count - 2 : below(count);
    const slot = free[at] ?? 0;
    parentOf[memberId] = slot >>> 1;
    legOf[memberId] = slot & 1;
    count -= 1;
    free[at] = free[count] ?? 0;
    for (const leg of [0, 1]) free[count++] = memberId * 2 + leg;
  }
  return { parentOf, legOf };
}

/** One own purchase for each of `count` members by lot: some buy twice, a third do not buy. */
export function orders(count: number, memberCount: number): EntryTable {
  const below = chance(7);
  const table = new EntryTable(count);
  table.kinds.fill(entryKindNumber('ownPurchase'));
  for (let row = 0; row < count; row += 1) {
    table.members[row] = 1 + below(memberCount);
    table.references[row] = row + 1;
    table.pv[row] = BigInt(1_000 + below(30_000));
    table.cv[row] = BigInt(1_000_000 + below(300_000_000));
  }
  return table;
}

export const tenLevels = Array.from({ length: 10 }, (_, index) => ({
  ratePpm: 100_000 - index * 9_000,
  ppvAtLeast: String(10_000 + index * 1_000),
}));

/** Of the weaker leg; low enough that with ten levels the cap does not bite. */
export const legRatePpm = 5_000;

/** Ten levels with dynamic compression: the higher the level, the more points it asks for. */
export const levelPlan: Plan = parsePlan({
  format: 'upline.plan/1',
  name: { en: 'Ten levels', ru: 'Десять уровней' },
  currency: { code: 'dUSD', minorDigits: 6 },
  pointDigits: 2,
  activity: { active: { ppvAtLeast: '10000' } },
  bonuses: [
    {
      id: 'team',
      kind: 'level',
      name: { en: 'Team', ru: 'Команда' },
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      compression: 'dynamic',
      customerSaleLevelOne: 'sponsor',
      levels: tenLevels,
      rounding: 'down',
    },
  ],
  cap: { ratePpm: 700_000, onExcess: 'scaleDown' },
  refunds: { policy: 'reverseLines', debt: 'carry' },
});

/** The same with a binary part: a share of the weaker leg, whose rest is carried. */
export const twoTreesPlan: Plan = parsePlan({
  ...levelPlan,
  name: { en: 'Ten levels and two legs', ru: 'Десять уровней и две ноги' },
  bonuses: [
    ...levelPlan.bonuses,
    {
      id: 'legs',
      kind: 'binary',
      name: { en: 'Two legs', ru: 'Две ноги' },
      tree: 'placement',
      base: 'cv',
      payTo: 'active',
      by: 'weakerLeg',
      ratePpm: legRatePpm,
      after: 'carry',
      ineligible: 'flush',
      ownVolume: 'notCounted',
      belowZero: 'zero',
      rounding: 'down',
    },
  ],
});

/** The first period of such a network with places in both trees. */
export function placedPeriod(memberCount: number, orderCount: number, plan = twoTreesPlan): RunInput {
  return { ...firstPeriod(memberCount, orderCount, plan), placement: places(memberCount) };
}

/** The first period of such a network. */
export function firstPeriod(memberCount: number, orderCount: number, plan = levelPlan): RunInput {
  return {
    period: 1,
    plan,
    planVersion: 1,
    memberCount,
    sponsorOf: forest(memberCount),
    firstEntry: 0,
    entries: orders(orderCount, memberCount),
    runningHash: `0x${'0'.repeat(64)}`,
    budget: 1n << 60n,
    domain: { chainId: 31337, vault: `0x${'a1'.repeat(20)}`, token: `0x${'b2'.repeat(20)}` },
    carryIn: emptyCarry(),
    earlierOrders: new Map(),
    memories: new Map(),
  };
}
