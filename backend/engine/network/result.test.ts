import { describe, expect, it } from 'vitest';
import { planHash, readCarry, readNetwork, runNetwork, type NetworkResult, type Plan } from '../index.ts';
import { keccakText } from '../hash.ts';
import { binaryBonus, bonusName } from '../testing/bonuses.ts';
import { planOf } from '../testing/world.ts';
import { signedColumnsOf, signedValuesOf, valuesOf } from './carry.ts';

const company = { id: 'company' };
const anna = { id: 'anna', sponsor: 'company' };
const boris = { id: 'boris', sponsor: 'anna' };
const vera = { id: 'vera', sponsor: 'boris' };
const buys = (member: string, ref: string, cv: string, kind = 'ownPurchase'): object => ({ member, kind, pv: '0', cv, ref });
const plan = planOf({ active: '0' });

interface Month {
  readonly members: readonly object[];
  readonly volumes: readonly object[];
}

function runMonths(used: Plan, months: readonly Month[], withLines = true): NetworkResult[] {
  const results: NetworkResult[] = [];
  for (const month of months) {
    const { carry } = readCarry(results.at(-1), planHash(used));
    const { facts, faults } = readNetwork(month, carry, used);
    if (facts === undefined) throw new Error(JSON.stringify(faults));
    results.push(runNetwork(used, facts, carry, withLines));
  }
  return results;
}

const amounts = ({ lines = [] }: NetworkResult): string[][] => lines.map(({ member, amount }) => [member, amount]);

