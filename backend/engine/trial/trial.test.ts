import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ZERO_HASH } from '#kernel/hex.ts';
import {
  backtest,
  backtestRuns,
  fileSchemas,
  growNetwork,
  parsePlan,
  planHash,
  readCarry,
  readNetwork,
  readPast,
  readScenario,
  replayOutcomes,
  runNetwork,
  simulate,
  type CarryFile,
  type Plan,
  type Scenario,
} from '../index.ts';
import { expectTwinsAgree } from '../testing/compare.ts';
import { chainOf, planOf, purchase, refund } from '../testing/world.ts';
import { createChance } from './chance.ts';
import { changesOf, sideOf } from './figures.ts';
import { tryPlan } from './network.ts';

const ready = (name: string): Plan =>
  parsePlan(JSON.parse(readFileSync(new URL(`../../../docs/plans/${name}.json`, import.meta.url), 'utf8')));

function scenarioOf(data: object, plan = planOf()): Scenario {
  const { scenario, faults } = readScenario(data, plan);
  expect(faults).toEqual([]);
  if (scenario === undefined) throw new Error('no scenario');
  return scenario;
}

describe('chance', () => {
  it('gives the same numbers everywhere, other numbers for other seeds and parts, and fair ones', () => {
    const first = (seed: number, part?: number): number[] => {
      const chance = part === undefined ? createChance(seed) : createChance(seed).branch(part);
      return Array.from({ length: 5 }, () => chance.below(1_000_000));
    };
    expect(first(1)).toEqual(first(1));
    // Written down once: another machine or another engine of JavaScript must give the same.
    expect(first(1)).toEqual(GOLDEN_CHANCE);
    const all = [first(1), first(2), first(2 ** 32 + 1), first(1, 1), first(1, 2)].map(String);
    expect(new Set(all).size).toBe(all.length);
    const chance = createChance(5);
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 40_000; draw += 1) counts[chance.below(4)] = (counts[chance.below(4)] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect([createChance(1).happens(0), createChance(1).happens(1_000_000)]).toEqual([false, true]);
  });
});

describe('growth', () => {
  const scenario = scenarioOf({
    months: 12,
    startMembers: 60,
    width: 3,
    walkIns: 2,
    sellsPpm: 400_000,
    refundsPpm: 100_000,
    seed: 11,
  });
  const network = growNetwork(scenario);

  it('is a network that could be: sponsors and places above, legs taken once, nobody buys who has left', () => {
    const { sponsorOf, placement, periods } = network;
    const places = new Set<string>();
    for (let member = 2; member < sponsorOf.length; member += 1) {
      const parent = placement.parentOf[member] ?? 0;
      const leg = placement.legOf[member] ?? 0;
      expect([sponsorOf[member], parent].every((above) => above !== undefined && above >= 1 && above < member)).toBe(true);
      expect(leg).toBeLessThan(3);
      places.add(`${parent} ${leg}`);
    }
    expect(places.size).toBe(sponsorOf.length - 2);
    const placed = new Map<number, number>();
    periods.forEach(({ entries, left, memberCount }, month) => {
      for (const entry of entries) {
        if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') {
          expect([left.has(entry.memberId), entry.memberId <= memberCount, placed.has(entry.orderRef)]).toEqual([
            false,
            true,
            false,
          ]);
          placed.set(entry.orderRef, month);
        } else if (entry.kind !== 'attestation') expect(placed.get(entry.orderRef)).toBe(month - 1);
      }
    });
    expect(periods).toHaveLength(12);
    expect(periods.at(-1)?.left.size).toBeGreaterThan(0);
    expect(periods.flatMap(({ entries }) => [...entries]).filter(({ kind }) => kind === 'customerRefund').length).toBeGreaterThan(
      0,
    );
  });

  it('is the same for the same scenario, another for another seed, and keeps to its limit', () => {
    expect(growNetwork(scenario)).toEqual({ ...network, nameOf: expect.any(Function) });
    expect(growNetwork({ ...scenario, seed: 12 }).sponsorOf).not.toEqual(network.sponsorOf);
    const small = growNetwork({ ...scenario, mostMembers: 61, bringsPpm: 1_000_000 });
    expect(small.periods.map(({ memberCount }) => memberCount - 1)).toEqual([60, ...Array.from({ length: 11 }, () => 61)]);
    const quiet = simulate({ draft: planOf() }, { ...scenario, buysPpm: 0, firstMonthPpm: 0 });
    expect([quiet.draft.totals.payoutPpm, quiet.draft.totals.netCv, quiet.draft.distribution.earnedNothingPpm]).toEqual([
      undefined,
      '0',
      1_000_000,
    ]);
  });

  it.each(['hybrid', 'russian-market', 'matrix-3x3'])('gives the second engine the same amounts under %s', (name) => {
    const plan = ready(name);
    const plans = new Map([[1, plan]]);
    const grown = growNetwork(scenarioOf({ months: 5, startMembers: 40, width: 3, seed: 3, refundsPpm: 80_000 }, plan));
    const periods = [...tryPlan(plan, grown)].map(({ period, outcome }, index) => ({
      ...period,
      period: index + 1,
      planVersion: 1,
      firstEntry: outcome.entryCount - period.entries.length,
      runningHash: ZERO_HASH,
      budget: 1n << 60n,
    }));
    const domain = { chainId: 0, vault: `0x${'0'.repeat(40)}`, token: `0x${'0'.repeat(40)}` } as const;
    const compared = expectTwinsAgree({ domain, sponsorOf: grown.sponsorOf, placement: grown.placement, periods }, plans);
    expect([...compared.values()].reduce((sum, lines) => sum + lines, 0)).toBeGreaterThan(100);
  });
});

