import fc from 'fast-check';
import { checkPlan, type Plan } from '../index.ts';

const rankIds = ['bronze', 'silver', 'gold'];
const rank = fc.constantFrom(...rankIds);
const points = fc.constantFrom('0', '5000', '10000', '25000', '40000');
const somePoints = fc.constantFrom('1', '5000', '10000', '25000');
const rate = fc.constantFrom(0, 1, 12_345, 50_000, 100_000, 333_333);
const name = { en: 'x', ru: 'x' };
const condition = fc.constantFrom('active', 'buyer');
const rounding = fc.constantFrom('down', 'halfUp', 'halfEven');
const ratesByRank = fc.dictionary(rank, rate, { maxKeys: 2 });

/** Some of the fields, or none. */
function maybe(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.record(fields, { requiredKeys: [] });
}
function merged(...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> {
  return fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object);
}
const brackets = fc.constantFrom(
  [{ from: '0', ratePpm: 30_000 }],
  [
    { from: '5000', ratePpm: 33_333 },
    { from: '10000', ratePpm: 60_000 },
    { from: '25000', ratePpm: 123_456 },
  ],
);
const level = merged(
  fc.record({ ratePpm: rate }),
  maybe({ ppvAtLeast: points, rankAtLeast: rank, activeLegsAtLeast: fc.constantFrom(1, 2), ratesByRank }),
);

/** What matching may be on: every kind but itself. */
const matchable = [
  'level',
  'retail',
  'direct',
  'fastStart',
  'passUp',
  'generation',
  'pool',
  'differential',
  'volume',
  'binary',
  'rankReward',
];

