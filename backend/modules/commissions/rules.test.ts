import { describe, expect, test } from 'vitest';
import { replayOutcomes, type MemberEarning, type PeriodOutcome } from '#engine/index.ts';
import { chainOf, planOf, purchase, refund } from '#engine/testing/world.ts';
import { disclose, splitEarnings, statusOfPeriod, summarise } from './rules.ts';

describe('income disclosure', () => {
  test('counts those who earned nothing and divides the rest honestly', () => {
    const cumulative = [...Array.from({ length: 15 }, () => 0n), 1n, 2n, 3n, 4n, 90n];
    expect(disclose(cumulative)).toEqual({
      members: 20,
      paidNothing: 15,
      paidNothingPpm: 750_000,
      median: 0n,
      mean: 5n,
      total: 100n,
      topDecile: { members: 2, mean: 47n, sharePpm: 940_000 },
    });
  });

  test('the median of an even number lies between the two in the middle', () => {
    expect(disclose([10n, 0n, 30n, 20n]).median).toBe(15n);
    expect(disclose([10n, 0n, 30n]).median).toBe(10n);
  });

  test('a company without partners discloses zeros', () => {
    expect(disclose([])).toMatchObject({ members: 0, paidNothing: 0, median: 0n, mean: 0n, topDecile: { members: 0, mean: 0n } });
  });
});

describe('where earnings stand', () => {
  const facts = { open: 5, acceptedPeriod: 2, pendingPeriod: 3, cumulative: 10n, settled: 10n };
  test.each([
    [5, 'estimate'],
    [4, 'preliminary'],
    [3, 'inReview'],
    [2, 'received'],
  ])('period %i is %s', (period, status) => {
    expect(statusOfPeriod(period, facts)).toBe(status);
  });

  test('an accepted period is claimable until its whole cumulative amount was paid', () => {
    expect(statusOfPeriod(2, { ...facts, settled: 9n })).toBe('claimable');
  });

  test('the four parts add up to everything earned', () => {
    const split = splitEarnings({ accepted: 50n, pending: 70n, newest: 100n, settled: 20n });
    expect(split).toEqual({ preliminary: 30n, inReview: 20n, claimable: 30n, received: 20n });
    expect(splitEarnings({ accepted: 50n, pending: undefined, newest: 50n, settled: 50n })).toEqual({
      preliminary: 0n,
      inReview: 0n,
      claimable: 0n,
      received: 50n,
    });
  });
});

describe('the figures of a run', () => {
  const plans = new Map([[1, planOf({ active: '0' })]]);
  const entries = [purchase(3, 1, 1_000_000), purchase(4, 2, 2_000_000), refund(4, 2, 500_000)];
  const [replayed] = replayOutcomes(chainOf([0, 1, 2, 3], [{ entries }], plans), plans);
  if (replayed === undefined) throw new Error('no period');
  const { input, result } = replayed;
  const withEarnings = (earnings: MemberEarning[]): PeriodOutcome => {
    return { ...result, earnings: Object.assign(earnings, { of: () => undefined }) };
  };
  const changed = (change: (earning: MemberEarning) => MemberEarning): PeriodOutcome => {
    return withEarnings([...result.earnings].map((earning) => (earning.memberId === 2 ? change(earning) : earning)));
  };

  test('are those of all its lines', () => {
    const { totals, periodTotal, earners } = summarise(input, result);
    expect(totals.map(({ bonusId, amount, lines }) => [bonusId, amount, lines])).toEqual([
      ['team', result.totalsByBonus['team'], result.linesByBonus['team']],
    ]);
    expect([periodTotal, earners]).toEqual([result.credited, result.earnings.length]);
  });

  test.each([
    ['an amount is another', changed((earning) => ({ ...earning, net: earning.net + 1n }))],
    ['somebody with lines has nothing', withEarnings([...result.earnings].filter(({ memberId }) => memberId !== 2))],
    [
      'somebody without lines has something',
      withEarnings([...result.earnings, { memberId: 4, net: 1n, credited: 1n, cumulative: 1n, debt: 0n }]),
    ],
    ['the total is another', { ...result, total: result.total + 1n }],
  ])('are refused when %s', (_what, outcome) => {
    expect(() => summarise(input, outcome)).toThrow(expect.objectContaining({ code: 'COMMISSIONS.LINES_DISAGREE' }));
  });
});
