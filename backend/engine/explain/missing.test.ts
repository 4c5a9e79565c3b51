import { describe, expect, it } from 'vitest';
import { matchingBonus, onVolume, poolBonus, retailBonus, volumeBonus, bonusName } from '../testing/bonuses.ts';
import { explainerOf } from '../testing/explained.ts';
import { planOf, purchase } from '../testing/world.ts';
import { type MissingBonus } from './missing.ts';
import { type Need } from './needs.ts';

const rank = (id: string, points: string): object => ({ id, name: bonusName, requires: { ppvAtLeast: points } });
const ranks = {
  advance: 'direct',
  steps: [rank('bronze', '10000'), rank('silver', '20000'), { ...rank('gold', '30000'), breaksAway: true }],
};

/** Member 2, bronze, has 3, gold and broken away with 5 below, and 4, who is not active, in the frontline. There are points, but no CV. */
const world = {
  sponsors: [0, 1, 2, 2, 3],
  months: [
    { entries: [purchase(2, 1, 0, 1_000), purchase(4, 2, 0, 100)] },
    {
      entries: [purchase(2, 3, 0, 12_000), purchase(3, 4, 0, 30_000), purchase(4, 5, 0, 700), purchase(5, 6, 0, 500)],
    },
  ],
};

function missing(bonus: object, plan: object = { ranks }): readonly MissingBonus[] {
  return explainerOf(planOf({ plan: { ...plan, bonuses: [bonus] } }), world).missing(2);
}

const nothingToPayOn: Need = { what: 'orders', required: 1n, actual: 0n };
const bronze = { what: 'rank', actual: 1n } as const;
const silver = { ...bronze, required: 2n, of: 'silver', lacks: [{ what: 'ppv', required: 20_000n, actual: 12_000n }] } as const;
const gold = { ...bronze, required: 3n, of: 'gold', lacks: [{ what: 'ppv', required: 30_000n, actual: 12_000n }] } as const;

const level = { ...onVolume, id: 'team', kind: 'level', tree: 'sponsor', compression: 'none', customerSaleLevelOne: 'sponsor' };
const rate = { ratePpm: 50_000 };

describe('what was missing for a level bonus', () => {
  it.each<[string, object[], Need[]]>([
    ['nothing but orders, when no level asks for anything', [rate, rate], [nothingToPayOn]],
    [
      'personal volume of a level, one hundredth of a point included',
      [{ ...rate, ppvAtLeast: '12000' }, rate, { ...rate, ppvAtLeast: '12001' }],
      [{ what: 'ppv', required: 12_001n, actual: 12_000n, level: 3 }],
    ],
    [
      'a rank from which a level is open, with what that rank lacks',
      [
        { ...rate, rankAtLeast: 'bronze' },
        { ...rate, rankAtLeast: 'silver' },
      ],
      [{ ...silver, level: 2 }],
    ],
    [
      'volume and rank of one level, each by itself',
      [{ ...rate, rankAtLeast: 'gold', ppvAtLeast: '15000' }],
      [
        { what: 'ppv', required: 15_000n, actual: 12_000n, level: 1 },
        { ...gold, level: 1 },
      ],
    ],
    [
      'active legs, of which there is the one of member 3',
      [
        { ...rate, activeLegsAtLeast: 1 },
        { ...rate, activeLegsAtLeast: 2 },
        { ...rate, activeLegsAtLeast: 3 },
      ],
      [
        { what: 'activeLegs', required: 2n, actual: 1n, level: 2 },
        { what: 'activeLegs', required: 3n, actual: 1n, level: 3 },
      ],
    ],
    [
      'active legs that only some of the levels ask for',
      [rate, { ...rate, activeLegsAtLeast: 2 }],
      [{ what: 'activeLegs', required: 2n, actual: 1n, level: 2 }],
    ],
  ])('is %s', (_name, levels, needs) => {
    expect(missing({ ...level, legActiveBy: 'head', levels })).toStrictEqual([{ bonusId: 'team', kind: 'level', needs }]);
  });
});

