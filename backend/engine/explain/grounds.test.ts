import { describe, expect, it } from 'vitest';
import { type Explainer } from '../index.ts';
import { binaryBonus, bonusName, matchingBonus, onVolume, poolBonus, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase, refund, sale } from '../testing/world.ts';
import { type Grounds, type OrderPart } from './grounds.ts';

/** The grounds of every line of the member by the bonus, in the order of the lines. */
function groundsBy(explainer: Explainer, memberId: number, bonusId: string): Grounds[] {
  const lines = explainer.explain(memberId).lines.filter((line) => line.bonusId === bonusId);
  return lines.map((line) => explainer.groundsOf(line));
}

const part = (orderRef: number, entry: number, memberId: number, cv: number): OrderPart => ({
  orderRef,
  entry,
  memberId,
  cv: BigInt(cv),
});

const ranks = {
  advance: 'direct',
  steps: [{ id: 'gold', name: bonusName, requires: { ppvAtLeast: '20000' }, breaksAway: true }],
};

describe('the grounds of a line on a single order', () => {
  const plan = planOf({ active: '0' });
  const world = {
    sponsors: [0, 1, 2],
    months: [{ entries: [purchase(3, 7, 1_000), purchase(3, 8, 500), refund(3, 7, 300), refund(3, 7, 100), refund(3, 8, 50)] }],
  };

  it('are the order as it stands, and of its reversal what that refund took', () => {
    expect(groundsBy(explainerOf(plan, world), 2, 'team')).toStrictEqual([
      { orders: [part(7, 0, 3, 600)] },
      { orders: [part(8, 1, 3, 450)] },
      { orders: [part(7, 0, 3, -300)] },
      { orders: [part(7, 0, 3, -100)] },
      { orders: [part(8, 1, 3, -50)] },
    ]);
  });

  it('are nothing for a line that is not of this period: of an order or of a bonus that it does not know', () => {
    const explainer = explainerOf(plan, world);
    const [line] = explainer.explain(2).lines;
    if (line === undefined) throw new Error('no line');
    expect(explainer.groundsOf({ ...line, orderRef: 99 })).toStrictEqual({ orders: [] });
    expect(explainer.groundsOf({ ...line, orderRef: 0, bonusId: 'gone' })).toStrictEqual({ orders: [] });
  });
});

describe('the grounds of a line on volume', () => {
  // 2 has the frontline 3, gold and broken away with 6 below, and 4 with 5 below.
  const world = {
    sponsors: [0, 1, 2, 2, 4, 3],
    months: [
      {
        entries: [
          purchase(2, 1, 1_000, 10_000),
          purchase(3, 2, 400, 20_000),
          purchase(4, 3, 0, 10_000),
          purchase(5, 4, 300, 10_000),
          sale(2, 5, 200),
          purchase(5, 6, 70),
          refund(5, 6, 70),
          purchase(6, 7, 90),
          purchase(4, 8, 60),
          purchase(1, 9, 8_000),
          refund(2, 1, 100),
        ],
      },
    ],
  };
  const group = [part(1, 0, 2, 900), part(4, 3, 5, 300), part(5, 4, 2, 200), part(8, 8, 4, 60)];
  const apart = [part(2, 1, 3, 400), part(7, 7, 6, 90)];
  const explained = (bonus: object): Explainer =>
    explainerOf(planOf({ active: '0', capPpm: 1_000_000, plan: { ranks, bonuses: [bonus] } }), world);

  it('are the own orders and sales, as they stand, without those of which nothing stands', () => {
    expect(groundsBy(explained(volumeBonus), 2, 'own')).toStrictEqual([{ orders: [part(1, 0, 2, 900), part(5, 4, 2, 200)] }]);
    expect(groundsBy(explained(volumeBonus), 5, 'own')).toStrictEqual([{ orders: [part(4, 3, 5, 300)] }]);
  });

  it('are the orders of the group, without groups that have broken away', () => {
    const explainer = explained({ ...volumeBonus, of: 'group' });
    expect(groundsBy(explainer, 2, 'own')).toStrictEqual([{ orders: group }]);
    expect(groundsBy(explainer, 3, 'own')).toStrictEqual([{ orders: apart }]);
    expect(groundsBy(explainer, 4, 'own')).toStrictEqual([{ orders: [part(4, 3, 5, 300), part(8, 8, 4, 60)] }]);
  });

  it('are the group of the member by a differential, and by an override the group that has broken away', () => {
    const differential = {
      ...onVolume,
      id: 'steps',
      kind: 'differential',
      tree: 'sponsor',
      ineligible: 'lost',
      bracketBy: 'gv',
      brackets: [
        { from: '0', ratePpm: 50_000 },
        { from: '30000', ratePpm: 100_000 },
      ],
      override: { ratePpm: 20_000 },
    };
    const explainer = explained(differential);
    expect(explainer.explain(2).lines.map(({ level, base }) => [level, base])).toEqual([
      [0, 1_460n],
      [1, 490n],
    ]);
    expect(groundsBy(explainer, 2, 'steps')).toStrictEqual([{ orders: group }, { orders: apart }]);
  });

  it('are all orders of the period by a pool, those of the company with them', () => {
    const shared = { ...poolBonus, sharesByRank: { gold: 1 } };
    const orders = [...group, ...apart, part(9, 9, 1, 8_000)].sort((one, other) => one.entry - other.entry);
    expect(groundsBy(explained(shared), 3, 'fund')).toStrictEqual([{ orders }]);
    expect(groundsBy(explained({ ...shared, nobodyQualified: 'carry' }), 3, 'fund')).toStrictEqual([
      { orders, carried: { left: 0n, right: 0n } },
    ]);
  });

  it('are no orders of a reward for a rank', () => {
    const reward = { id: 'prize', kind: 'rankReward', name: bonusName, payTo: 'active', when: 'everyTime' };
    const explainer = explained({ ...reward, rewards: [{ rank: 'gold', amount: '5' }] });
    expect(groundsBy(explainer, 3, 'prize')).toStrictEqual([{ orders: [] }]);
  });
});