/** One bonus of every kind, each with every switch by lot. */
const bonuses: Readonly<Record<string, fc.Arbitrary<object>>> = {
  level: fc
    .record({
      tree: fc.constantFrom('sponsor', 'placement'),
      compression: fc.constantFrom('none', 'standard', 'dynamic', 'skipBelowRank'),
      skipBelow: rank,
      legActiveBy: fc.constantFrom('head', 'anyone'),
      customerSaleLevelOne: fc.constantFrom('seller', 'sponsor'),
      levels: fc.array(level, { minLength: 1, maxLength: 4 }),
      rounding,
    })
    .map(({ skipBelow, ...bonus }) => (bonus.compression === 'skipBelowRank' ? { ...bonus, skipBelow } : bonus)),
  retail: merged(
    fc.record({ ratePpm: rate, rounding }),
    maybe({ orderPvAtLeast: points, ratesByRank, customers: fc.constant('new') }),
  ),
  direct: merged(
    fc.record({
      tree: fc.constant('sponsor'),
      orders: fc.constantFrom('first', 'all'),
      ratePpm: rate,
      unqualified: fc.constantFrom('lost', 'compress'),
      rounding,
    }),
    maybe({ orderPvAtLeast: points, ratesByRank }),
  ),
  fastStart: fc.record({
    tree: fc.constant('sponsor'),
    compression: fc.constantFrom('none', 'standard'),
    sales: fc.constantFrom('own', 'all'),
    window: fc.constantFrom(1, 2, 3),
    replaces: fc.constantFrom([], ['level'], ['level', 'generation']),
    levels: fc.array(merged(fc.record({ ratePpm: rate }), maybe({ ratesByRank })), { minLength: 1, maxLength: 3 }),
    rounding,
  }),
  passUp: fc.record({
    counts: fc.constantFrom('orders', 'buyers'),
    receiver: fc.constantFrom('payTo', 'passedUp'),
    unqualified: fc.constantFrom('lost', 'compress'),
    phases: fc.constantFrom(
      [{ from: '0', up: 2, ratePpm: 300_000 }],
      [
        { from: '1', up: 1, ratePpm: 200_000 },
        { from: '9999', up: 2, ratePpm: 123_456 },
      ],
    ),
    rounding,
  }),
  generation: fc.record({
    tree: fc.constant('sponsor'),
    boundary: fc.constantFrom('threshold', 'sameRank'),
    leaderRank: rank,
    leaderBy: fc.constantFrom('rank', 'title'),
    ineligibleLeader: fc.constantFrom('endsGeneration', 'passedOver'),
    emptyGroup: fc.constantFrom('endsGeneration', 'passedOver'),
    sourceLeader: fc.constantFrom('endsGeneration', 'passedOver'),
    ownGroup: fc.constantFrom('notPaid', 'firstGeneration'),
    generations: fc.array(merged(fc.record({ ratePpm: rate }), maybe({ rankAtLeast: rank, ratesByRank })), {
      minLength: 1,
      maxLength: 3,
    }),
    rounding,
  }),
  pool: merged(
    fc.record({
      ratePpm: fc.constantFrom(1, 20_000, 33_333),
      nobodyQualified: fc.constantFrom('release', 'carry'),
      sharesByRank: fc.dictionary(rank, fc.integer({ min: 0, max: 7 })),
    }),
    maybe({ mostPerMember: fc.constantFrom('0', '17', '1000000') }),
  ),
  differential: merged(
    fc.record({
      tree: fc.constant('sponsor'),
      bracketBy: fc.constantFrom('gv', 'ov', 'accumulatedOv'),
      ineligible: fc.constantFrom('lost', 'rollsUp'),
      brackets,
      rounding,
    }),
    maybe({
      override: merged(
        fc.record({ ratePpm: fc.constantFrom(0, 40_001) }),
        maybe({
          sideGvAtLeast: points,
          minimum: fc.record({ amount: fc.constantFrom('0', '7', '90000'), sideGvAtLeast: points }),
        }),
      ),
    }),
  ),
  volume: merged(
    fc.record({
      of: fc.constantFrom('own', 'group'),
      bracketBy: fc.constantFrom('ppv', 'gv', 'gv', 'ov', 'ov', 'accumulatedPpv', 'accumulatedOv'),
      brackets,
      rounding,
    }),
    maybe({
      legShare: fc.record({
        mostPerLegPpm: fc.constantFrom(0, 333_333, 500_000, 1_000_000),
        ownCounts: fc.constantFrom('whole', 'limited'),
      }),
      multiplierByRank: fc.dictionary(rank, fc.constantFrom(0, 333_333, 1_500_000, 10_000_000), { maxKeys: 2 }),
    }),
  ).map((bonus) => {
    const { legShare, ...rest } = bonus as { legShare?: object; bracketBy: string };
    // Only legs can be limited.
    return legShare !== undefined && /^[go]v$/.test(rest.bracketBy) ? bonus : rest;
  }),
  binary: binaryArbitrary(),
  rankReward: fc
    .oneof(
      fc.constant({ when: 'everyTime' }),
      fc.record({ when: fc.constant('firstTime'), skipped: fc.constantFrom('paid', 'lost') }),
    )
    .map((terms) => ({
      ...terms,
      rewards: [
        { rank: 'bronze', amount: '100' },
        { rank: 'gold', amount: '7000' },
      ],
    })),
  matching: fc.record({
    tree: fc.constant('sponsor'),
    of: fc.constantFrom(['level', 'direct', 'binary', 'volume', 'retail'], matchable),
    compression: fc.constantFrom('none', 'standard'),
    levels: fc.array(merged(fc.record({ ratePpm: rate }), maybe({ rankAtLeast: rank })), { minLength: 1, maxLength: 3 }),
    rounding,
  }),
};

