import { expect, it } from 'vitest';
import { replayOutcomes, type Plan } from './index.ts';
import { expectTwinsAgree } from './testing/compare.ts';
import { chainOf, planOf, purchase } from './testing/world.ts';

/** An example from somebody's published plan or explanation, with what it says itself and what had to be added to calculate it. */
interface Published {
  readonly name: string;
  readonly source: string;
  readonly given: string;
  readonly inferred: string;
  readonly plan: Plan;
  readonly sponsors: readonly number[];
  readonly places?: readonly (readonly [number, number])[];
  /** Member, CV, points. */
  readonly orders: readonly (readonly [number, number, number?])[];
  readonly earned: Readonly<Record<number, bigint>>;
  /** Volume that is carried, by column and member. */
  readonly carried?: Readonly<Record<string, Readonly<Record<number, bigint>>>>;
}

const name = { en: 'x', ru: 'x' };
const legs = {
  id: 'legs',
  kind: 'binary',
  name,
  tree: 'placement',
  base: 'cv',
  payTo: 'active',
  by: 'weakerLeg',
  after: 'netOff',
  ineligible: 'keep',
  ownVolume: 'notCounted',
  belowZero: 'owed',
  rounding: 'down',
};
const byLeg = (ratePpm: number, more: object = {}, ranks?: object): Plan =>
  planOf({
    active: '0',
    capPpm: 1_000_000,
    plan: { bonuses: [{ ...legs, ratePpm, ...more }], ...(ranks === undefined ? {} : { ranks }) },
  });
const byLevels = (percent: readonly number[]): Plan =>
  planOf({
    active: '0',
    capPpm: 1_000_000,
    bonus: { compression: 'none', levels: percent.map((rate) => ({ ratePpm: rate * 10_000 })) },
  });

const twoLegs = {
  sponsors: [0, 1, 2, 2],
  places: [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ] as const,
};
const listBuilders = 'https://mylistbuilders.com/binary-mlm-software-binary-mlm-plan-calculation-how-it-works/';
const netReady = 'https://netready.co.za/post?post=binary-commission';
const rankByPoints = {
  advance: 'direct',
  steps: ['bronze', 'silver', 'gold'].map((id, index) => ({ id, name, requires: { ppvAtLeast: String(index + 1) } })),
};
const johnsRates = { ratesByRank: { bronze: 20_000, silver: 40_000, gold: 60_000 } };

const examples: readonly Published[] = [
  {
    name: 'binary, 10% of the lesser leg',
    source: listBuilders,
    given: 'legs of 500 and 1000; 10% of 500; the larger leg keeps volume for the next time',
    inferred: 'what it keeps is the difference; everybody qualifies',
    plan: byLeg(100_000),
    ...twoLegs,
    orders: [
      [3, 500],
      [4, 1_000],
    ],
    earned: { 2: 50n },
    carried: { 'binary.legs.left.0': {}, 'binary.legs.right.0': { 2: 500n } },
  },
  {
    name: 'binary, member B: 100 and 200',
    source: listBuilders,
    given: 'legs of 100 and 200, 10 earned, 100 carried on the right',
    inferred: 'everybody qualifies',
    plan: byLeg(100_000),
    ...twoLegs,
    orders: [
      [3, 100],
      [4, 200],
    ],
    earned: { 2: 10n },
    carried: { 'binary.legs.left.0': {}, 'binary.legs.right.0': { 2: 100n } },
  },
  {
    name: 'binary, member C: equal legs',
    source: listBuilders,
    given: 'legs of 100 and 100, 10 earned, nothing carried',
    inferred: 'everybody qualifies',
    plan: byLeg(100_000),
    ...twoLegs,
    orders: [
      [3, 100],
      [4, 100],
    ],
    earned: { 2: 10n },
    carried: { 'binary.legs.left.0': {}, 'binary.legs.right.0': {} },
  },
  ...(['bronze', 'silver', 'gold'] as const).map((rank, index): Published => ({
    name: `binary by rank, John is ${rank}`,
    source: netReady,
    given:
      'legs of 100,000 and 200,000; 2% for bronze, 4% for silver, 6% for gold: 2,000, 4,000, 6,000; the stronger leg is banked',
    inferred: 'how a rank is reached (own points here); the bank is the difference',
    plan: byLeg(0, johnsRates, rankByPoints),
    ...twoLegs,
    orders: [
      [2, 0, index + 1],
      [3, 100_000],
      [4, 200_000],
    ],
    earned: { 2: [2_000n, 4_000n, 6_000n][index] ?? 0n },
    carried: { 'binary.legs.right.0': { 2: 100_000n } },
  })),
  {
    name: 'unilevel, five levels',
    source: 'https://mlmportal.in/documentation/unilevel-plan-setup.html',
    given: '10, 5, 3, 2 and 1% of the personal volume of levels 1 to 5',
    inferred: 'one member on each level who buys for 1000; everybody is active',
    plan: byLevels([10, 5, 3, 2, 1]),
    sponsors: [0, 1, 2, 3, 4, 5, 6],
    orders: [3, 4, 5, 6, 7].map((memberId) => [memberId, 1_000] as const),
    earned: { 2: 210n, 3: 200n, 4: 180n, 5: 150n, 6: 100n },
  },
  {
    name: 'unilevel, eight levels',
    source: 'https://askthecat.mypurium.com/support/solutions/articles/6000031672-unilevel-bonus',
    given: '5% to active members 1 to 6 levels above the order, 3% on levels 7 and 8; on all of its BV',
    inferred: 'an order of 1000 at the end of a chain; everybody is active and of a sufficient rank; no infinity bonus',
    plan: byLevels([5, 5, 5, 5, 5, 5, 3, 3]),
    sponsors: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    orders: [[11, 1_000]],
    earned: { 3: 30n, 4: 30n, 5: 50n, 6: 50n, 7: 50n, 8: 50n, 9: 50n, 10: 50n },
  },
];

it.each(examples.map((example) => [example.name, example] as const))('P06 published: %s', (_name, example) => {
  expect(example.source).toMatch(/^https:/);
  const plans = new Map([[1, example.plan]]);
  const entries = example.orders.map(([memberId, cv, pv = 0], index) => purchase(memberId, index + 1, cv, pv));
  const facts = chainOf(example.sponsors, [{ entries }], plans, example.places);
  expectTwinsAgree(facts, plans);
  for (const { result } of replayOutcomes(facts, plans)) {
    expect(Object.fromEntries(result.earnings.map(({ memberId, net }) => [memberId, net]))).toEqual(example.earned);
    for (const [column, held] of Object.entries(example.carried ?? {})) {
      const values = [...(result.carryOut.columns?.values.get(column)?.entries() ?? [])].filter(([, volume]) => volume !== 0n);
      expect([column, Object.fromEntries(values)]).toEqual([column, held]);
    }
  }
});
