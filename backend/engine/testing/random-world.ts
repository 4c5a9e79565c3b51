import fc from 'fast-check';
import { parsePlan, type ChainFacts, type Plan, type VolumeEntry } from '../index.ts';
import { chainOf, planOf, type Month } from './world.ts';

export interface World {
  readonly facts: ChainFacts;
  readonly plans: ReadonlyMap<number, Plan>;
}

interface Pick {
  readonly what: 'own' | 'customer' | 'refund' | 'garbage';
  readonly member: number;
  readonly pv: number;
  readonly cv: bigint;
  readonly part: number;
}

const shapes = ['chain', 'star', 'skewed', 'random'] as const;

const pickArbitrary: fc.Arbitrary<Pick> = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('own' as const) },
    { weight: 5, arbitrary: fc.constant('customer' as const) },
    { weight: 2, arbitrary: fc.constant('refund' as const) },
    { weight: 1, arbitrary: fc.constant('garbage' as const) },
  ),
  member: fc.noBias(fc.nat(1_000_000)),
  pv: fc.constantFrom(0, 1, 4_999, 5_000, 9_999, 10_000, 10_001, 25_000),
  cv: fc.oneof(
    { weight: 2, arbitrary: fc.bigInt(0n, 30n) },
    { weight: 12, arbitrary: fc.noBias(fc.bigInt(0n, 1_000_000_000n)) },
    { weight: 1, arbitrary: fc.constant(0xff_ffff_ffffn) },
  ),
  part: fc.constantFrom(1, 2, 3, 5, 7),
});

const levelPlanArbitrary: fc.Arbitrary<Plan> = fc
  .record({
    compression: fc.constantFrom('none', 'standard', 'dynamic'),
    customerSaleLevelOne: fc.constantFrom('seller', 'sponsor'),
    rounding: fc.constantFrom('down', 'halfUp', 'halfEven'),
    levels: fc.array(
      fc.record(
        {
          ratePpm: fc.constantFrom(0, 1, 12_345, 50_000, 100_000, 333_333),
          ppvAtLeast: fc.constantFrom('5000', '10001', '20000'),
        },
        { requiredKeys: ['ratePpm'] },
      ),
      { minLength: 1, maxLength: 7 },
    ),
    active: fc.constantFrom('0', '0', '5000', '10000'),
    capPpm: fc.constantFrom(1, 50_000, 400_000, 1_000_000),
  })
  .map(({ active, capPpm, ...bonus }) => planOf({ bonus, active, capPpm }));

const rankIds = ['bronze', 'silver', 'gold'];
const volumes = fc.constantFrom('0', '5000', '10000', '25000', '40000');
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, key: string): fc.Arbitrary<object> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 }).map((value) => (value === undefined ? {} : { [key]: value }));
const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object);

const rankLegs = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  rank: fc.constantFrom(...rankIds),
  rankIn: fc.constantFrom('head', 'leg'),
  ovAtLeast: volumes,
});
const rankRequires = merged(
  maybe(fc.constant('active'), 'meets'),
  maybe(volumes, 'ppvAtLeast'),
  maybe(fc.constantFrom(1, 2), 'customersAtLeast'),
  maybe(
    fc.record({
      of: fc.constantFrom('gv', 'ov'),
      atLeast: volumes,
      mostPerLegPpm: fc.constantFrom(1, 333_333, 500_000, 1_000_000),
      ownCounts: fc.constantFrom('whole', 'limited'),
    }),
    'volume',
  ),
  maybe(fc.array(rankLegs, { minLength: 1, maxLength: 2 }), 'legs'),
);