describe('the result of a network file', () => {
  it('names the order behind each line, the first of the file as well, and lists lines only when asked', () => {
    const month = { members: [company, anna, boris], volumes: [buys('boris', 'o1', '1000'), buys('boris', 'o2', '500')] };
    const [result] = runMonths(plan, [month]);
    expect(result?.lines?.map(({ ref, amount }) => [ref, amount])).toEqual([
      ['o1', '100'],
      ['o2', '50'],
    ]);
    const { facts } = readNetwork(month, undefined);
    if (facts === undefined) throw new Error('no facts');
    expect(runNetwork(plan, facts, undefined)).not.toHaveProperty('lines');
  });

  it('has an input hash over plan, file as it was read, and carry', () => {
    const members = [company, { id: 7, sponsor: 'company' }];
    const network = '{"members":[{"id":"company"},{"id":"7","sponsor":"company"}],"volumes":[]}';
    const [first, second] = runMonths(plan, [
      { members, volumes: [] },
      { members, volumes: [] },
    ]);
    const hash = planHash(plan);
    expect(first?.inputHash).toBe(keccakText(`{"network":${network},"plan":"${hash}"}`));
    expect(second?.inputHash).toBe(keccakText(`{"carry":"${first?.carry.hash}","network":${network},"plan":"${hash}"}`));
  });

  it('sums what is owed up over the months', () => {
    const members = [company, anna, boris];
    const months = runMonths(
      plan,
      ['a', 'b', 'c'].map((ref) => ({ members, volumes: [buys('boris', ref, '1000')] })),
    );
    // 10% of 1000 for Anna in each.
    expect(months.map(({ totals }) => totals.cumulative)).toEqual(['100', '200', '300']);
  });

  it('takes back from whom it was given, when somebody had left then and is back now', () => {
    const gone = { ...boris, status: 'left' };
    const months = runMonths(plan, [
      { members: [company, anna, gone, vera], volumes: [buys('vera', 'o1', '1000')] },
      { members: [company, anna, boris, vera], volumes: [buys('vera', 'o1', '1000', 'ownRefund')] },
    ]);
    expect(months.map(amounts)).toEqual([[['anna', '100']], [['anna', '-100']]]);
    expect(months[1]?.carry.periods.map(({ left }) => left)).toEqual([[3], []]);
  });

  it('takes back what was earned on volume that came in from the months before', () => {
    const binary = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [binaryBonus] } });
    const at = (id: string, parent: string, leg: number): object => ({ id, sponsor: parent, parent, leg });
    const members = [company, at('anna', 'company', 0), at('left', 'anna', 0), at('right', 'anna', 1)];
    const months = runMonths(binary, [
      { members, volumes: [buys('left', 'a', '1000')] },
      { members, volumes: [buys('right', 'b', '600')] },
      { members, volumes: [buys('right', 'b', '600', 'ownRefund')] },
    ]);
    // 600 on the right meet the 1000 that were carried on the left: 10% of 600, and all of it goes back.
    expect(months.map(amounts)).toEqual([[], [['anna', '60']], [['anna', '-60']]]);
  });

  it('writes into the carry what there is, and no empty fields', () => {
    const month = {
      members: [company, anna],
      volumes: [buys('anna', 'o1', '1000'), { ...buys('anna', 'o1', '400'), kind: 'ownRefund' }],
    };
    const [result] = runMonths(plan, [month]);
    const carried = { member: 'anna', ref: 'o1', period: 1, entry: 0, pv: '0', cv: '1000', refundedPv: '0', refundedCv: '400' };
    expect(result?.carry.orders).toStrictEqual([carried]);
    const { facts } = readNetwork({ ...month, volumes: [] }, result?.carry);
    expect([...(facts?.earlierOrders.values() ?? [])]).toStrictEqual([
      { entry: 0, period: 1, orderRef: 1, memberId: 2, sale: 'own', pv: 0n, cv: 1_000n, refundedPv: 0n, refundedCv: 400n },
    ]);
  });

  it('keeps orders in the order of the ledger, whichever is refunded', () => {
    const members = [company, anna];
    const months = runMonths(plan, [
      { members, volumes: [buys('anna', 'z', '1'), buys('anna', 'b', '2')] },
      { members, volumes: [buys('anna', 'a', '3'), buys('anna', 'b', '2', 'ownRefund'), buys('anna', 'z', '1', 'ownRefund')] },
    ]);
    expect(months[1]?.carry.orders.map(({ ref, entry }) => [ref, entry])).toEqual([
      ['z', 0],
      ['b', 1],
      ['a', 2],
    ]);
  });

  it('says from which month a place counts, and nothing of it while there is none', () => {
    const placed = { ...boris, parent: 'company', leg: 0 };
    const months = runMonths(plan, [
      { members: [company, anna, boris], volumes: [] },
      { members: [company, anna, boris], volumes: [] },
      { members: [company, anna, placed], volumes: [] },
      { members: [company, anna, placed, { ...vera, parent: 'boris', leg: 0 }], volumes: [] },
    ]);
    const late = { ...placed, placedIn: 3 };
    expect(months.map(({ carry }) => carry.members)).toEqual([
      [company, anna, boris],
      [company, anna, boris],
      [company, anna, late],
      [company, anna, late, { ...vera, parent: 'boris', leg: 0 }],
    ]);
  });

  it('pays nobody for a title that the file gives them, nor for those below it', () => {
    const rank = (id: string, points: string): object => ({ id, name: bonusName, requires: { ppvAtLeast: points } });
    const rewards = [
      { rank: 'silver', amount: '5' },
      { rank: 'gold', amount: '7' },
    ];
    const prize = {
      id: 'prize',
      kind: 'rankReward',
      name: bonusName,
      payTo: 'active',
      when: 'firstTime',
      skipped: 'paid',
      rewards,
    };
    const ranks = { advance: 'direct', steps: [rank('silver', '100'), rank('gold', '200')] };
    const ranked = planOf({ active: '0', capPpm: 1_000_000, plan: { ranks, bonuses: [prize] } });
    const listed = (id: string, more: object): object => ({ id, sponsor: 'company', ...more });
    const members = [company, listed('none', {}), listed('silver', { title: 'silver' }), listed('gold', { title: 'gold' })];
    const volumes = ['none', 'silver', 'gold'].map((member) => ({ ...buys(member, `o-${member}`, '100'), pv: '200' }));
    const [month] = runMonths(ranked, [{ members, volumes }]);
    expect(month && amounts(month)).toEqual([
      ['none', '5'],
      ['none', '7'],
      ['silver', '7'],
    ]);
  });
});

describe('columns in a file', () => {
  it('stand in the order of their names, without members who have nothing', () => {
    const columns = new Map(['b', 'c', 'a'].map((name, index) => [name, BigInt64Array.of(0n, BigInt(index), -5n)]));
    expect(Object.entries(signedColumnsOf(columns))).toEqual([
      [
        'a',
        [
          [1, '2'],
          [2, '-5'],
        ],
      ],
      ['b', [[2, '-5']]],
      [
        'c',
        [
          [1, '1'],
          [2, '-5'],
        ],
      ],
    ]);
  });

  it('leave out members who were not there yet', () => {
    expect(
      valuesOf(
        [
          [1, '5'],
          [3, '7'],
        ],
        2,
      ),
    ).toEqual(BigUint64Array.of(0n, 5n, 0n));
    expect(
      signedValuesOf(
        {
          a: [
            [2, '-5'],
            [3, '7'],
          ],
        },
        2,
      ),
    ).toEqual(new Map([['a', BigInt64Array.of(0n, 0n, -5n)]]));
  });
});