it('what a pool brought along is what was carried, with what refunds changed in it', () => {
  const waiting = { ...poolBonus, sharesByRank: { gold: 1 }, nobodyQualified: 'carry' };
  const plan = planOf({ active: '0', plan: { ranks, bonuses: [waiting] } });
  const months = [{ entries: [purchase(2, 1, 1_000)] }, { entries: [refund(2, 1, 300), purchase(3, 2, 500, 20_000)] }];
  const explainer = explainerOf(plan, { sponsors: [0, 1, 2], months });
  // 100 were carried, of which the refund of 300 took 30; with 10 % of 500 it divides 120.
  expect(groundsBy(explainer, 3, 'fund')).toStrictEqual([{ orders: [part(2, 2, 3, 500)], carried: { left: 70n, right: 0n } }]);
});

describe('the grounds of a line of a binary', () => {
  // 2 has 3 on the left (6 below, 10 below that), 4 on the right (7 below), 5 in a third leg; 8 has no place, and 9 stands below 8.
  const sponsors = [0, 1, 2, 2, 2, 2, 2, 2, 2, 2];
  const places = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
    [2, 2],
    [3, 1],
    [4, 0],
    [0, 0],
    [8, 1],
    [6, 0],
  ] as const;
  const entries = [
    purchase(2, 1, 11),
    purchase(3, 2, 100),
    purchase(4, 3, 50),
    purchase(5, 4, 1_000),
    purchase(6, 5, 20),
    purchase(7, 6, 30),
    purchase(8, 7, 5_000),
    purchase(9, 8, 7_000),
    purchase(10, 9, 4),
    purchase(1, 10, 400),
    purchase(7, 11, 9),
    refund(7, 11, 9),
  ];
  const legs = [
    { ...part(2, 1, 3, 100), leg: 'left' },
    { ...part(3, 2, 4, 50), leg: 'right' },
    { ...part(5, 4, 6, 20), leg: 'left' },
    { ...part(6, 5, 7, 30), leg: 'right' },
    { ...part(9, 8, 10, 4), leg: 'left' },
  ];
  const carried = { left: 0n, right: 0n };
  const explained = (bonus: object): Explainer =>
    explainerOf(planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [bonus] } }), {
      sponsors,
      places,
      months: [{ entries }],
    });

  it('are the orders in its two legs, each with its leg', () => {
    expect(groundsBy(explained(binaryBonus), 2, 'legs')).toStrictEqual([{ orders: legs, carried }]);
  });

  it('are own orders as well, where own volume counts', () => {
    const own = { ...part(1, 0, 2, 11), leg: 'own' };
    expect(groundsBy(explained({ ...binaryBonus, ownVolume: 'weakerLeg' }), 2, 'legs')).toStrictEqual([
      { orders: [own, ...legs], carried },
    ]);
    // 3 has 6, on the right, and 10 below that; 2 above counts for nothing.
    expect(groundsBy(explained({ ...binaryBonus, ownVolume: 'weakerLeg' }), 3, 'legs')).toStrictEqual([
      {
        orders: [
          { ...part(2, 1, 3, 100), leg: 'own' },
          { ...part(5, 4, 6, 20), leg: 'right' },
          { ...part(9, 8, 10, 4), leg: 'right' },
        ],
        carried,
      },
    ]);
  });

  it.each([{}, { carryExpiresAfter: 2 }])('are what was carried, of every age, with what refunds changed: %j', (expiry) => {
    const { ratePpm: _rate, rounding: _rounding, ...open } = binaryBonus;
    const pairs = { by: 'units', unit: '100', ratios: [{ stronger: 1, weaker: 1, amount: '10' }], after: 'netOff' };
    const plan = planOf({ active: '0', plan: { bonuses: [{ ...open, ...pairs, ...expiry }] } });
    const months = [
      { entries: [purchase(3, 1, 130), purchase(4, 2, 160)] },
      { entries: [purchase(3, 3, 5)] },
      { entries: [refund(3, 1, 10), refund(4, 2, 25), purchase(3, 4, 100), purchase(4, 5, 100)] },
    ];
    const explainer = explainerOf(plan, { sponsors: [0, 1, 2, 2], places: places.slice(0, 4), months });
    // Month 1 carried 30 and 60, of which refunds took 10 and 25; month 2 added 5 on the left.
    expect(groundsBy(explainer, 2, 'legs')).toStrictEqual([
      {
        orders: [
          { ...part(4, 5, 3, 100), leg: 'left' },
          { ...part(5, 6, 4, 100), leg: 'right' },
        ],
        carried: { left: 25n, right: 35n },
      },
    ]);
  });
});