/** Plans with ranks, conditions on customers, and level bonuses that read them. */
const rankedPlanArbitrary: fc.Arbitrary<Plan> = fc
  .record({
    requires: fc.tuple(rankRequires, rankRequires, rankRequires),
    apartFrom: fc.integer({ min: 0, max: 3 }),
    advance: fc.constantFrom('eachStep', 'direct'),
    active: merged(
      volumes.map((ppvAtLeast) => ({ ppvAtLeast })),
      maybe(fc.constant([{ customersAtLeast: 2 }, { customerPvAtLeast: '5000' }, { ppvAtLeast: '9999' }]), 'anyOf'),
    ),
    compression: fc.constantFrom('none', 'standard', 'dynamic', 'skipBelowRank'),
    legActiveBy: fc.constantFrom('head', 'anyone'),
    skipBelow: fc.constantFrom(...rankIds),
    levels: fc.array(
      merged(
        fc.constantFrom(0, 50_000, 100_000).map((ratePpm) => ({ ratePpm })),
        maybe(volumes, 'ppvAtLeast'),
        maybe(fc.constantFrom(...rankIds), 'rankAtLeast'),
        maybe(fc.constantFrom(1, 2), 'activeLegsAtLeast'),
        maybe(fc.dictionary(fc.constantFrom(...rankIds), fc.constantFrom(0, 30_000, 70_000)), 'ratesByRank'),
      ),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ requires, apartFrom, advance, active, skipBelow, ...bonus }) => {
    const steps = rankIds.map((id, index) => ({
      id,
      name: { en: id, ru: id },
      requires: requires[index],
      ...(index >= apartFrom ? { breaksAway: true } : {}),
    }));
    return planOf({
      bonus: { ...bonus, ...(bonus.compression === 'skipBelowRank' ? { skipBelow } : {}) },
      plan: { activity: { active }, ranks: { advance, steps } },
    });
  });