describe('simulation', () => {
  const plan = ready('unilevel');
  const scenario = scenarioOf({ seed: 7, startMembers: 80 }, plan);

  it('is the same for the same seed, to the last figure', () => {
    const report = simulate({ draft: plan }, scenario);
    expect(simulate({ draft: plan }, scenario)).toEqual(report);
    expect(report.draft.periods).toHaveLength(24);
    expect({
      members: report.draft.distribution.members,
      netCv: report.draft.totals.netCv,
      earned: report.draft.totals.earned,
    }).toEqual(GOLDEN_SIMULATION);
    expect(simulate({ draft: plan }, { ...scenario, seed: 8 }).draft.totals).not.toEqual(report.draft.totals);
    expect(report.draft.planHash).toBe(planHash(plan));
  });

  it('tries both plans on the same network, tells how far it is, and adds up', () => {
    const told: [number, number][] = [];
    const report = simulate({ draft: ready('hybrid'), current: plan }, scenario, (done, of) => told.push([done, of]));
    expect(told).toEqual(Array.from({ length: 48 }, (_, index) => [index + 1, 48]));
    expect(report.current?.totals.netCv).toBe(report.draft.totals.netCv);
    const { changes, draft, current } = report;
    const difference = BigInt(draft.totals.earned) - BigInt(current?.totals.earned ?? '0');
    expect(BigInt(changes?.gained ?? '0') - BigInt(changes?.lost ?? '0')).toBe(difference);
    expect((changes?.winners ?? 0) + (changes?.losers ?? 0) + (changes?.unchanged ?? 0)).toBe(draft.distribution.members);
    for (const side of [draft, current]) {
      const sum = (amounts: Iterable<string>): bigint => [...amounts].reduce((total, amount) => total + BigInt(amount), 0n);
      expect(sum(side?.distribution.tenths ?? [])).toBe(BigInt(side?.totals.earned ?? '0'));
      expect(sum(Object.values(side?.totals.bonuses ?? {}))).toBe(BigInt(side?.totals.earned ?? '0'));
    }
    const validator = new Ajv2020({ strict: true, strictTypes: false }).compile(fileSchemas().simulation);
    expect([validator(JSON.parse(JSON.stringify(report))), validator.errors]).toEqual([true, null]);
    expect(validator({ ...report, surprise: 1 })).toBe(false);
  });

  it('shows where the cap bites', () => {
    const tight = planOf({ active: '0', capPpm: 50_000 });
    const { periods, totals } = simulate(
      { draft: tight },
      scenarioOf({ months: 3, startMembers: 50, refundsPpm: 0 }, tight),
    ).draft;
    expect(totals.scaledDownPeriods).toBe(3);
    for (const { capUsePpm, payoutPpm, earned, limit } of periods) {
      expect(capUsePpm).toBeGreaterThan(1_000_000);
      expect(BigInt(earned)).toBeLessThanOrEqual(BigInt(limit));
      expect(payoutPpm).toBeLessThanOrEqual(50_000);
    }
  });

  it('refuses scenarios with all their faults at once', () => {
    const { scenario: none, faults } = readScenario(
      { months: 0, seed: 1.5, leavesPpm: 1_000_001, baskets: [{ pv: '1', cv: '-1', weight: 1 }], surprise: 1 },
      plan,
    );
    expect(none).toBeUndefined();
    expect(faults.map(({ path }) => path).sort()).toEqual(['baskets.0.cv', 'leavesPpm', 'months', 'seed', 'surprise']);
    expect(readScenario([], plan).faults).toHaveLength(1);
    // A plan of a token of 18 digits: no entry of the ledger holds 250 of it.
    const fine = { ...plan, currency: { code: 'ETH', minorDigits: 18 } };
    expect(readScenario({}, fine).faults.map(({ path }) => path)).toEqual(['baskets']);
    const crowd = { mostMembers: 1_000_000, months: 120, baskets: [{ pv: '1', cv: '1000000000000', weight: 1 }] };
    expect(readScenario(crowd, plan).faults.map(({ path }) => path)).toEqual(['baskets']);
    expect(readScenario({ ...crowd, months: 1 }, plan).faults).toEqual([]);
    expect(scenarioOf({}, planOf()).baskets[1]).toEqual({ pv: '10000', cv: '100000000', weight: 5 });
  });
});

