import { describe, expect, it } from 'vitest';
import { periodLines, replayOutcomes, type Plan } from '../index.ts';
import { chainOf, planOf, purchase } from '../testing/world.ts';
import { columnFrom, columnsHash, type Columns } from './columns.ts';
import { columnsBefore, columnsOf } from './remember.ts';

const name = { en: 'x', ru: 'икс' };
const step = (id: string, ppvAtLeast: string, more: object = {}): object => ({ id, name, requires: { ppvAtLeast, ...more } });
const reward = (ranks: readonly string[]): object => ({
  id: 'prize',
  kind: 'rankReward',
  name,
  payTo: 'active',
  when: 'firstTime',
  skipped: 'paid',
  rewards: ranks.map((rank, index) => ({ rank, amount: String(10 ** index) })),
});
const ranked = (steps: object[], bonuses: object[]): Plan =>
  planOf({ active: '0', capPpm: 1_000_000, plan: { bonuses, ranks: { advance: 'direct', steps } } });

describe('numbers of ranks under another plan', () => {
  const before = (column: string): Columns => ({
    ranks: ['tin', 'silver', 'gold', 'jade'],
    values: new Map([[column, BigInt64Array.of(0n, 0n, 1n, 2n, 3n, 4n)]]),
  });

  it.each(['title', 'grace.rank'])('stand in %s for the rank of the same id, or the next lower one, or none', (column) => {
    // Tin is gone, with none below it; gold is gone, with silver below it; jade has become the second of three.
    const now = ['silver', 'jade', 'opal'];
    expect([...columnFrom(before(column), column, 6, now)]).toEqual([0n, 0n, 0n, 1n, 1n, 2n, 0n]);
    expect([...columnFrom(before(column), column, 3, now)]).toEqual([0n, 0n, 0n, 1n]);
    expect([...columnFrom(before(column), column, 5, ['tin', 'silver', 'gold', 'jade', 'opal'])]).toEqual([
      0n,
      0n,
      1n,
      2n,
      3n,
      4n,
    ]);
  });

  it.each([
    [['tin', 'silver'], ['tinsilver']],
    [['tinsilver'], ['tin', 'silver']],
  ])('stand for none when %j became %j, which only reads the same', (was, now) => {
    const held = { ranks: was, values: new Map([['title', BigInt64Array.of(0n, 1n)]]) };
    expect([...columnFrom(held, 'title', 1, now)]).toEqual([0n, 0n]);
  });

  it('are no numbers of ranks in other columns', () => {
    expect([...columnFrom(before('grace.missed'), 'grace.missed', 6, ['silver'])]).toEqual([0n, 0n, 1n, 2n, 3n, 4n, 0n]);
    expect([...columnFrom(before('title'), 'joined', 2, ['silver'])]).toEqual([0n, 0n, 0n]);
  });

  it('reward nobody for a title again that only has another number', () => {
    const first = ranked([step('tin', '10'), step('silver', '20'), step('gold', '30')], [reward(['tin', 'silver', 'gold'])]);
    const second = ranked([step('silver', '20'), step('jade', '40')], [reward(['silver', 'jade'])]);
    const plans = new Map([
      [1, first],
      [2, second],
    ]);
    const buys = [2, 3, 4].map((member) => purchase(member, member, 1_000, (member - 1) * 10));
    const again = [2, 3, 4].map((member) => purchase(member, 10 + member, 1_000, member === 4 ? 40 : 20));
    const months = [
      ...replayOutcomes(chainOf([0, 1, 1, 1], [{ entries: buys }, { entries: again, planVersion: 2 }], plans), plans),
    ];
    const given = months.map(({ input }) => [...periodLines(input)].map(({ memberId, amount }) => [memberId, amount]));
    // 2 was tin, so silver is new to them; 3 was silver before; 4 was gold, of which silver is left, so jade is new.
    expect(given).toEqual([
      [
        [2, 1n],
        [3, 1n],
        [3, 10n],
        [4, 1n],
        [4, 10n],
        [4, 100n],
      ],
      [
        [2, 1n],
        [4, 10n],
      ],
    ]);
  });
});

