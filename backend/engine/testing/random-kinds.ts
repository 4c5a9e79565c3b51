import fc from 'fast-check';
import { parsePlan, type Plan } from '../index.ts';
import { hybridPlanArbitrary, worldArbitrary, type World } from './random-world.ts';

/** Plans that use every kind and every switch of sections 13 to 18, one or two kinds at a time, over random ranks. */

const ranks = ['bronze', 'silver', 'gold'] as const;
const rank = fc.constantFrom(...ranks);
const rate = fc.constantFrom(0, 1, 12_345, 100_000, 333_333);
const ratesByRank = fc.dictionary(rank, rate);
const rounding = fc.constantFrom('down', 'halfUp', 'halfEven');
const unqualified = fc.constantFrom('lost', 'compress');
const ends = fc.constantFrom('endsGeneration', 'passedOver');
const amount = fc.constantFrom('0', '1', '17', '1000', '250000000');
const pv = fc.constantFrom('0', '1', '5000', '10001');
const pairs = fc.record({ stronger: fc.integer({ min: 1, max: 3 }), weaker: fc.integer({ min: 1, max: 3 }), amount });

const some = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined });
const named = (kind: string, id: string): object => ({ id, kind, name: { en: id, ru: id }, payTo: 'active' });
const onCv = { base: 'cv' };
const onSponsors = { tree: 'sponsor', base: 'cv' };

const retail = fc
  .record({ ratePpm: rate, ratesByRank: some(ratesByRank), orderPvAtLeast: some(pv), rounding })
  .map((bonus) => ({ ...named('retail', 'shop'), ...onCv, ...bonus }));

const direct = fc
  .record({
    orders: fc.constantFrom('first', 'all'),
    orderPvAtLeast: some(pv),
    ratePpm: rate,
    ratesByRank: some(ratesByRank),
    unqualified,
    rounding,
  })
  .map((bonus) => ({ ...named('direct', 'welcome'), ...onSponsors, ...bonus }));

const fastStart = fc
  .record({
    compression: fc.constantFrom('none', 'standard'),
    sales: fc.constantFrom('own', 'all'),
    window: fc.integer({ min: 1, max: 3 }),
    replaces: fc.constantFrom([], ['team']),
    levels: fc.array(fc.record({ ratePpm: rate, ratesByRank: some(ratesByRank) }), { minLength: 1, maxLength: 3 }),
    rounding,
  })
  .map((bonus) => ({ ...named('fastStart', 'fast'), ...onSponsors, ...bonus }));

const passUp = fc
  .record({
    counts: fc.constantFrom('orders', 'buyers'),
    receiver: fc.constantFrom('payTo', 'passedUp'),
    unqualified,
    phases: fc.record({
      up: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
      rates: fc.tuple(rate, rate),
    }),
    rounding,
  })
  .map(({ phases: { up, rates }, ...bonus }) => ({
    ...named('passUp', 'up'),
    ...onCv,
    ...bonus,
    phases: [
      { from: '1', up: up[0], ratePpm: rates[0] },
      { from: '10000', up: up[1], ratePpm: rates[1] },
    ],
  }));

const generation = fc
  .record({
    boundary: fc.constantFrom('threshold', 'sameRank'),
    leaderRank: rank,
    leaderBy: fc.constantFrom('rank', 'title'),
    ineligibleLeader: ends,
    emptyGroup: ends,
    sourceLeader: ends,
    ownGroup: fc.constantFrom('firstGeneration', 'notPaid'),
    generations: fc.array(fc.record({ ratePpm: rate, ratesByRank: some(ratesByRank), rankAtLeast: some(rank) }), {
      minLength: 1,
      maxLength: 4,
    }),
    rounding,
  })
  .map((bonus) => ({ ...named('generation', 'gen'), ...onSponsors, ...bonus }));

const ways = fc.oneof(
  fc.record({ by: fc.constantFrom('weakerLeg', 'volumeRatio'), ratePpm: rate, ratesByRank: some(ratesByRank), rounding }),
  fc.record({
    by: fc.constant('units'),
    unit: fc.constantFrom('1', '7', '100000000'),
    ratios: fc.array(pairs, { minLength: 1, maxLength: 3 }),
    opening: some(pairs),
  }),
  fc.constant({
    by: 'steps',
    steps: [
      { volume: '5', amount: '1' },
      { volume: '20', amount: '6' },
      { volume: '100000000', amount: '30000000' },
    ],
  }),
);

const binary = fc
  .record({
    way: ways,
    eachSide: some(fc.record({ count: fc.constant(1), meets: fc.constant('active') })),
    cap: some(
      fc.record({
        most: fc.record({ amount, byRank: some(fc.dictionary(rank, amount)) }),
        overCap: fc.constantFrom('used', 'kept'),
      }),
    ),
    after: fc.constantFrom('flush', 'netOff', 'netOff', 'carry'),
    ineligible: fc.constantFrom('keep', 'flush', 'use'),
    ownVolume: fc.constantFrom('notCounted', 'weakerLeg'),
    belowZero: fc.constantFrom('owed', 'zero'),
    mostCarried: some(fc.constantFrom('0', '15', '300000000')),
    carryExpiresAfter: some(fc.integer({ min: 1, max: 3 })),
  })
  .map(({ way, cap, ...bonus }) => ({ ...named('binary', 'legs'), tree: 'placement', base: 'cv', ...bonus, ...way, ...cap }));

