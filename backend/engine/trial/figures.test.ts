import { describe, expect, it } from 'vitest';
import { planHash, type VolumeEntry } from '../index.ts';
import { planOf, purchase, refund, sale } from '../testing/world.ts';
import { addUp, changesOf } from './figures.ts';
import { type Tried, type TriedOutcome, type TrialPeriod } from './network.ts';

const plan = planOf();

function triedOf(change: Partial<TriedOutcome>, entries: readonly VolumeEntry[] = [], left: number[] = []): Tried {
  const memberCount = change.memberCount ?? 4;
  const outcome: TriedOutcome = {
    period: 1,
    memberCount,
    netCv: 0n,
    scale: { limit: 0n, gross: 0n },
    totalsByBonus: {},
    capUsePpm: undefined,
    active: new Uint8Array(memberCount + 1),
    debtTotal: 0n,
    earnings: [],
    ...change,
  };
  return { outcome, period: { memberCount, entries, left: new Set(left) } };
}

function figuresOf(...tried: Tried[]) {
  const periods: TrialPeriod[] = tried.map(({ period }) => period);
  const told: [number, number][] = [];
  const { side, earned } = addUp(tried, plan, periods, (done, of) => told.push([done, of]));
  expect(told).toEqual(tried.map((_, index) => [index + 1, tried.length]));
  return { ...side, earned };
}