describe('backtest', () => {
  const members = [
    { id: 'company' },
    { id: 'anna', sponsor: 'company' },
    { id: 'boris', sponsor: 'anna' },
    { id: 'vera', sponsor: 'boris' },
  ];
  const buys = (member: string, cv: string, ref: string, kind = 'ownPurchase') => ({ member, kind, pv: '10000', cv, ref });
  const january = { members, volumes: [buys('anna', '1000', 'a1'), buys('boris', '2000', 'b1'), buys('vera', '4000', 'v1')] };
  const february = {
    members: [...members.slice(0, 3), { id: 'vera', sponsor: 'boris', status: 'left' }, { id: 'gleb', sponsor: 'boris' }],
    volumes: [{ ...buys('vera', '1000', 'v1', 'ownRefund'), pv: '0' }, buys('gleb', '1500', 'g1'), buys('anna', '100', 'a2')],
  };
  const march = {
    members: [february.members[0], { ...members[1], status: 'left' }, ...february.members.slice(2)],
    volumes: [
      buys('boris', '700', 'b2'),
      { ...buys('gleb', '500', 'g1', 'ownRefund'), pv: '0' },
      { ...buys('anna', '40', 'a1', 'ownRefund'), pv: '0' },
    ],
  };
  const flat = planOf({ active: '0', bonus: { levels: [{ ratePpm: 100_000 }] } });
  const deep = planOf({ active: '0', bonus: { levels: [{ ratePpm: 50_000 }, { ratePpm: 50_000 }] } });

  it('says who wins and who loses by how much: by hand', () => {
    const { network, wrong } = readPast([january, february], deep);
    expect(wrong).toBeUndefined();
    if (network === undefined) throw new Error('no network');
    const report = backtest({ draft: deep, current: flat }, network);
    // Flat: Anna 200, Boris 400 − 100 + 150. Deep: Anna 100 + 200 − 50 + 75, Boris 200 − 50 + 75.
    expect(report.changes).toEqual({
      winners: 1,
      losers: 1,
      unchanged: 2,
      gained: '125',
      lost: '225',
      mostChanged: [
        { member: 'boris', before: '450', after: '225', difference: '-225' },
        { member: 'anna', before: '200', after: '325', difference: '125' },
      ],
    });
    expect(
      report.draft.periods.map(({ netCv, earned, payoutPpm, members: count, left }) => [netCv, earned, payoutPpm, count, left]),
    ).toEqual([
      ['7000', '500', 71_428, 3, 0],
      ['600', '50', 83_333, 4, 1],
    ]);
    expect(report.current?.totals).toMatchObject({ netCv: '7600', earned: '650', payoutPpm: 85_526, bonuses: { team: '650' } });
    const validator = new Ajv2020({ strict: true, strictTypes: false }).compile(fileSchemas().backtest);
    expect([validator(JSON.parse(JSON.stringify(report))), validator.errors]).toEqual([true, null]);
    expect(backtest({ draft: deep }, network)).not.toHaveProperty('changes');
  });

  it('gives what runs with their carries give, month after month', () => {
    for (const plan of [flat, deep, ready('russian-market')]) {
      let carry: CarryFile | undefined;
      const net = new Map<string, bigint>();
      for (const month of [january, february, march]) {
        const { facts } = readNetwork(month, carry, plan);
        if (facts === undefined) throw new Error('no facts');
        const result = runNetwork(plan, facts, carry);
        for (const earning of result.earnings) net.set(earning.member, (net.get(earning.member) ?? 0n) + BigInt(earning.net));
        carry = readCarry(result, planHash(plan)).carry;
      }
      const { network } = readPast([january, february, march], plan);
      if (network === undefined) throw new Error('no network');
      const { earned } = sideOf(plan, network);
      const tried = earned.flatMap((amount, memberId) => (amount === 0n ? [] : [[network.nameOf(memberId), amount] as const]));
      expect(new Map(tried)).toEqual(new Map([...net].filter(([, amount]) => amount !== 0n)));
    }
  });

  it('compares with what the mirror really calculated, whatever plans were in force', () => {
    const months = [
      { memberCount: 4, entries: [purchase(2, 1, 1_000), purchase(3, 2, 2_000), purchase(4, 3, 4_000)] },
      { entries: [purchase(5, 4, 1_500), refund(4, 3, 1_000), purchase(4, 5, 1_000)], planVersion: 2 },
    ];
    const plans = new Map([
      [1, flat],
      [2, deep],
    ]);
    const runs = [...replayOutcomes(chainOf([0, 1, 2, 3, 3], months, plans), plans)];
    const report = backtestRuns(deep, runs);
    // January was flat in truth: Anna 200, Boris 400. February was deep, and what comes back goes back flat: Boris 75 + 50 − 100, Anna 75 + 50.
    // All of it deep: Anna 100 + 200 + 75 + 50 − 50, Boris 200 + 75 + 50 − 50.
    expect(report?.changes?.mostChanged).toEqual([
      { member: '3', before: '425', after: '275', difference: '-150' },
      { member: '2', before: '325', after: '375', difference: '50' },
    ]);
    expect(report?.current?.periods.map(({ earned }) => earned)).toEqual(
      runs.map(({ result }) => String(result.totalsByBonus['team'])),
    );
    expect(report?.current?.planHash).toBe(planHash(deep));
    expect(backtestRuns(deep, [])).toBeUndefined();
    expect(() => backtestRuns(ready('binary'), runs)).toThrow(/ENGINE\.NO_PLACEMENT/);
  });

  it('names the file that does not fit the ones before it', () => {
    const { network, wrong } = readPast([january, january], flat);
    expect(network).toBeUndefined();
    expect([wrong?.index, wrong?.faults.map(({ path }) => path)]).toEqual([
      1,
      ['volumes.0.ref', 'volumes.1.ref', 'volumes.2.ref'],
    ]);
    expect(readPast([february], flat).wrong).toMatchObject({ index: 0, faults: [{ path: 'volumes.0.ref' }] });
    expect(readPast([january, { members: members.slice(0, 2), volumes: [] }], flat).wrong).toMatchObject({ index: 1 });
    expect(readPast([], flat)).toEqual({});
  });

  it('spreads what was earned over the members: by hand', () => {
    const ten = ['company', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const list = ten.map((id, index) => (index === 0 ? { id } : { id, sponsor: index === 1 ? 'company' : 'a' }));
    const returned = { ...buys('a', '10', 'o0', 'ownRefund'), pv: '0' };
    const volumes = [buys('a', '100', 'o0'), returned, ...ten.slice(2).map((id, index) => buys(id, '100', `o${index + 1}`))];
    const { network } = readPast([{ members: list, volumes }], flat);
    if (network === undefined) throw new Error('no network');
    expect(sideOf(flat, network).side.distribution).toEqual({
      members: 10,
      earnedNothing: 9,
      earnedNothingPpm: 900_000,
      mean: '9',
      median: '0',
      topHundredthPpm: 1_000_000,
      topTenthPpm: 1_000_000,
      tenths: ['0', '0', '0', '0', '0', '0', '0', '0', '0', '90'],
      ahead: 0,
      even: 1,
      behind: 9,
    });
  });

  it('lists ten, the largest change first, the lower number first among equals', () => {
    const before = Array.from({ length: 15 }, () => 100n);
    const after = before.map((amount, index) => amount + BigInt(index % 2 === 0 ? index : -index));
    after[13] = 86n;
    const { mostChanged, winners, losers } = changesOf([0n, 0n, ...before], [0n, 0n, ...after], String);
    expect([winners, losers, mostChanged.length]).toEqual([7, 7, 10]);
    expect(mostChanged.slice(0, 3).map(({ member, difference }) => [member, difference])).toEqual([
      ['15', '-14'],
      ['16', '14'],
      ['14', '12'],
    ]);
  });
});

const GOLDEN_CHANCE = [178_949, 305_475, 52_420, 21_766, 862_729];
const GOLDEN_SIMULATION = { members: 387, netCv: '205200000000', earned: '19273000000' };
