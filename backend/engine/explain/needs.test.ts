import { describe, expect, it } from 'vitest';
import { bonusName, poolBonus, retailBonus } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase, sale } from '../testing/world.ts';
import { type Need } from './needs.ts';

describe('what was missing for a condition', () => {
  const activity = {
    active: { ppvAtLeast: '0' },
    seller: {
      ppvAtLeast: '1000',
      customersAtLeast: 2,
      customerPvAtLeast: '5000',
      anyOf: [{ ppvAtLeast: '20000' }, { customersAtLeast: 3, customerPvAtLeast: '7000' }],
    },
  };
  const plan = planOf({ plan: { activity, bonuses: [{ ...retailBonus, payTo: 'seller' }] } });
  // 2 sells to one customer, 3 buys only, 4 and 8 do nothing, 5 sells enough by points, 6 to two customers, of whom one sends all back; 7 has left.
  const entries = [
    sale(2, 1, 0, 4_000),
    purchase(3, 2, 0, 20_000),
    purchase(5, 3, 0, 15_000),
    sale(5, 4, 0, 2_500, 1),
    sale(5, 5, 0, 2_500, 2),
    sale(6, 6, 0, 7_000, 1),
    sale(6, 7, 0, 100, 2),
    { kind: 'customerRefund', memberId: 6, orderRef: 7, cv: 0n, pv: 100n, customer: 2 } as const,
    purchase(6, 8, 0, 13_000),
    purchase(7, 9, 0, 30_000),
  ];
  const needsOf = (memberId: number): readonly Need[] | undefined =>
    explainerOf(plan, { sponsors: [0, 1, 1, 1, 1, 1, 1, 1], months: [{ entries }], left: [7, 8] }).missing(memberId)[0]?.needs;
  const of = 'seller';

  it('is each test of it that was not passed, and what the alternatives lack when none was', () => {
    expect(needsOf(2)).toStrictEqual([
      { what: 'customers', required: 2n, actual: 1n, of },
      { what: 'customerPv', required: 5_000n, actual: 4_000n, of },
      {
        what: 'oneOf',
        required: 1n,
        actual: 0n,
        of,
        alternatives: [
          [{ what: 'ppv', required: 20_000n, actual: 4_000n }],
          [
            { what: 'customers', required: 3n, actual: 1n },
            { what: 'customerPv', required: 7_000n, actual: 4_000n },
          ],
        ],
      },
    ]);
  });

  it('is no alternative when one of them was met', () => {
    expect(needsOf(3)).toStrictEqual([
      { what: 'customers', required: 2n, actual: 0n, of },
      { what: 'customerPv', required: 5_000n, actual: 0n, of },
    ]);
    // 200.00 points of its own, and one customer is left.
    expect(needsOf(6)).toStrictEqual([{ what: 'customers', required: 2n, actual: 1n, of }]);
  });

  it('is everything for who did nothing', () => {
    expect(needsOf(4)?.map(({ what }) => what)).toStrictEqual(['ppv', 'customers', 'customerPv', 'oneOf']);
  });

  it('is nothing when all of it was met, so that only orders were missing', () => {
    expect(needsOf(5)).toStrictEqual([{ what: 'orders', required: 1n, actual: 0n }]);
  });

  it('is membership for the company and for who has left, whatever they sold', () => {
    const membership = [{ what: 'membership', required: 1n, actual: 0n, of }];
    expect([1, 7, 8].map((memberId) => needsOf(memberId))).toStrictEqual([membership, membership, membership]);
  });
});