describe('what was missing for a bonus that asks for a rank', () => {
  const generation = {
    ...onVolume,
    id: 'leaders',
    kind: 'generation',
    tree: 'sponsor',
    boundary: 'threshold',
    leaderBy: 'rank',
    ineligibleLeader: 'endsGeneration',
    emptyGroup: 'endsGeneration',
    sourceLeader: 'passedOver',
    ownGroup: 'firstGeneration',
  };
  const reward = { id: 'prize', kind: 'rankReward', name: bonusName, payTo: 'active', when: 'everyTime' };
  const own = { id: 'own', kind: 'volume' };

  it.each<[string, object, Need[]]>([
    [
      'the rank of a leader, and the rank of a generation',
      {
        ...generation,
        leaderRank: 'silver',
        generations: [rate, { ...rate, rankAtLeast: 'gold' }, { ...rate, rankAtLeast: 'bronze' }],
      },
      [silver, { ...gold, level: 2 }],
    ],
    [
      'the rank of a generation only, for who is a leader',
      { ...generation, leaderRank: 'bronze', generations: [{ ...rate, rankAtLeast: 'silver' }, rate] },
      [{ ...silver, level: 1 }],
    ],
    [
      'the rank of a level of matching',
      { ...matchingBonus, of: ['own'], levels: [rate, { ...rate, rankAtLeast: 'bronze' }, { ...rate, rankAtLeast: 'silver' }] },
      [{ ...silver, level: 3 }],
    ],
    ['the lowest rank with a share of a pool', { ...poolBonus, sharesByRank: { gold: 2, silver: 1 } }, [silver]],
    [
      'the lowest rank with a reward',
      {
        ...reward,
        rewards: [
          { rank: 'gold', amount: '500' },
          { rank: 'silver', amount: '100' },
        ],
      },
      [silver],
    ],
  ])('is %s', (_name, bonus, needs) => {
    // Matching has something to match: a bonus that comes to nothing, because there is no CV.
    const plan = planOf({ plan: { ranks, bonuses: [bonus, { ...volumeBonus, ...own }] } });
    expect(explainerOf(plan, world).missing(2)[0]).toStrictEqual({
      bonusId: (bonus as { id: string }).id,
      kind: (bonus as { kind: string }).kind,
      needs,
    });
  });

  it.each([
    ['a plan without ranks', {}],
    ['a plan with ranks', { ranks }],
  ])('is no rank where a pool gives none a share, in %s', (_name, plan) => {
    expect(missing(poolBonus, plan)).toStrictEqual([{ bonusId: 'fund', kind: 'pool', needs: [nothingToPayOn] }]);
  });
});

describe('what was missing for a bonus with brackets', () => {
  /** The first bracket pays nothing: it is the second that was missed. */
  const from = (points: string): object => ({
    brackets: [
      { from: '0', ratePpm: 0 },
      { from: points, ratePpm: 10_000 },
      { from: '900000', ratePpm: 20_000 },
    ],
  });
  const differential = { ...onVolume, id: 'steps', kind: 'differential', tree: 'sponsor', ineligible: 'lost' };
  const bracket = (required: bigint, actual: bigint): Need[] => [{ what: 'bracket', required, actual }];

  it.each<[string, object, Need[]]>([
    ['own points', { bracketBy: 'ppv', ...from('12001') }, bracket(12_001n, 12_000n)],
    ['nothing but orders, when the bracket was reached', { bracketBy: 'ppv', ...from('12000') }, [nothingToPayOn]],
    // The group of 3 has broken away: 120.00 of 2 and 7.00 of 4.
    ['points of the group', { bracketBy: 'gv', ...from('50000') }, bracket(50_000n, 12_700n)],
    ['points of the organisation', { bracketBy: 'ov', ...from('50000') }, bracket(50_000n, 43_200n)],
    ['own points of all periods', { bracketBy: 'accumulatedPpv', ...from('50000') }, bracket(50_000n, 13_000n)],
    ['points of the organisation of all periods', { bracketBy: 'accumulatedOv', ...from('50000') }, bracket(50_000n, 44_300n)],
    [
      'nothing but orders, when no bracket pays',
      { bracketBy: 'ppv', brackets: [{ from: '99999', ratePpm: 0 }] },
      [nothingToPayOn],
    ],
  ])('of volume is %s', (_name, terms, needs) => {
    expect(missing({ ...volumeBonus, ...terms })).toStrictEqual([{ bonusId: 'own', kind: 'volume', needs }]);
  });

  it('of this period is not what other bonuses add up over the periods', () => {
    const bonuses = (['gv', 'ov', 'accumulatedOv', 'ppv', 'accumulatedPpv'] as const).map((bracketBy) => ({
      ...volumeBonus,
      id: bracketBy.toLowerCase(),
      bracketBy,
      ...from('60000'),
    }));
    const found = explainerOf(planOf({ plan: { ranks, bonuses } }), world).missing(2);
    expect(found.map(({ needs }) => needs[0]?.actual)).toStrictEqual([12_700n, 43_200n, 44_300n, 12_000n, 13_000n]);
  });

  const half = { mostPerLegPpm: 500_000, ownCounts: 'whole' };
  it.each<[string, object, Need[]]>([
    // 200.00 of 305.00 in the leg of 3 count, 7.00 of 4, and 120.00 of 2.
    ['of the organisation', { bracketBy: 'ov', legShare: half, ...from('40000') }, bracket(40_000n, 32_700n)],
    // 90.00 of the leg of 3, 7.00 of 4 and 90.00 of 2 are 187.00 of 180.00.
    [
      'of which there was enough',
      { bracketBy: 'ov', legShare: { ...half, ownCounts: 'limited' }, ...from('18000') },
      [nothingToPayOn],
    ],
    // The leg of 3 counts nothing; 7.00 of 4, and 100.00 of 120.00 of 2.
    [
      'of the group',
      { bracketBy: 'gv', legShare: { ...half, ownCounts: 'limited' }, ...from('20000') },
      bracket(20_000n, 10_700n),
    ],
    ['that nothing asks for', { bracketBy: 'gv', legShare: half, brackets: [{ from: '0', ratePpm: 0 }] }, [nothingToPayOn]],
  ])('of volume is volume by legs %s', (_name, terms, needs) => {
    expect(missing({ ...volumeBonus, ...terms })).toStrictEqual([{ bonusId: 'own', kind: 'volume', needs }]);
  });

  it.each<['gv' | 'ov' | 'accumulatedOv', bigint]>([
    ['gv', 12_700n],
    ['ov', 43_200n],
    ['accumulatedOv', 44_300n],
  ])('of a differential is volume, by %s', (bracketBy, actual) => {
    expect(missing({ ...differential, bracketBy, ...from('60000') })).toStrictEqual([
      { bonusId: 'steps', kind: 'differential', needs: bracket(60_000n, actual) },
    ]);
  });
});

