import { describe, expect, it } from 'vitest';
import { backtest, backtestRuns, planHash, readPast, readScenario, replayOutcomes, simulate, type Plan } from '../index.ts';
import { binaryBonus, bonusName } from '../testing/bonuses.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';
import { sideOf } from './figures.ts';

const flat = planOf({ active: '0', bonus: { levels: [{ ratePpm: 100_000 }] } });
const binary = planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses: [binaryBonus] } });
const rank = (id: string, points: string): object => ({ id, name: bonusName, requires: { ppvAtLeast: points } });
const prize = { id: 'prize', kind: 'rankReward', name: bonusName, payTo: 'active', when: 'firstTime', skipped: 'paid' };
const ranked = planOf({
  active: '0',
  capPpm: 1_000_000,
  plan: {
    ranks: { advance: 'direct', steps: [rank('silver', '100')] },
    bonuses: [{ ...prize, rewards: [{ rank: 'silver', amount: '5' }] }],
  },
});

const company = { id: 'company' };
const member = (id: string, more: object = {}): object => ({ id, sponsor: 'company', ...more });
const buys = (of: string, ref: string, cv: string): object => ({ member: of, kind: 'ownPurchase', pv: '100', cv, ref });

/** What members earned under a plan, by number from 1 on. */
function earnedIn(plan: Plan, files: readonly object[]): (bigint | undefined)[] {
  const { network, wrong } = readPast(files, plan);
  expect(wrong).toBeUndefined();
  return network === undefined ? [] : sideOf(plan, network).earned.slice(1);
}

describe('files of the past', () => {
  it('give plans the places of the members, from the month on in which they came', () => {
    const head = member('a', { parent: 'company', leg: 0 });
    const left = member('l', { parent: 'a', leg: 0 });
    const right = member('r', { parent: 'a', leg: 1 });
    const first = { members: [company, head, left, member('r')], volumes: [buys('l', 'o1', '1000'), buys('r', 'o2', '600')] };
    const second = { members: [company, head, left, right], volumes: [buys('r', 'o3', '300')] };
    // The 600 came before the place did; 10% of 300.
    expect(earnedIn(binary, [first, second])).toEqual([0n, 30n, 0n, 0n]);
  });

  it('give plans the titles of new members', () => {
    const members = [company, member('new'), member('old', { title: 'silver', joined: 0 })];
    expect(earnedIn(ranked, [{ members, volumes: [buys('new', 'o1', '100'), buys('old', 'o2', '100')] }])).toEqual([0n, 5n, 0n]);
  });

  it('are of one month each, so nobody joined in a month that is still to come', () => {
    const month = (joined: number): object => ({ members: [company, member('a'), member('b', { joined })], volumes: [] });
    const before = { members: [company, member('a')], volumes: [] };
    expect(earnedIn(flat, [before, month(2)])).toEqual([0n, 0n, 0n]);
    expect(readPast([before, month(3)], flat).wrong).toMatchObject({ index: 1, faults: [{ path: 'members.2.joined' }] });
  });
});

describe('a draft on what was calculated', () => {
  const places = [
    [0, 0],
    [1, 0],
    [2, 0],
    [2, 1],
  ] as const;
  const months = [
    { entries: [purchase(3, 1, 1_000), purchase(4, 2, 600)] },
    { entries: [purchase(4, 3, 100)], planVersion: 2 },
    { entries: [purchase(4, 4, 200)], planVersion: 3 },
  ];
  const plans = new Map([
    [1, flat],
    [2, planOf({ active: '0' })],
    [3, binary],
  ]);

  it('walks the places that the chain has, beside what the last plan is named after', () => {
    const runs = [...replayOutcomes(chainOf([0, 1, 2, 2], months, plans, places), plans)];
    const report = backtestRuns(binary, runs);
    // On the legs of member 2 the right 600, 100 and 200 meet the left 1000 one after the other, at 10%.
    expect(report?.draft.periods.map(({ earned }) => earned)).toEqual(['60', '10', '20']);
    expect(report?.current?.planHash).toBe(planHash(binary));
    expect(backtestRuns(flat, runs.slice(0, 1))?.current?.planHash).toBe(planHash(flat));
  });

  it('tells how far it is, once for each month and plan', () => {
    const { network } = readPast(
      [
        { members: [company, member('a')], volumes: [] },
        { members: [company, member('a')], volumes: [] },
      ],
      flat,
    );
    if (network === undefined) throw new Error('no network');
    const told: [number, number][] = [];
    const tell = (done: number, of: number): void => void told.push([done, of]);
    backtest({ draft: flat }, network, tell);
    backtest({ draft: flat, current: binary }, network, tell);
    expect(told).toEqual([
      [1, 2],
      [2, 2],
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
  });

  it('tells it in a simulation as well', () => {
    const { scenario } = readScenario({ months: 2, startMembers: 3 }, flat);
    if (scenario === undefined) throw new Error('no scenario');
    const told: [number, number][] = [];
    simulate({ draft: flat }, scenario, (done, of) => told.push([done, of]));
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});