describe('what a rank lacks', () => {
  // A rank that names no condition asks for none, not for one of that name.
  const unasked = { undefined: { ppvAtLeast: '99000' } };
  const activity = { active: { ppvAtLeast: '10000' }, seller: { ppvAtLeast: '0', customersAtLeast: 2 }, ...unasked };
  const step = (id: string, requires: object): object => ({ id, name: bonusName, requires });
  const bronze = step('bronze', { ppvAtLeast: '10000' });
  const gold = step('gold', { ppvAtLeast: '99000' });
  // 2 has the legs of 3 (120.00), of 4 (30.00, with bronze 6 of 110.00 below) and of 5, who joins in month 2.
  const sponsors = [0, 1, 2, 2, 2, 4];
  const sold = (memberId: number, orderRef: number): ReturnType<typeof sale> => sale(memberId, orderRef, 0, 10, orderRef);
  const months = [
    { memberCount: 4, entries: [purchase(2, 1, 0, 10_000), purchase(3, 2, 0, 12_000), sold(3, 3), sold(3, 4)] },
    {
      entries: [
        purchase(2, 11, 0, 10_000),
        purchase(3, 12, 0, 12_000),
        purchase(4, 13, 0, 3_000),
        purchase(6, 14, 0, 11_000),
        sold(2, 15),
        sold(3, 16),
      ],
    },
  ];
  /** What the highest rank, which nobody has, lacks. */
  function lacks(memberId: number, requires: object): readonly Need[] | undefined {
    const steps = [bronze, gold, step('chief', requires)];
    const bonuses = [{ ...poolBonus, payTo: 'any', sharesByRank: { chief: 1 } }];
    const plan = planOf({
      plan: { activity: { ...activity, any: { ppvAtLeast: '0' } }, ranks: { advance: 'direct', steps }, bonuses },
    });
    const needs = explainerOf(plan, { sponsors, months }).missing(memberId)[0]?.needs ?? [];
    expect(needs.map(({ what, required, of }) => [what, required, of])).toStrictEqual([['rank', 3n, 'chief']]);
    return needs[0]?.lacks;
  }
  const volume = { atLeast: '30000', mostPerLegPpm: 1_000_000, ownCounts: 'whole' };

  it.each<[string, number, object, Need[]]>([
    [
      'a condition, with its name',
      2,
      { meets: 'seller', ppvAtLeast: '1' },
      [{ what: 'customers', required: 2n, actual: 1n, of: 'seller' }],
    ],
    [
      'points and customers of its own',
      2,
      { ppvAtLeast: '10011', customersAtLeast: 2 },
      [
        { what: 'ppv', required: 10_011n, actual: 10_010n },
        { what: 'customers', required: 2n, actual: 1n },
      ],
    ],
    // 100.10 of its own, 120.10 of 3; of 4 and 6 below 140.00.
    [
      'volume of the organisation',
      2,
      { volume: { ...volume, of: 'ov', atLeast: '36021' } },
      [{ what: 'volume', required: 36_021n, actual: 36_020n }],
    ],
    [
      'volume that a leg brings up to its share only',
      2,
      { volume: { ...volume, of: 'gv', atLeast: '40000', mostPerLegPpm: 250_000 } },
      [{ what: 'volume', required: 40_000n, actual: 30_010n }],
    ],
    [
      'legs with a head of a rank, and legs with anybody of it, and legs of a volume, each by itself',
      2,
      {
        legs: [
          { count: 2, rank: 'bronze', rankIn: 'head' },
          { count: 3, rank: 'bronze', rankIn: 'leg' },
          { count: 4, ovAtLeast: '12010' },
          { count: 1, rank: 'bronze', rankIn: 'head' },
        ],
      },
      [
        { what: 'legs', required: 2n, actual: 1n, of: 'bronze' },
        { what: 'legs', required: 3n, actual: 2n, of: 'bronze' },
        { what: 'legs', required: 4n, actual: 2n },
      ],
    ],
    ['periods since joining, this one included', 2, { tenureAtLeast: 3 }, [{ what: 'tenure', required: 3n, actual: 2n }]],
    ['periods since joining, of who is new', 5, { tenureAtLeast: 2 }, [{ what: 'tenure', required: 2n, actual: 1n }]],
    [
      'periods in a row in which a condition was met',
      2,
      { consecutive: { meets: 'active', periods: 3 } },
      [{ what: 'consecutive', required: 3n, actual: 2n, of: 'active' }],
    ],
    [
      'a row that has been broken, and one that begins',
      3,
      { consecutive: { meets: 'seller', periods: 2 } },
      [{ what: 'consecutive', required: 2n, actual: 0n, of: 'seller' }],
    ],
    [
      'a row that begins with this period',
      6,
      { consecutive: { meets: 'active', periods: 2 } },
      [{ what: 'consecutive', required: 2n, actual: 1n, of: 'active' }],
    ],
    [
      'periods before this one in which a rank was earned',
      2,
      { held: { rank: 'bronze', periods: 2 } },
      [{ what: 'held', required: 2n, actual: 1n, of: 'bronze' }],
    ],
    [
      'periods of a rank that was earned in this period only',
      6,
      { held: { rank: 'bronze', periods: 1 } },
      [{ what: 'held', required: 1n, actual: 0n, of: 'bronze' }],
    ],
    [
      'all of them in their order, and none that was passed',
      2,
      {
        meets: 'active',
        ppvAtLeast: '20000',
        volume: { ...volume, of: 'ov' },
        legs: [{ count: 9, ovAtLeast: '1' }],
        tenureAtLeast: 2,
        consecutive: { meets: 'active', periods: 2 },
        held: { rank: 'bronze', periods: 7 },
      },
      [
        { what: 'ppv', required: 20_000n, actual: 10_010n },
        { what: 'legs', required: 9n, actual: 2n },
        { what: 'held', required: 7n, actual: 1n, of: 'bronze' },
      ],
    ],
  ])('is %s', (_name, memberId, requires, needs) => {
    expect(lacks(memberId, requires)).toStrictEqual(needs);
  });
});