describe('figures of a trial', () => {
  const first = triedOf(
    {
      netCv: 3_000n,
      scale: { limit: 1_200n, gross: 1_500n },
      totalsByBonus: { team: 500n, shop: 250n },
      capUsePpm: 1_250_000,
      // The company may be flagged and is no member; who came later is not there yet.
      active: Uint8Array.of(1, 1, 1, 0, 1),
      debtTotal: 9n,
      earnings: [
        { memberId: 2, net: 700n },
        { memberId: 3, net: -50n },
        { memberId: 4, net: 100n },
      ],
    },
    [
      purchase(2, 1, 400),
      sale(3, 2, 1_000),
      purchase(4, 3, 150),
      { kind: 'instantSettled', memberId: 2, orderRef: 1, cv: 5n, pv: 0n },
    ],
    [3],
  );
  const second = triedOf(
    {
      period: 2,
      netCv: -10n,
      scale: { limit: 5n, gross: 5n },
      totalsByBonus: { team: -20n },
      capUsePpm: 1_000_000,
      debtTotal: 4n,
      earnings: [{ memberId: 2, net: -20n }],
    },
    [refund(2, 1, 300), refund(4, 3, 50), { kind: 'customerRefund', memberId: 3, orderRef: 2, customer: 7, cv: 5n, pv: 0n }],
  );

  it('tell of a period who was there, who was active, who earned, and what it came to', () => {
    const { periods } = figuresOf(first, second);
    expect(periods).toEqual([
      {
        period: 1,
        members: 3,
        left: 1,
        active: 2,
        earners: 2,
        orders: 3,
        netCv: '3000',
        gross: '1500',
        limit: '1200',
        earned: '750',
        payoutPpm: 250_000,
        capUsePpm: 1_250_000,
        bonuses: { team: '500', shop: '250' },
      },
      {
        period: 2,
        members: 3,
        left: 0,
        active: 0,
        earners: 0,
        orders: 0,
        netCv: '-10',
        gross: '5',
        limit: '5',
        earned: '-20',
        // Nothing was sold, so there is no share of it.
        capUsePpm: 1_000_000,
        bonuses: { team: '-20' },
      },
    ]);
  });

  it('add periods up, with the debt of the last and the highest ratios of any', () => {
    const { totals, planHash: hash, earned } = figuresOf(first, second);
    expect(totals).toEqual({
      netCv: '2990',
      earned: '730',
      debt: '4',
      payoutPpm: 244_147,
      highestPayoutPpm: 250_000,
      highestCapUsePpm: 1_250_000,
      // As much as the limit is not scaled down.
      scaledDownPeriods: 1,
      bonuses: { team: '480', shop: '250' },
    });
    expect(hash).toBe(planHash(plan));
    expect(earned).toEqual([0n, 0n, 680n, -50n, 100n]);
  });

  it('hold what was earned against own purchases less returns, and not against sales', () => {
    // Member 2: 680 against 400 − 300; 3: −50 against nothing; 4: 100 against 150 − 50.
    const { distribution } = figuresOf(first, second);
    expect(distribution).toEqual({
      members: 3,
      earnedNothing: 1,
      earnedNothingPpm: 333_333,
      mean: '243',
      median: '100',
      topHundredthPpm: 931_506,
      topTenthPpm: 931_506,
      tenths: ['0', '0', '0', '-50', '0', '0', '100', '0', '0', '680'],
      ahead: 1,
      even: 1,
      behind: 1,
    });
  });

  it('hold what came back against what was bought before it, member by member', () => {
    // Member 2: 200 against 300 + 100 − 100; 3: 80 against 100 − 20; 4: 10 against 10.
    const bought = [
      purchase(2, 1, 300),
      purchase(2, 4, 100),
      purchase(3, 2, 100),
      purchase(4, 3, 10),
      refund(2, 1, 100),
      refund(3, 2, 20),
    ];
    const nets = [200n, 80n, 10n].map((net, index) => ({ memberId: index + 2, net }));
    const { ahead, even, behind } = figuresOf(triedOf({ earnings: nets }, bought)).distribution;
    expect([behind, even, ahead]).toEqual([1, 2, 0]);
  });

  it('do not count among the earners who came out at nothing', () => {
    const earnings = [-1n, 0n, 1n].map((net, index) => ({ memberId: index + 2, net }));
    expect(figuresOf(triedOf({ earnings })).periods.map(({ earners }) => earners)).toEqual([1]);
  });

  it('leave out shares of nothing, and know no members where there is only the company', () => {
    const { totals, distribution } = figuresOf(triedOf({ memberCount: 1 }));
    expect(totals).toEqual({ netCv: '0', earned: '0', debt: '0', scaledDownPeriods: 0, bonuses: {} });
    expect(distribution).toEqual({
      members: 0,
      earnedNothing: 0,
      earnedNothingPpm: 0,
      mean: '0',
      median: '0',
      tenths: Array.from({ length: 10 }, () => '0'),
      ahead: 0,
      even: 0,
      behind: 0,
    });
    expect(addUp([], plan, []).side.totals).toEqual(totals);
  });

  it('say the middle one of an odd number, and the lower of the two in the middle of an even one', () => {
    const medianOf = (...nets: bigint[]): string => {
      const earnings = nets.map((net, index) => ({ memberId: index + 2, net }));
      return figuresOf(triedOf({ memberCount: nets.length + 1, earnings })).distribution.median;
    };
    expect([medianOf(7n), medianOf(9n, 1n), medianOf(9n, 1n, 4n), medianOf(9n, 1n, 4n, 3n)]).toEqual(['7', '1', '4', '3']);
  });
});

describe('changes between two plans', () => {
  it('count who has more, who has less and who the same, but not the company', () => {
    expect(changesOf([0n, 0n, 5n, 9n, 7n], [0n, 0n, 8n, 3n, 7n, 2n], (memberId) => `m${memberId}`)).toEqual({
      winners: 2,
      losers: 1,
      unchanged: 1,
      gained: '5',
      lost: '6',
      mostChanged: [
        { member: 'm3', before: '9', after: '3', difference: '-6' },
        { member: 'm2', before: '5', after: '8', difference: '3' },
        { member: 'm5', before: '0', after: '2', difference: '2' },
      ],
    });
    expect(changesOf([], [0n], String)).toEqual({
      winners: 0,
      losers: 0,
      unchanged: 0,
      gained: '0',
      lost: '0',
      mostChanged: [],
    });
  });
});
