import { describe, expect, it } from 'vitest';
import { planHash, readCarry, readNetwork, runNetwork, type NetworkResult, type Plan } from '../index.ts';
import { binaryBonus, bonusName, retailBonus } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';

/** Months one after the other, each through files as a stranger would run them. */
function runMonths(plan: Plan, months: readonly { members: object[]; volumes: object[] }[]): NetworkResult[] {
  const results: NetworkResult[] = [];
  for (const month of months) {
    const last = results.at(-1);
    const carry = last === undefined ? undefined : readCarry(JSON.parse(JSON.stringify(last)), planHash(plan)).carry;
    const { facts, faults } = readNetwork(month, carry, plan);
    if (facts === undefined) throw new Error(JSON.stringify(faults));
    results.push(runNetwork(plan, facts, carry, true));
  }
  return results;
}

const binary = { ...binaryBonus, after: 'netOff' };
const company = { id: 'company' };
const anna = { id: 'anna', sponsor: 'company', parent: 'company', leg: 0 };
const left = { id: 'left', sponsor: 'anna', parent: 'anna', leg: 0 };
const right = { id: 'right', sponsor: 'anna', parent: 'anna', leg: 1 };
const buys = (member: string, ref: string, cv: string, kind = 'ownPurchase'): object => ({ member, ref, cv, pv: '0', kind });
const amounts = ({ lines = [] }: NetworkResult): string[][] => lines.map(({ member, amount }) => [member, amount]);