describe('the grounds of a matching line', () => {
  const cap = (id: string, of: string[], terms: object): object => ({ id, name: bonusName, of, ...terms });
  const level = { ...onVolume, id: 'team', kind: 'level', tree: 'sponsor', compression: 'none', customerSaleLevelOne: 'sponsor' };
  const bonuses = [
    { ...level, levels: [{ ratePpm: 100_000 }] },
    retailBonus,
    { ...level, id: 'gift', levels: [{ ratePpm: 10_000 }] },
    { ...volumeBonus, brackets: [{ from: '0', ratePpm: 50_000 }] },
    { ...volumeBonus, id: 'bulk', brackets: [{ from: '0', ratePpm: 70_000 }] },
  ];
  const caps = [
    cap('single', ['team'], { per: 'line', most: { amount: '60' } }),
    cap('income', ['own'], { per: 'member', most: { amount: '20' } }),
    cap('late', ['shop', 'match'], { per: 'member', most: { amount: '30' } }),
  ];
  const world = {
    sponsors: [0, 1, 2, 3],
    months: [{ entries: [purchase(4, 1, 1_000), purchase(4, 2, 200), refund(4, 2, 100), sale(3, 3, 500)] }],
  };
  const matching = { ...matchingBonus, of: ['team', 'shop', 'own'] };
  const explained = (terms: object, plan: object = { caps }): Explainer =>
    explainerOf(
      planOf({ active: '0', capPpm: 1_000_000, plan: { ...plan, bonuses: [...bonuses, { ...matching, ...terms }] } }),
      world,
    );
  /** What member 3 earned: by the orders of 4, by its own sale, by its own volume of 500. */
  const earned = (first: bigint, own: bigint): Grounds => ({
    orders: [],
    matched: [
      { bonusId: 'team', orderRef: 1, amount: first },
      { bonusId: 'team', orderRef: 2, amount: 10n },
      { bonusId: 'shop', orderRef: 3, amount: 100n },
      { bonusId: 'own', orderRef: 0, amount: own },
    ],
  });

  it.each<[string, object, object | undefined, Grounds, bigint]>([
    ['in full in a plan without caps', {}, {}, earned(100n, 25n), 235n],
    ['in full when caps come after it', { matched: 'beforeCaps' }, undefined, earned(100n, 25n), 235n],
    // The last cap names matching itself, so it comes later.
    ['as far as caps let it through that come before', { matched: 'afterCaps' }, undefined, earned(60n, 20n), 190n],
  ])('are what the source earned by the bonuses matched, order by order, %s', (_name, terms, plan, grounds, base) => {
    const explainer = explained(terms, plan);
    expect(explainer.explain(2).lines.filter(({ kind }) => kind === 'matching')).toMatchObject([{ sourceMemberId: 3, base }]);
    expect(groundsBy(explainer, 2, 'match')).toStrictEqual([grounds]);
  });

  it('are those of the source only, whoever else earned', () => {
    // Member 4 has 5 % of its own 1100 and nothing else.
    expect(groundsBy(explained({}, {}), 3, 'match')).toStrictEqual([
      { orders: [], matched: [{ bonusId: 'own', orderRef: 0, amount: 55n }] },
    ]);
  });
});

it('the grounds of a reversal of a line on a whole period are all that was refunded of its orders, and of no others', () => {
  const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [{ ...volumeBonus, of: 'group' }] } });
  const months = [
    { entries: [purchase(3, 1, 1_000), purchase(4, 2, 500)] },
    { entries: [purchase(3, 3, 300)] },
    {
      entries: [refund(3, 1, 400), refund(4, 2, 500), refund(3, 3, 100), purchase(3, 4, 80), refund(3, 4, 50), refund(3, 1, 60)],
    },
  ];
  const explainer = explainerOf(plan, { sponsors: [0, 1, 2, 2], months });
  expect(explainer.explain(2).lines.map(({ base, reversalOf }) => [base, reversalOf?.period])).toEqual([
    [30n, undefined],
    [-960n, 1],
    [-100n, 2],
  ]);
  expect(groundsBy(explainer, 2, 'own')).toStrictEqual([
    { orders: [part(4, 6, 3, 30)] },
    { orders: [part(1, 0, 3, -400), part(2, 1, 4, -500), part(1, 0, 3, -60)] },
    { orders: [part(3, 2, 3, -100)] },
  ]);
});