describe('columns', () => {
  it('are committed to with their names, ranks and the number of every member', () => {
    const hashOf = (ranks: string[], columns: Record<string, bigint[]>): string => {
      const values = new Map(Object.entries(columns).map(([key, column]) => [key, BigInt64Array.from(column)]));
      return columnsHash({ ranks, values }, 3).join(' ');
    };
    const one = hashOf(['tin'], { a: [0n, 1n, -2n, 3n], b: [0n, 0n, 0n, 5n] });
    expect(hashOf(['tin'], { b: [0n, 0n, 0n, 5n], a: [0n, 1n, -2n, 3n] })).toBe(one);
    const others = [
      hashOf(['silver'], { a: [0n, 1n, -2n, 3n], b: [0n, 0n, 0n, 5n] }),
      hashOf(['tin'], { a: [0n, 1n, -2n, 3n], c: [0n, 0n, 0n, 5n] }),
      hashOf(['tin'], { a: [0n, 1n, -2n, 4n], b: [0n, 0n, 0n, 5n] }),
      hashOf(['tin'], { a: [0n, 2n, -2n, 3n], b: [0n, 0n, 0n, 5n] }),
      hashOf(['tin'], { a: [0n, 1n, 2n, 3n], b: [0n, 0n, 0n, 5n] }),
      hashOf(['tin'], { a: [0n, 1n, -2n, 3n], b: [0n, 0n, 0n, 6n] }),
    ];
    expect(new Set([one, ...others]).size).toBe(7);
  });

  it.each<[string, object, string[]]>([
    ['a generation bonus whose leaders have a rank', { kind: 'generation', leaderBy: 'rank' }, []],
    ['a generation bonus whose leaders have a title', { kind: 'generation', leaderBy: 'title' }, ['title']],
    ['a reward for every time', { kind: 'rankReward', when: 'everyTime' }, []],
    ['a reward for the first time', { kind: 'rankReward', when: 'firstTime' }, ['title']],
    ['a pool that is released', { kind: 'pool', id: 'fund', nobodyQualified: 'release' }, []],
    ['a pool that is carried', { kind: 'pool', id: 'fund', nobodyQualified: 'carry' }, ['pool.fund']],
    ['a direct bonus on all orders', { kind: 'direct', id: 'first', orders: 'all' }, []],
    ['a direct bonus on first orders', { kind: 'direct', id: 'first', orders: 'first' }, ['direct.first']],
    ['brackets of the period', { kind: 'differential', bracketBy: 'gv' }, []],
    ['brackets of all periods', { kind: 'volume', bracketBy: 'accumulatedPpv' }, ['accumulated']],
    ['a fast start', { kind: 'fastStart' }, ['joined']],
    ['a level bonus', { kind: 'level' }, []],
  ])('are asked for by %s as the plan says, and no others', (_what, bonus, names) => {
    // Only these fields are read.
    expect([...columnsOf({ bonuses: [bonus] } as unknown as Plan)]).toEqual(names);
  });

  it('of a plan without ranks count none', () => {
    const plan = { bonuses: [{ kind: 'fastStart' }] } as unknown as Plan;
    const facts = { period: 4, memberCount: 3, known: 1, joined: new Map([[3, 2]]), title: new Map<number, number>() };
    const values = new Map([['joined', BigInt64Array.of(0n, 0n, 4n, 2n)]]);
    expect(columnsBefore(plan, undefined, facts)).toEqual({ ranks: [], values });
  });

  it('count in a row the periods in which a rank was earned, by the rank that is named', () => {
    const held = step('gold', '0', { held: { rank: 'silver', periods: 2 } });
    const plans = new Map([[1, ranked([step('tin', '10'), step('silver', '20'), held], [])]]);
    const month = (index: number, ...points: number[]): { entries: ReturnType<typeof purchase>[] } => ({
      entries: points.map((pv, place) => purchase(2 + place, 10 * index + place + 1, 100, pv)),
    });
    const months = [
      ...replayOutcomes(chainOf([0, 1, 1, 1], [month(0, 10, 20, 20), month(1, 10, 20, 10), month(2, 20, 0, 20)], plans), plans),
    ];
    const columns = months.map(({ result }) => [...(result.carryOut.columns?.values.get('held.silver') ?? [])]);
    expect(columns).toEqual([
      [0n, 0n, 0n, 1n, 1n],
      [0n, 0n, 0n, 2n, 0n],
      // Who has held silver twice has gold, which is more than silver, without any points.
      [0n, 0n, 1n, 3n, 1n],
    ]);
    expect(months.map(({ result }) => [...result.rank])).toEqual([
      [0, 0, 1, 2, 2],
      [0, 0, 1, 2, 1],
      [0, 0, 2, 3, 2],
    ]);
  });
});