const rankReward = fc
  .record({
    when: fc.constantFrom('firstTime', 'everyTime'),
    skipped: fc.constantFrom('paid', 'lost'),
    first: amount,
    last: amount,
  })
  .map(({ when, skipped, first, last }) => ({
    ...named('rankReward', 'prize'),
    when,
    ...(when === 'firstTime' ? { skipped } : {}),
    rewards: [
      { rank: 'bronze', amount: first },
      { rank: 'gold', amount: last },
    ],
  }));

/** Tests over several periods that ranks get beside their own. */
const time = fc.record(
  {
    tenureAtLeast: fc.integer({ min: 1, max: 3 }),
    consecutive: fc.record({ meets: fc.constant('active'), periods: fc.integer({ min: 1, max: 3 }) }),
    held: fc.record({ rank: fc.constant('bronze'), periods: fc.integer({ min: 1, max: 2 }) }),
  },
  { requiredKeys: [] },
);
const grace = some(fc.oneof(fc.constant('forever' as const), fc.record({ periods: fc.integer({ min: 1, max: 2 }) })));
const kinds = [retail, direct, fastStart, passUp, generation, binary, rankReward] as const;

const override = some(
  fc.record({ ratePpm: rate, sideGvAtLeast: some(pv), minimum: some(fc.record({ amount, sideGvAtLeast: pv })) }),
);

/** @param only kinds of which one is in every plan; all of them when left out */
export function kindsPlanArbitrary(only: readonly (typeof kinds)[number][] = kinds): fc.Arbitrary<Plan> {
  return fc
    .record({
      hybrid: hybridPlanArbitrary,
      bonuses: fc.tuple(fc.oneof(...only), fc.oneof(...kinds)),
      time,
      grace,
      waits: fc.boolean(),
      accumulated: fc.boolean(),
      override,
      easy: fc.boolean(),
    })
    .map(({ hybrid, bonuses: [one, other], time: inTime, grace: kept, waits, accumulated, override: above, easy }) => {
      const steps = (hybrid.ranks?.steps ?? []).map((step, index) => {
        // A rank that asks for nothing must not be rewarded.
        const own = easy ? { ppvAtLeast: ['1', '5000', '10000'][index] ?? '1' } : { ppvAtLeast: '1', ...step.requires };
        const requires = { ...own, ...(index === 0 ? {} : inTime) };
        return { ...step, requires: requires.ppvAtLeast === '0' ? { ...requires, ppvAtLeast: '1' } : requires };
      });
      const changed = hybrid.bonuses.map((bonus) => {
        if (bonus.kind === 'pool') return { ...bonus, nobodyQualified: waits ? 'carry' : 'release' };
        if (bonus.kind === 'volume' && accumulated) return { ...bonus, bracketBy: 'accumulatedPpv' };
        if (bonus.kind !== 'differential') return bonus;
        return { ...bonus, override: above, ...(accumulated ? { bracketBy: 'accumulatedOv' } : {}) };
      });
      return parsePlan(
        withoutUndefined({
          ...hybrid,
          ...(easy ? { activity: { active: { ppvAtLeast: '0' } } } : {}),
          ranks: { ...hybrid.ranks, steps, grace: kept },
          bonuses: [...changed, one, ...('id' in one && 'id' in other && one.id === other.id ? [] : [other])],
        }),
      );
    });
}

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

export const someKinds = { retail, direct, fastStart, passUp, generation, binary, rankReward } as const;

/** A world with places for its members: most have one in the first two legs, some come late, some have none. */
export function placedWorldArbitrary(
  size: { members: number; months: number; entries: number },
  plans: fc.Arbitrary<Plan> = kindsPlanArbitrary(),
): fc.Arbitrary<World> {
  return fc
    .record({
      world: worldArbitrary(size, plans),
      picks: fc.array(fc.nat(1_000_000), { minLength: size.members + 1, maxLength: size.members + 1 }),
    })
    .map(({ world, picks }) => {
      const count = world.facts.sponsorOf.length - 1;
      const parentOf = new Uint32Array(count + 1);
      const legOf = new Uint8Array(count + 1);
      const placedIn = new Uint32Array(count + 1);
      const taken = new Set<string>();
      for (let member = 2; member <= count; member += 1) {
        const pick = picks[member % picks.length] ?? 0;
        // Near the top, so that both legs of many are taken.
        const parent = 1 + (pick % Math.max(1, member >> 1));
        const leg = [0, 1, 2].find((free) => !taken.has(`${parent} ${(free + pick) % 3}`));
        if (leg === undefined || pick % 11 === 0) continue;
        taken.add(`${parent} ${(leg + pick) % 3}`);
        parentOf[member] = parent;
        legOf[member] = (leg + pick) % 3;
        placedIn[member] = pick % 7 === 0 ? 1 + (pick % 3) : 0;
      }
      return { ...world, facts: { ...world.facts, placement: { parentOf, legOf, placedIn } } };
    });
}