function binaryArbitrary(): fc.Arbitrary<object> {
  const amount = fc.constantFrom('0', '20', '999', '5000000');
  const ratio = fc.constantFrom({ stronger: 1, weaker: 1 }, { stronger: 2, weaker: 1 }, { stronger: 1, weaker: 2 });
  const priced = fc.tuple(ratio, amount).map(([pair, paid]) => ({ ...pair, amount: paid }));
  const rated = merged(fc.record({ ratePpm: rate, rounding }), maybe({ ratesByRank }));
  const by = fc.oneof(
    rated.map((terms) => ({ by: 'weakerLeg', ...terms })),
    rated.map((terms) => ({ by: 'volumeRatio', ...terms })),
    merged(
      fc.record({ unit: fc.constantFrom('7', '100', '50000000'), ratios: fc.array(priced, { minLength: 1, maxLength: 2 }) }),
      maybe({ opening: priced }),
    ).map((terms) => ({ by: 'units', ...terms })),
    fc.constant({
      by: 'steps',
      steps: [
        { volume: '10', amount: '1' },
        { volume: '1000', amount: '90' },
        { volume: '90000000', amount: '9000000' },
      ],
    }),
  );
  const most = merged(
    fc.record({ amount: fc.constantFrom('0', '15', '1000000', '90000000000') }),
    maybe({ byRank: fc.dictionary(rank, fc.constantFrom('40', '9000000'), { maxKeys: 2 }) }),
  );
  return merged(
    by,
    fc.record({
      tree: fc.constant('placement'),
      after: fc.constantFrom('flush', 'netOff', 'carry'),
      ineligible: fc.constantFrom('keep', 'flush', 'use'),
      ownVolume: fc.constantFrom('notCounted', 'weakerLeg'),
      belowZero: fc.constantFrom('owed', 'zero'),
    }),
    fc.oneof(fc.constant({}), fc.record({ most, overCap: fc.constantFrom('used', 'kept') })),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant({}) },
      fc.record({ eachSide: fc.record({ count: fc.constant(1), meets: condition }) }),
    ),
    maybe({
      mostCarried: fc.constantFrom('0', '500', '90000000'),
      carryExpiresAfter: fc.constantFrom(1, 2, 3),
    }),
  );
}