describe('what a plan remembers, through files', () => {
  it('keeps what refunds changed in a period, so that the period can be valued anew once more', () => {
    const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [binary] } });
    const members = [company, anna, left, right];
    const [first, second, third] = runMonths(plan, [
      { members, volumes: [buys('left', 'a', '1000'), buys('right', 'b', '600')] },
      { members, volumes: [buys('right', 'c', '300'), buys('left', 'a', '500', 'ownRefund')] },
      { members, volumes: [buys('right', 'c', '300', 'ownRefund')] },
    ]);
    expect(first && amounts(first)).toEqual([['anna', '60']]);
    // Without a half of order a period 1 would have paid 50 and carried 100 on the right, not 400 on the left.
    expect(second && amounts(second)).toEqual([['anna', '-10']]);
    expect(second?.carry.columns?.values['binary.legs.right.0']).toEqual([[2, '400']]);
    expect(second?.carry.periods[1]?.differences).toEqual({
      'binary.legs.left': [[2, '-400']],
      'binary.legs.right': [[2, '100']],
    });
    // Period 2 matched nothing, so its refund takes nothing back but what is carried.
    expect(third && amounts(third)).toEqual([]);
    expect(third?.carry.columns?.values['binary.legs.right.0']).toEqual([[2, '100']]);
  });

  it('counts a place that comes later from then on, also when an earlier order is refunded', () => {
    const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [binary] } });
    const unplaced = { id: 'right', sponsor: 'anna' };
    const [first, second, third] = runMonths(plan, [
      { members: [company, anna, left, unplaced], volumes: [buys('left', 'a', '1000'), buys('right', 'b', '600')] },
      { members: [company, anna, left, right], volumes: [buys('right', 'c', '300')] },
      { members: [company, anna, left, right], volumes: [buys('right', 'b', '600', 'ownRefund')] },
    ]);
    expect(first && amounts(first)).toEqual([]);
    expect(second && amounts(second)).toEqual([['anna', '30']]);
    expect(second?.carry.members[3]).toEqual({ id: 'right', sponsor: 'anna', parent: 'anna', leg: 1, placedIn: 2 });
    expect(third && amounts(third)).toEqual([]);
    expect(third?.carry.columns?.values).toEqual({ 'binary.legs.left.0': [[2, '700']], 'binary.legs.right.0': [] });
  });

  it('refuses a place that is changed or taken away', () => {
    const plan = planOf({ active: '0', plan: { bonuses: [binary] } });
    const members = [company, anna, left, right];
    const [before] = runMonths(plan, [{ members, volumes: [] }]);
    const { carry } = readCarry(before, planHash(plan));
    for (const changed of [
      { ...right, leg: 3 },
      { ...right, parent: 'left', leg: 0 },
      { id: 'right', sponsor: 'anna' },
    ]) {
      const { faults } = readNetwork({ members: [company, anna, left, changed], volumes: [] }, carry, plan);
      expect(faults.map(({ path }) => path)).toEqual(['members.3']);
    }
  });

  it('knows what was refunded since a period ended, so that the average rate is that of its end', () => {
    const average = { refunds: { policy: 'averageRate', debt: 'carry' }, bonuses: [{ ...binary, after: 'flush' }] };
    const plan = planOf({ active: '0', capPpm: 1_000_000, plan: average });
    const members = [company, anna, left, right];
    const back = (ref: string, cv: string): object => buys('left', ref, cv, 'ownRefund');
    const months = runMonths(plan, [
      { members, volumes: [buys('left', 'a', '1500'), buys('right', 'b', '600'), back('a', '500')] },
      { members, volumes: [back('a', '400')] },
      { members, volumes: [back('a', '600')] },
    ]);
    // 1000 and 600 paid 60. Of 1600 then 1200 are left and 45 stand, then 600 and 22.
    expect(months.map(amounts)).toEqual([[['anna', '60']], [['anna', '-15']], [['anna', '-23']]]);
    expect(months[2]?.carry.orders.map(({ refundedLater }) => refundedLater)).toEqual(['1000', undefined]);
  });

  it('knows the customers of earlier files, and takes back what the first order of one brought', () => {
    const shop = { ...retailBonus, customers: 'new' };
    const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [shop] } });
    const sells = (ref: string, customer: string, kind = 'customerSale'): object => ({
      ...buys('anna', ref, '100', kind),
      customer,
    });
    const months = runMonths(plan, [
      { members: [company, anna], volumes: [sells('a', 'vera'), sells('b', 'vera')] },
      { members: [company, anna], volumes: [sells('c', 'vera'), sells('d', 'oleg')] },
      { members: [company, anna], volumes: [sells('b', 'vera', 'customerRefund'), sells('a', 'vera', 'customerRefund')] },
    ]);
    expect(months.map(amounts)).toEqual([[['anna', '20']], [['anna', '20']], [['anna', '-20']]]);
    expect(months[2]?.carry.orders.map(({ ref, newCustomer }) => [ref, newCustomer])).toEqual([
      ['a', true],
      ['b', undefined],
      ['c', undefined],
      ['d', true],
    ]);
  });

  it('takes joining and title of new members from the file, and judges them', () => {
    const ranks = {
      advance: 'direct',
      steps: [{ id: 'gold', name: bonusName, requires: { ppvAtLeast: '100', tenureAtLeast: 3 } }],
    };
    const prize = { id: 'prize', kind: 'rankReward', name: bonusName, payTo: 'active', when: 'firstTime', skipped: 'paid' };
    const bonuses = [{ ...prize, rewards: [{ rank: 'gold', amount: '5' }] }];
    const plan = planOf({ active: '0', capPpm: 1_000_000, plan: { ranks, bonuses } });
    const members = [
      company,
      { id: 'old', sponsor: 'company', joined: 0 },
      { id: 'gold', sponsor: 'company', joined: 0, title: 'gold' },
      { id: 'new', sponsor: 'company' },
    ];
    const volumes = (month: string): object[] =>
      ['old', 'gold', 'new'].map((member) => ({
        member,
        ref: `${month} ${member}`.replace(' ', '-'),
        cv: '100',
        pv: '100',
        kind: 'ownPurchase',
      }));
    const [, second, third] = runMonths(
      plan,
      ['a', 'b', 'c'].map((month) => ({ members, volumes: volumes(month) })),
    );
    expect(second?.ranks).toEqual({ old: 'gold', gold: 'gold' });
    // Whose title it was is not rewarded for it again.
    expect(second && amounts(second)).toEqual([['old', '5']]);
    expect(third && amounts(third)).toEqual([['new', '5']]);

    const wrong = [company, { id: 'late', sponsor: 'company', joined: 2 }, { id: 'iron', sponsor: 'company', title: 'iron' }];
    const { faults } = readNetwork({ members: wrong, volumes: [] }, undefined, plan);
    expect(faults.map(({ path }) => path)).toEqual(['members.1.joined', 'members.2.title']);
    for (const { reason, cure } of faults) expect(reason.ru + cure.ru).toMatch(/[а-я]/);
  });
});