describe('what was missing for a bonus that asks for a condition only', () => {
  const terms = { tree: 'sponsor', compression: 'none', levels: [rate] };
  const bonuses = [
    retailBonus,
    { ...onVolume, id: 'first', kind: 'direct', tree: 'sponsor', orders: 'all', unqualified: 'lost', ratePpm: 1 },
    { ...onVolume, ...terms, id: 'fast', kind: 'fastStart', sales: 'all', window: 2, replaces: [] },
    {
      ...onVolume,
      id: 'pass',
      kind: 'passUp',
      counts: 'orders',
      receiver: 'payTo',
      unqualified: 'lost',
      phases: [{ from: '0', up: 1, ratePpm: 1 }],
    },
  ];
  const all = (points: string): readonly MissingBonus[] =>
    explainerOf(planOf({ active: points, plan: { bonuses } }), world).missing(2);

  it('is the condition, or orders when it was met', () => {
    const ids = ['shop', 'first', 'fast', 'pass'];
    const missed = { what: 'ppv', required: 12_001n, actual: 12_000n, of: 'active' };
    expect(all('12001').map(({ bonusId, needs }) => [bonusId, needs])).toStrictEqual(ids.map((id) => [id, [missed]]));
    expect(all('12000').map(({ bonusId, needs }) => [bonusId, needs])).toStrictEqual(ids.map((id) => [id, [nothingToPayOn]]));
  });

  it('stands before what the bonus itself asks for', () => {
    const plan = planOf({
      active: '13000',
      plan: { ranks, bonuses: [{ ...level, levels: [{ ...rate, ppvAtLeast: '14000' }] }] },
    });
    expect(explainerOf(plan, world).missing(2)[0]?.needs).toStrictEqual([
      { what: 'ppv', required: 13_000n, actual: 12_000n, of: 'active' },
      { what: 'ppv', required: 14_000n, actual: 12_000n, level: 1 },
    ]);
  });
});

describe('what the next rank asks for', () => {
  const next = (plan: object, memberId: number) => explainerOf(planOf({ plan }), world).nextRank(memberId);

  it('is of the rank right above the own one', () => {
    expect(next({ ranks }, 2)).toStrictEqual({ rank: 'silver', needs: silver.lacks });
    expect(next({ ranks }, 4)).toStrictEqual({ rank: 'bronze', needs: [{ what: 'ppv', required: 10_000n, actual: 700n }] });
  });

  it('is nothing for who has the highest rank, for the company, and in a plan without ranks', () => {
    expect(next({ ranks }, 3)).toBeUndefined();
    expect(next({ ranks }, 1)).toBeUndefined();
    expect(next({}, 2)).toBeUndefined();
  });
});
