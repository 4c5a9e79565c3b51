import { describe, expect, it } from 'vitest';
import { type VolumeEntry } from '../index.ts';
import { bonusName, onVolume, retailBonus, volumeBonus } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase, refund } from '../testing/world.ts';

const sponsors = [0, 1, 2, 2];
const level = { ...onVolume, id: 'team', kind: 'level', compression: 'none', customerSaleLevelOne: 'sponsor' };
const levels = [{ ratePpm: 100_000 }];

describe('an explanation', () => {
  const ranks = {
    advance: 'direct',
    steps: [
      { id: 'bronze', name: bonusName, requires: { ppvAtLeast: '10000' } },
      { id: 'silver', name: bonusName, requires: { ppvAtLeast: '20000' } },
    ],
  };
  const plan = planOf({ plan: { ranks } });
  const months = [
    { entries: [purchase(2, 1, 0, 10_000), purchase(3, 2, 1_000)] },
    { entries: [refund(3, 2, 1_000), purchase(3, 3, 2_000, 9_999)] },
    { entries: [purchase(2, 4, 0, 20_000), purchase(3, 5, 1_500)] },
  ];
  const explained = (month: number, memberId: number) =>
    explainerOf(plan, { sponsors, months: months.slice(0, month) }).explain(memberId);

  it('says what the member bought, was and had', () => {
    expect(explained(1, 2)).toMatchObject({ period: 1, memberId: 2, ppv: 10_000n, active: true, rank: 'bronze', net: 100n });
    expect(explained(3, 2)).toMatchObject({ period: 3, memberId: 2, ppv: 20_000n, active: true, rank: 'silver' });
    expect(explained(2, 3)).toMatchObject({ ppv: 9_999n, active: false, rank: undefined, net: 0n, lines: [] });
  });

  it('leads from debt to debt, month by month', () => {
    const sums = [1, 2, 3].map((month) => {
      const { net, debtBefore, credited, debt, cumulative } = explained(month, 2);
      return [net, debtBefore, credited, debt, cumulative];
    });
    // In month 2 member 2 is not active, and the order of month 1 comes back.
    expect(sums).toEqual([
      [100n, 0n, 100n, 0n, 100n],
      [-100n, 0n, 0n, 100n, 100n],
      [150n, 100n, 50n, 0n, 150n],
    ]);
  });

  it('has no line of a refund that takes back points only', () => {
    const points = [{ entries: [purchase(2, 1, 0, 10_000), purchase(3, 2, 1_000, 500)] }, { entries: [refund(3, 2, 0, 500)] }];
    expect(explainerOf(plan, { sponsors, months: points }).explain(2)).toMatchObject({ lines: [], net: 0n });
  });
});

it('an explanation has the line that takes a credit back, of who stands above the order and of who does not', () => {
  const credit = (orderRef: number, memberId: number, number: number, cv: number): VolumeEntry => ({
    kind: 'instantSettled',
    memberId,
    orderRef,
    cv: BigInt(cv),
    pv: BigInt(number),
  });
  const plan = planOf();
  const months = [
    { entries: [purchase(3, 1, 1_000), credit(1, 2, 1, 100), credit(1, 4, 2, 60), purchase(3, 2, 100), credit(2, 4, 1, 8)] },
    { entries: [refund(3, 1, 500), refund(3, 2, 100)] },
  ];
  const explainer = explainerOf(plan, { sponsors, months });
  const taken = (memberId: number) => explainer.explain(memberId).lines.map(({ bonusId, amount }) => [bonusId, amount]);
  // Half of order 1 came back, and half of each credit with it; of order 2 all.
  expect([1, 2, 3].map((memberId) => taken(memberId))).toEqual([[], [['@checkout', -50n]], []]);
  expect(taken(4)).toEqual([
    ['@checkout', -30n],
    ['@checkout', -8n],
  ]);
});

it('an explanation has lines and reversals of whom the placement tree alone puts above', () => {
  const bonuses = [volumeBonus, { ...level, id: 'upline', tree: 'sponsor', levels }, { ...level, tree: 'placement', levels }];
  const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [...bonuses, retailBonus] } });
  // 4, sponsored by 2, was placed under 3.
  const places = [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
  ] as const;
  const months = [{ entries: [purchase(4, 1, 1_000)] }, { entries: [purchase(4, 2, 500), refund(4, 1, 200)] }];
  const explainer = explainerOf(plan, { sponsors, months, places });
  const linesOf = (memberId: number) =>
    explainer.explain(memberId).lines.map(({ bonusId, orderRef, amount }) => [bonusId, orderRef, amount]);
  expect(linesOf(3)).toEqual([
    ['team', 2, 50n],
    ['team', 1, -20n],
  ]);
  expect(linesOf(2)).toEqual([
    ['upline', 2, 50n],
    ['upline', 1, -20n],
  ]);
});

describe('the caps of an explanation', () => {
  const caps = [{ id: 'single', name: bonusName, of: ['own'], per: 'line', most: { amount: '60' } }];
  const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { caps, bonuses: [volumeBonus] } });

  it('are those that cut at lines of this period, not at what refunds take back', () => {
    const months = [{ entries: [purchase(2, 1, 1_000)] }, { entries: [purchase(2, 2, 2_000), refund(2, 1, 1_000)] }];
    const explained = (month: number) => explainerOf(plan, { sponsors, months: months.slice(0, month) }).explain(2);
    expect(explained(1)).toMatchObject({ net: 60n, caps: [{ id: 'single', per: 'line', limit: 60n, gross: 100n }] });
    // 200 of this month; the 100 of month 1, of which 60 had been paid, come back.
    expect(explained(2)).toMatchObject({ net: 0n, caps: [{ id: 'single', per: 'line', limit: 60n, gross: 200n }] });
  });

  it('are none when only what comes back had been cut', () => {
    const months = [
      { entries: [purchase(2, 1, 1_000)] },
      { entries: [purchase(2, 2, 300), purchase(3, 3, 5_000), refund(2, 1, 1_000)] },
    ];
    expect(explainerOf(plan, { sponsors, months }).explain(2)).toMatchObject({ net: -30n, caps: [] });
  });
});