const requires = merged(
  fc.oneof(fc.record({ ppvAtLeast: somePoints }), fc.constant({})),
  maybe({
    meets: condition,
    customersAtLeast: fc.constantFrom(1, 2),
    tenureAtLeast: fc.constantFrom(1, 2, 4),
    consecutive: fc.record({ meets: condition, periods: fc.constantFrom(1, 2, 3) }),
    volume: fc.record({
      of: fc.constantFrom('gv', 'ov'),
      atLeast: points,
      mostPerLegPpm: fc.constantFrom(1, 333_333, 500_000, 1_000_000),
      ownCounts: fc.constantFrom('whole', 'limited'),
    }),
    matrix: fc.record({ width: fc.constantFrom(1, 1, 2), height: fc.constantFrom(1, 1, 2), meets: condition }),
    legs: fc.array(
      merged(
        fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
        fc.oneof(
          fc.record({ rank, rankIn: fc.constantFrom('head', 'leg') }),
          fc.record({ ovAtLeast: points }),
          fc.record({ rank, rankIn: fc.constantFrom('head', 'leg'), ovAtLeast: points }),
        ),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

/** Few tests in a rank, or nobody ever has it. */
const fewRequires = fc
  .tuple(requires, fc.integer({ min: 1, max: 3 }))
  .map(([all, most]) => Object.fromEntries(Object.entries(all).slice(0, most)));

const ranks = fc
  .record({
    tests: fc.tuple(fewRequires, fewRequires, fewRequires),
    held: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
    apartFrom: fc.integer({ min: 0, max: 3 }),
    advance: fc.constantFrom('eachStep', 'direct'),
    grace: fc.option(fc.constantFrom('forever', { periods: 1 }, { periods: 2 }), { nil: undefined }),
  })
  .map(({ tests, held, apartFrom, advance, grace }) => ({
    advance,
    ...(grace === undefined ? {} : { grace }),
    steps: rankIds.map((id, index) => ({
      id,
      name,
      requires: {
        ...tests[index],
        ...(held !== undefined && index === 2 ? { held: { rank: 'bronze', periods: held } } : {}),
      },
      ...(index >= apartFrom ? { breaksAway: true } : {}),
    })),
  }));

const cap = fc.record({
  of: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  per: fc.constantFrom('line', 'member', 'period'),
  most: merged(
    fc.record({ amount: fc.constantFrom('0', '17', '90000', '20000000') }),
    maybe({ byRank: fc.dictionary(rank, fc.constantFrom('40', '9000000'), { maxKeys: 2 }) }),
  ),
  ratePpm: fc.constantFrom(0, 1_000, 60_000, 1_000_000),
});

/** Each cap over some of the bonuses that there are; those over matching last. */
function capsOf(caps: readonly { of: readonly boolean[]; per: string; most: object; ratePpm: number }[], ids: readonly string[]) {
  const made = caps.flatMap(({ of, per, most, ratePpm }, place) => {
    const named = ids.filter((_, index) => of[index] === true);
    if (named.length === 0) return [];
    return [{ id: `cap${place}`, name, of: named, per, ...(per === 'period' ? { ratePpm } : { most }) }];
  });
  const overMatching = (one: { of: readonly string[] }): boolean => one.of.includes('matching');
  return [...made.filter((one) => !overMatching(one)), ...made.filter(overMatching)];
}

/** Plans within the schema: any kinds of bonuses together, any switches, ranks and conditions. What the validator refuses is left out. */
export function planArbitrary(kinds: readonly string[] = Object.keys(bonuses)): fc.Arbitrary<Plan> {
  return writtenPlanArbitrary(kinds)
    .map((written) => checkPlan(written).plan)
    .filter((plan) => plan !== undefined);
}

/** Most of these are plans. */
export function writtenPlanArbitrary(kinds: readonly string[] = Object.keys(bonuses)): fc.Arbitrary<object> {
  return fc
    .record({
      kinds: fc.shuffledSubarray([...kinds], { minLength: 1, maxLength: Math.min(5, kinds.length) }),
      made: fc.record(bonuses),
      payTo: condition,
      active: merged(
        fc.record({ ppvAtLeast: fc.constantFrom('0', '0', '0', '5000', '10000') }),
        maybe({ anyOf: fc.constant([{ customersAtLeast: 2 }, { customerPvAtLeast: '5000' }, { ppvAtLeast: '9999' }]) }),
      ),
      ranks,
      matched: fc.constantFrom('beforeCaps', 'afterCaps'),
      policy: fc.constantFrom('reverseLines', 'averageRate'),
      caps: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(cap, { minLength: 1, maxLength: 3 })),
      cap: fc.constantFrom(50_000, 400_000, 1_000_000, 1_000_000),
    })
    .map(({ kinds: chosen, made, payTo, active, ranks: steps, matched, policy, caps, cap: company }) => {
      const present = new Set(chosen);
      const listed = (ids: unknown): string[] => (Array.isArray(ids) ? (ids as string[]).filter((id) => present.has(id)) : []);
      const listedOf = (bonus: object | undefined): string[] => listed(bonus !== undefined && 'of' in bonus ? bonus.of : []);
      // A matching bonus with nothing to match is no plan.
      const kept = chosen.filter((kind) => kind !== 'matching' || listedOf(made[kind]).length > 0);
      const limits = capsOf(caps, kept);
      const limited = new Set(limits.flatMap(({ of }) => of));
      return {
        format: 'upline.plan/1',
        name,
        currency: { code: 'dUSD', minorDigits: 6 },
        pointDigits: 2,
        activity: { active, buyer: { ppvAtLeast: '1' } },
        ranks: steps,
        bonuses: kept.map((kind) => {
          const bonus = made[kind] as Record<string, unknown>;
          const base = kind === 'rankReward' ? {} : { base: 'cv' };
          const named = {
            ...(kind === 'matching' ? { of: listed(bonus['of']) } : {}),
            ...(kind === 'matching' && listed(bonus['of']).some((id) => limited.has(id)) ? { matched } : {}),
            ...(kind === 'fastStart' ? { replaces: listed(bonus['replaces']) } : {}),
          };
          return { id: kind, kind, name, payTo, ...(kind === 'matching' ? {} : base), ...bonus, ...named };
        }),
        ...(limits.length === 0 ? {} : { caps: limits }),
        cap: { ratePpm: company, onExcess: 'scaleDown' },
        refunds: { policy, debt: 'carry' },
      };
    });
}
