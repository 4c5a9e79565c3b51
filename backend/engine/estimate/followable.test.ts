import { describe, expect, it } from 'vitest';
import { UplineError } from '#kernel/errors/index.ts';
import { calculatePeriod, openEstimate, type RunInput } from '../index.ts';
import { MAX_AMOUNT } from '../payout-tree/tree.ts';
import { binaryBonus, bonusName, onVolume, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { expectSame, followingFrom, lastMonth, said } from '../testing/followed.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';
import { sameTrees } from './follow.ts';

const sponsors = [0, 1, 2, 3];
const orders = [purchase(3, 1, 1_000, 100), purchase(4, 2, 1_000, 100), purchase(2, 3, 1_000, 100)];

type Month = Parameters<typeof chainOf>[1][number];

/** The last of these months. */
function monthOf(change: Parameters<typeof planOf>[0], ...months: Month[]): RunInput {
  const plans = new Map([[1, planOf({ active: '0', capPpm: 1_000_000, ...change })]]);
  const places = [[0, 0] as const, [1, 0] as const, [2, 0] as const, [2, 1] as const];
  return lastMonth(chainOf(sponsors, months, plans, places), plans);
}

describe('a plan', () => {
  const rank = (requires: object, id = 'gold') => ({ id, name: bonusName, requires });
  const ranks = (...steps: object[]) => ({ plan: { ranks: { advance: 'direct', steps } } });
  const bonus = (...bonuses: object[]) => ({ plan: { bonuses } });
  const cap = { id: 'single', name: bonusName, of: ['team'], per: 'line', most: { amount: '60' } };
  const differential = { ...onVolume, id: 'steps', kind: 'differential', tree: 'sponsor', ineligible: 'lost' };
  const brackets = [{ from: '0', ratePpm: 50_000 }];
  const legShare = { mostPerLegPpm: 500_000, ownCounts: 'whole' };
  const counting = { active: { ppvAtLeast: '0' }, selling: { ppvAtLeast: '0', customersAtLeast: 1 } };

  it.each([
    ['levels', {}],
    ['levels and ranks by volume', ranks(rank({ ppvAtLeast: '100' }))],
    ['a binary', bonus(binaryBonus)],
    ['a differential', bonus({ ...differential, bracketBy: 'ov', brackets })],
    ['own volume', bonus(volumeBonus)],
  ])('with %s is followed', (_with, change) => {
    expectSame(followingFrom(monthOf(change, { entries: orders }), 0)(3));
  });

  it.each([
    ['a cap on a bonus', { plan: { caps: [cap] } }],
    ['a condition on customers', { plan: { activity: counting } }],
    [
      'a matrix in a rank',
      ranks(rank({ ppvAtLeast: '100' }, 'silver'), rank({ matrix: { width: 1, height: 1, meets: 'active' } })),
    ],
    ['a retail bonus', bonus(retailBonus)],
    ['a retail bonus beside own volume', bonus(volumeBonus, retailBonus)],
    ['levels for active legs', { bonus: { legActiveBy: 'head', levels: [{ ratePpm: 100_000, activeLegsAtLeast: 1 }] } }],
    ['a binary that asks for members on each side', bonus({ ...binaryBonus, eachSide: { count: 1, meets: 'active' } })],
    ['a differential by all that was ever sold', bonus({ ...differential, bracketBy: 'accumulatedOv', brackets })],
    ['a volume bonus by all that was ever bought', bonus({ ...volumeBonus, bracketBy: 'accumulatedPpv' })],
    ['a volume bonus by all that was ever sold', bonus({ ...volumeBonus, bracketBy: 'accumulatedOv' })],
    ['a volume bonus that limits legs', bonus({ ...volumeBonus, bracketBy: 'ov', legShare })],
  ])('with %s is not, and has its full runs', (_with, change) => {
    const input = monthOf(change, { entries: orders });
    expect(followingFrom(input, 0)(3).following).toBe(undefined);
    const estimate = openEstimate();
    for (let entries = 0; entries <= 3; entries += 1) {
      const now = { ...input, entries: input.entries.slice(0, entries) };
      expect(said(estimate.of(now))).toEqual(said(calculatePeriod(now)));
    }
  });
});

describe('a followed month', () => {
  const credit = { kind: 'instantSettled', memberId: 2, orderRef: 1, cv: 10n, pv: 1n } as const;

  it('is lost when an order comes back on which checkout has credited', () => {
    const input = monthOf({}, { entries: [...orders, credit, refund(3, 1, 500)] });
    const follow = followingFrom(input, 0);
    const before = follow(4);
    expectSame(before);
    expect(before.following?.lost).toBe(false);
    expect([follow(5).outcome, before.following?.lost]).toEqual([undefined, true]);
    // Nor is it taken up again.
    expect(followingFrom(input, 5)(5).following).toBe(undefined);
  });

  it('is lost when an order of an earlier month comes back', () => {
    const input = monthOf({}, { entries: orders }, { entries: [purchase(3, 4, 1_000), refund(3, 1, 500)] });
    const follow = followingFrom(input, 0);
    const before = follow(1);
    expectSame(before);
    expect([follow(2).outcome, before.following?.lost]).toEqual([undefined, true]);
    expect(followingFrom(input, 2)(2).following).toBe(undefined);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => purchase(3, 10 + index, 1, 1));
  const back = (count: number) => Array.from({ length: count }, (_, index) => refund(3, 10 + index, 1, 1));

  it.each([
    ['a thousand orders', many(1_000), true],
    ['a thousand orders and one', many(1_001), false],
    ['six hundred orders and four hundred refunds', [...many(600), ...back(400)], true],
    ['six hundred orders and four hundred and one refunds', [...many(600), ...back(401)], false],
  ])('takes in as much as a thousand entries at once: %s', (_at, entries, followed) => {
    const input = monthOf({}, { entries: [...orders, ...entries] });
    const { outcome, following, full } = followingFrom(input, 3)(input.entries.length);
    expect(following?.lost).toBe(!followed);
    expect(outcome?.credited).toBe(followed ? full.credited : undefined);
  });

  it('is left to a full run while its lines come to more than the limit, and goes on when they do not', () => {
    // 10 and 5 % of an order of 4 are more than 10 %.
    const input = monthOf({ capPpm: 100_000 }, { entries: [purchase(3, 1, 1_000), purchase(4, 2, 1_000), purchase(2, 3, 500)] });
    const follow = followingFrom(input, 0);
    // 100 of 100; 250 of 200; 250 of 250.
    const first = follow(1);
    expectSame(first);
    const { outcome, full, following } = follow(2);
    expect([outcome, full.scale, following?.lost]).toEqual([undefined, { limit: 200n, gross: 250n }, false]);
    const third = follow(3);
    expectSame(third);
    expect([first, third].map(({ full: { credited } }) => credited)).toEqual([100n, 250n]);
  });

  it('sets off a debt, and adds to what is owed since the beginning', () => {
    const input = monthOf(
      {},
      { entries: [purchase(3, 1, 1_000)] },
      { entries: [refund(3, 1, 600)] },
      { entries: [purchase(3, 2, 500), purchase(3, 3, 400)] },
    );
    const follow = followingFrom(input, 0);
    // Of 100 that were paid 60 came back; then 50 and 40 are earned.
    const answers = [1, 2].map((entries) => {
      const answer = follow(entries);
      expectSame(answer);
      return answer;
    });
    const amounts = answers.map(({ full: { total, credited, debtTotal } }) => [total, credited, debtTotal]);
    expect(amounts).toEqual([
      [100n, 0n, 10n],
      [130n, 30n, 0n],
    ]);
    // What was answered first does not go on with the month.
    expect(answers.map(({ outcome }) => outcome?.carryOut.debt[2])).toEqual([10n, 0n]);
  });

  /** Member 3 buys for 1000, of which 2 has 100, who was owed so much before. */
  function owing(cumulative: bigint): RunInput {
    const input = monthOf({}, { entries: [purchase(3, 1, 1_000)] });
    const carryIn = {
      memberCount: 4,
      cumulative: BigUint64Array.of(0n, 0n, cumulative, 0n, 0n),
      debt: new BigUint64Array(5),
      total: cumulative,
    };
    return { ...input, carryIn, budget: 2n ** 70n };
  }

  it('says of the most that can be owed what a full run says', () => {
    const answer = followingFrom(owing(MAX_AMOUNT - 100n), 0)(1);
    expectSame(answer);
    expect(answer.full.carryOut.cumulative[2]).toBe(MAX_AMOUNT);
  });

  it('leaves it to a full run to refuse more than that, however often it is asked', () => {
    const input = owing(MAX_AMOUNT - 99n);
    const estimate = openEstimate();
    for (let asked = 0; asked < 4; asked += 1) estimate.of({ ...input, entries: [] });
    for (let asked = 0; asked < 4; asked += 1) {
      expect(() => estimate.of(input)).toThrow(new UplineError('ENGINE.AMOUNT_TOO_LARGE', { memberId: 2 }));
    }
  });

  it.each([
    ['is kept up when a bonus comes to the most that 64 bits hold', 2n ** 63n - 1n, false],
    ['is lost when it comes to more', 2n ** 63n, true],
  ])('%s', (_is, amount, lost) => {
    const steps = [{ id: 'gold', name: bonusName, requires: { ppvAtLeast: '100' } }];
    const rewards = [{ rank: 'gold', amount: String(amount) }];
    const prize = { id: 'prize', kind: 'rankReward', name: bonusName, payTo: 'active', when: 'everyTime', rewards };
    const plan = { bonuses: [prize, volumeBonus], ranks: { advance: 'direct', steps } };
    const input = monthOf({ plan }, { entries: orders.slice(0, 1) });
    const answers = [0, 1].map((known) => followingFrom(input, known)(1));
    // A full run, either way: it is far more than the limit.
    expect(answers.map(({ outcome, following }) => [outcome, following?.lost])).toEqual([
      [undefined, lost],
      [undefined, lost],
    ]);
  });
});

describe('facts that cannot be', () => {
  it.each([
    ['the founding', { period: 0 }, 'ENGINE.FOUNDING_PERIOD'],
    ['a sponsor who came later', { sponsorOf: Uint32Array.of(0, 0, 1, 3, 3) }, 'ENGINE.BAD_SPONSOR'],
  ])('are refused however often an estimate is asked for: %s', (_of, change, code) => {
    const input = { ...monthOf({}, { entries: orders }), ...change };
    const estimate = openEstimate();
    for (let asked = 0; asked < 4; asked += 1) expect(() => estimate.of(input)).toThrow(expect.objectContaining({ code }));
  });
});

describe('the trees of two inputs', () => {
  const placement = { parentOf: Uint32Array.of(0), legOf: Uint8Array.of(0), placedIn: Uint32Array.of(0) };
  const known = { joined: new Map<number, number>(), title: new Map<number, number>() };
  const inputOf = () => ({ ...monthOf({}, { entries: orders }), placement, left: new Set<number>(), known });

  it('are the same when only entries are others', () => {
    const input = inputOf();
    expect(sameTrees(input, { ...input, entries: [], budget: 0n })).toBe(true);
    const { placement: _placement, left: _left, known: _known, ...bare } = input;
    expect(sameTrees(bare, { ...bare })).toBe(true);
    expect([sameTrees(bare, input), sameTrees(input, bare)]).toEqual([false, false]);
  });

  it.each([
    ['a member more', { memberCount: 5 }],
    ['other sponsors', { sponsorOf: Uint32Array.of(0, 0, 1, 2, 3) }],
    ['other places', { placement: { ...placement, parentOf: Uint32Array.of(0) } }],
    ['other legs', { placement: { ...placement, legOf: Uint8Array.of(0) } }],
    ['other times of taking a place', { placement: { ...placement, placedIn: Uint32Array.of(0) } }],
    ['others who have left', { left: new Set<number>() }],
    ['other things known of who is new', { known: { ...known } }],
  ])('are others with %s', (_with, change) => {
    const input = inputOf();
    expect(sameTrees(input, { ...input, ...change })).toBe(false);
  });
});