/** Plans with bonuses on the whole period over random ranks. */
export const hybridPlanArbitrary: fc.Arbitrary<Plan> = fc
  .record({
    ranked: rankedPlanArbitrary,
    rounding: fc.constantFrom('down', 'halfUp', 'halfEven'),
    pool: merged(
      fc.record({
        ratePpm: fc.constantFrom(1, 20_000, 33_333),
        sharesByRank: fc.dictionary(fc.constantFrom(...rankIds), fc.integer({ min: 0, max: 7 })),
      }),
      maybe(fc.constantFrom('0', '17', '1000000'), 'mostPerMember'),
    ),
    matching: fc.record({
      of: fc.constantFrom(['team'], ['team', 'steps'], ['fund', 'own']),
      compression: fc.constantFrom('none', 'standard'),
      levels: fc.array(
        merged(
          fc.constantFrom(0, 50_000, 333_333).map((ratePpm) => ({ ratePpm })),
          maybe(fc.constantFrom(...rankIds), 'rankAtLeast'),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    differential: merged(
      fc.record({
        bracketBy: fc.constantFrom('gv', 'ov'),
        ineligible: fc.constantFrom('lost', 'rollsUp'),
        brackets: fc.constantFrom(
          [{ from: '0', ratePpm: 30_000 }],
          [
            { from: '5000', ratePpm: 33_333 },
            { from: '10000', ratePpm: 60_000 },
            { from: '25000', ratePpm: 123_456 },
          ],
        ),
      }),
      maybe(fc.constant({ ratePpm: 40_001 }), 'override'),
    ),
    volume: fc.record({
      of: fc.constantFrom('own', 'group'),
      bracketBy: fc.constantFrom('ppv', 'gv', 'ov'),
      brackets: fc.constantFrom(
        [{ from: '5000', ratePpm: 11_111 }],
        [
          { from: '0', ratePpm: 0 },
          { from: '10000', ratePpm: 50_001 },
        ],
      ),
    }),
    cap: fc.constantFrom(50_000, 400_000, 1_000_000),
  })
  .map(({ ranked, rounding, pool, matching, differential, volume, cap }) => {
    const name = { en: 'x', ru: 'x' };
    return parsePlan({
      ...ranked,
      cap: { ratePpm: cap, onExcess: 'scaleDown' },
      bonuses: [
        { id: 'match', kind: 'matching', name, tree: 'sponsor', payTo: 'active', rounding, ...matching },
        ...ranked.bonuses,
        { id: 'fund', kind: 'pool', name, base: 'cv', payTo: 'active', nobodyQualified: 'release', ...pool },
        { id: 'own', kind: 'volume', name, base: 'cv', payTo: 'active', rounding, ...volume },
        { id: 'steps', kind: 'differential', name, tree: 'sponsor', base: 'cv', payTo: 'active', rounding, ...differential },
      ],
    });
  });

/** Long lists mostly, because little happens in short ones; a failure still shrinks to a short one. */
function mostlyFull<Item>(item: fc.Arbitrary<Item>, least: number, most: number): fc.Arbitrary<Item[]> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.array(item, { minLength: least, maxLength: most, size: 'max' }) },
    { weight: 5, arbitrary: fc.array(item, { minLength: Math.ceil((most * 2) / 3), maxLength: most, size: 'max' }) },
  );
}

/** A network of several months: joins, two plans, own purchases, customer sales, refunds in part and in full, and nonsense. */
export function worldArbitrary(
  size: { members: number; months: number; entries: number },
  planArbitrary: fc.Arbitrary<Plan> = levelPlanArbitrary,
): fc.Arbitrary<World> {
  return fc
    .record({
      shape: fc.constantFrom(...shapes),
      seeds: mostlyFull(fc.noBias(fc.nat(1_000_000)), 2, size.members),
      plans: fc.tuple(planArbitrary, planArbitrary),
      months: mostlyFull(
        fc.record({ joined: fc.noBias(fc.integer({ min: 30, max: 100 })), picks: mostlyFull(pickArbitrary, 0, size.entries) }),
        1,
        size.months,
      ),
    })
    .map(({ shape, seeds, plans: [first, second], months }) => {
      const sponsors = [0, ...seeds.map((seed, index) => sponsorFor(shape, seed, index + 1))];
      const plans = new Map([
        [1, first],
        [2, second],
      ]);
      return { plans, facts: chainOf(sponsors, monthsFrom(months, sponsors.length), plans) };
    });
}

/** A network with a placement tree. */
export function placedWorldArbitrary(
  size: { members: number; months: number; entries: number },
  plans: fc.Arbitrary<Plan>,
): fc.Arbitrary<World> {
  const places = fc.array(fc.record({ seed: fc.noBias(fc.nat(1_000_000)), late: fc.constantFrom(0, 0, 0, 0, 2, 3, 99) }), {
    minLength: size.members + 1,
    maxLength: size.members + 1,
  });
  return fc.tuple(worldArbitrary(size, plans), places).map(([world, seeds]) => {
    const placement = placementOf(world.facts.sponsorOf.length - 1, seeds);
    return { ...world, facts: { ...world.facts, placement } };
  });
}

/** A network with a placement tree, in which members leave one after the other. */
export function fullWorldArbitrary(
  size: { members: number; months: number; entries: number },
  plans: fc.Arbitrary<Plan>,
): fc.Arbitrary<World> {
  const leaving = fc.array(fc.tuple(fc.integer({ min: 2, max: size.members }), fc.integer({ min: 1, max: size.months })), {
    maxLength: 3,
  });
  return fc.tuple(placedWorldArbitrary(size, plans), leaving).map(([world, leavers]) => {
    const periods = world.facts.periods.map((facts) => ({
      ...facts,
      left: new Set(leavers.flatMap(([memberId, from]) => (from <= facts.period ? [memberId] : []))),
    }));
    return { ...world, facts: { ...world.facts, periods } };
  });
}

/** A free leg, 0 to 2, of somebody further up who has a place; some come late, some never. */
function placementOf(
  members: number,
  seeds: readonly { seed: number; late: number }[],
): NonNullable<ChainFacts['placement']> & { readonly placedIn: Uint32Array } {
  const placement = {
    parentOf: new Uint32Array(members + 1),
    legOf: new Uint8Array(members + 1),
    placedIn: new Uint32Array(members + 1),
  };
  const taken = new Set<string>();
  for (let memberId = 2; memberId <= members; memberId += 1) {
    const { seed = 0, late = 0 } = seeds[memberId] ?? {};
    const parent = Math.max(1, Math.floor(memberId / 2) - (seed % 2));
    const first = seed % 10 === 0 ? 2 : seed % 2;
    const leg = [0, 1, 2].map((turn) => (first + turn) % 3).find((free) => !taken.has(`${parent} ${free}`));
    if (leg === undefined || late === 99) continue;
    taken.add(`${parent} ${leg}`);
    placement.parentOf[memberId] = parent;
    placement.legOf[memberId] = leg;
    placement.placedIn[memberId] = late;
  }
  return placement;
}

/** @param known members before this one */
function sponsorFor(shape: (typeof shapes)[number], seed: number, known: number): number {
  if (shape === 'chain') return known;
  // Skewed: most stand under one of the last three, a few under anybody.
  if (shape === 'skewed') return seed % 5 === 0 ? 1 + (seed % known) : Math.max(1, known - (seed % 3));
  return shape === 'star' ? Math.min(known, 2) : 1 + (seed % known);
}

function monthsFrom(plan: readonly { joined: number; picks: readonly Pick[] }[], memberTotal: number): Month[] {
  const orders: Extract<VolumeEntry, { orderRef: number }>[] = [];
  let memberCount = 1;
  return plan.map(({ joined, picks }, index) => {
    const share = index === plan.length - 1 ? memberTotal : 1 + Math.floor(((memberTotal - 1) * joined) / 100);
    memberCount = Math.max(memberCount, share);
    const entries = picks.map((pick) => entryFrom(pick, memberCount, orders));
    return { memberCount, planVersion: index < 2 ? 1 : 2, entries };
  });
}

function entryFrom(pick: Pick, memberCount: number, orders: Extract<VolumeEntry, { orderRef: number }>[]): VolumeEntry {
  const memberId = 1 + (pick.member % memberCount);
  const order = orders[pick.member % Math.max(1, orders.length)];
  const fresh = { memberId, pv: BigInt(pick.pv), cv: pick.cv, orderRef: orders.length + 1 };
  // Nonsense counts in net CV; too much of it would leave nobody anything.
  if (pick.what === 'garbage') return nonsense(pick, { ...fresh, cv: fresh.cv % 1_000n }, order);
  if (pick.what === 'refund' && order !== undefined) {
    const part = BigInt(pick.part);
    return {
      ...order,
      kind: order.kind === 'customerSale' ? 'customerRefund' : 'ownRefund',
      pv: order.pv / part,
      cv: order.cv / part,
    } as VolumeEntry;
  }
  const entry =
    pick.what === 'customer'
      ? { ...fresh, kind: 'customerSale' as const, customer: pick.member % 9 }
      : { ...fresh, kind: 'ownPurchase' as const };
  orders.push(entry);
  return entry;
}

/** What a careless recorder might write: the contract takes it, the engine must survive it. */
function nonsense(
  pick: Pick,
  fresh: { memberId: number; pv: bigint; cv: bigint; orderRef: number },
  order: Extract<VolumeEntry, { orderRef: number }> | undefined,
): VolumeEntry {
  if (pick.part === 1) return { kind: 'attestation', memberId: fresh.memberId, topic: 2, value: 5n, reference: 0 };
  if (pick.part === 2) {
    const credited = order === undefined ? fresh : { ...fresh, orderRef: order.orderRef, pv: 1n, cv: fresh.cv / 20n };
    return { ...credited, kind: 'instantSettled' };
  }
  if (pick.part === 5 && order !== undefined) {
    // The right order, but another member, or another kind of sale.
    const wrong = pick.member % 2 === 0 ? { memberId: fresh.memberId } : { customer: 99 };
    return { customer: 3, ...order, ...wrong, kind: 'customerRefund', cv: 1n, pv: 0n };
  }
  if (pick.part === 3 || order === undefined) return { ...fresh, kind: 'ownRefund', orderRef: 999_999 };
  return { ...fresh, kind: 'ownPurchase', orderRef: order.orderRef };
}
