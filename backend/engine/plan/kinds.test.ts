import { describe, expect, it } from 'vitest';
import { checkPlan, type PlanFault } from '../index.ts';
import { bonusName, matchingBonus } from '../testing/bonuses.ts';
import { blocksOf } from '../testing/document.ts';
import { planOf } from '../testing/world.ts';

type Json = Record<string, unknown>;

const steps = [
  { id: 'silver', name: bonusName, requires: { ppvAtLeast: '100' } },
  { id: 'gold', name: bonusName, requires: { ppvAtLeast: '200' } },
];
const ranks = { advance: 'direct', steps };

/** A sound bonus of each kind, from the examples of the document. */
const sound = new Map<string, Json>();
for (const { bonuses = [] } of blocksOf('plans.md', 'example') as { bonuses?: Json[] }[]) {
  for (const bonus of bonuses) sound.set(String(bonus['kind']), { name: bonusName, ...bonus, id: 'one' });
}
const inPlan = (rank: string): string => (rank === 'leader' ? 'silver' : rank);
sound.set('generation', { ...sound.get('generation'), leaderRank: inPlan(String(sound.get('generation')?.['leaderRank'])) });
const rewards = steps.map(({ id: rank }) => ({ rank, amount: '100' }));
sound.set('rankReward', { ...sound.get('rankReward'), when: 'firstTime', skipped: 'paid', rewards });
sound.set('fastStart', { ...sound.get('fastStart'), replaces: [] });
sound.set('pool', { ...sound.get('pool'), sharesByRank: { gold: 1 } });
sound.set('volume', { ...sound.get('volume'), multiplierByRank: { gold: 1_500_000 } });

function faultsOf(bonus: Json | undefined, change: object = {}): readonly PlanFault[] {
  const { faults } = checkPlan({ ...planOf(), ranks, bonuses: [bonus], ...change });
  for (const { reason, cure } of faults) {
    expect(reason.ru + cure.ru).toMatch(/[а-я]/);
    expect(reason.en + cure.en).not.toMatch(/[а-я]/);
  }
  return faults;
}

function pathsOf(bonus: Json | undefined, change: object = {}): string[] {
  return faultsOf(bonus, change).map(({ path }) => path);
}

describe('a plan with the kinds of sections 14 to 18', () => {
  it('is sound as the document has it', () => {
    expect([...sound.keys()].sort()).toEqual(
      [
        'binary',
        'differential',
        'direct',
        'fastStart',
        'generation',
        'level',
        'passUp',
        'pool',
        'rankReward',
        'retail',
        'volume',
      ].sort(),
    );
    for (const [kind, bonus] of sound) expect([kind, pathsOf(bonus)]).toEqual([kind, []]);
  });

  it('has a share of legs only where legs are counted, with its decision, and multipliers of ranks that there are', () => {
    const volume = sound.get('volume');
    for (const bracketBy of ['gv', 'ov']) expect(pathsOf({ ...volume, bracketBy })).toEqual([]);
    for (const bracketBy of ['ppv', 'accumulatedPpv', 'accumulatedOv'])
      expect(pathsOf({ ...volume, bracketBy })).toEqual(['bonuses.0.legShare']);
    expect(pathsOf({ ...volume, legShare: { mostPerLegPpm: 500_000 } })).toEqual(['bonuses.0.legShare.ownCounts']);
    expect(pathsOf({ ...volume, multiplierByRank: { lead: 1, gold: 10_000_001 } })).toContain('bonuses.0.multiplierByRank.gold');
    expect(pathsOf({ ...volume, multiplierByRank: { lead: 1, gold: 10_000_000 } })).toEqual(['bonuses.0.multiplierByRank.lead']);
  });

  it('asks for a matrix of a condition that there is, and for volume when it is rewarded', () => {
    const rewarded = (meets: string): string[] =>
      pathsOf(
        { ...sound.get('rankReward'), rewards: [{ rank: 'full', amount: '1' }] },
        {
          activity: { active: { ppvAtLeast: '0' }, buyer: { ppvAtLeast: '1' } },
          ranks: {
            advance: 'direct',
            steps: [{ id: 'full', name: bonusName, requires: { matrix: { width: 2, height: 3, meets } } }],
          },
        },
      );
    expect(rewarded('buyer')).toEqual([]);
    expect(rewarded('active')).toEqual(['bonuses.0.rewards.0.rank']);
    expect(rewarded('nobody')).toContain('ranks.steps.0.requires.matrix.meets');
  });

  const decisions: readonly [string, readonly string[]][] = [
    ['binary', ['by', 'after', 'ineligible', 'ownVolume', 'belowZero', 'payTo']],
    [
      'generation',
      ['boundary', 'leaderRank', 'leaderBy', 'ineligibleLeader', 'emptyGroup', 'sourceLeader', 'ownGroup', 'rounding'],
    ],
    ['retail', ['payTo', 'rounding']],
    ['direct', ['orders', 'unqualified', 'rounding']],
    ['fastStart', ['compression', 'sales', 'window', 'replaces']],
    ['passUp', ['counts', 'receiver', 'unqualified']],
    ['rankReward', ['when', 'skipped', 'payTo']],
    ['pool', ['nobodyQualified']],
    ['differential', ['bracketBy', 'ineligible']],
    ['volume', ['bracketBy', 'of']],
  ];
  const cases = decisions.flatMap(([kind, fields]) => fields.map((field) => [kind, field] as const));
  it.each(cases)('of kind %s asks about %s when it is left open', (kind, field) => {
    const { [field]: _left, ...open } = sound.get(kind) ?? {};
    const fault = faultsOf(open).find(({ path }) => path === `bonuses.0.${field}`);
    expect(fault?.reason.en).toMatch(/^is undecided: .+\?$/);
    expect(fault?.reason.ru).toMatch(/^не решено: .+\?$/);
  });

  const binary = sound.get('binary') ?? {};
  const { ratePpm: _rate, rounding: _rounding, ...bare } = binary;
  const pair = { stronger: 1, weaker: 1, amount: '1' };
  it.each<[string, Json, string[]]>([
    ['a cap without a decision about volume above it', { ...binary, most: { amount: '5' } }, ['bonuses.0.overCap']],
    ['a decision about a cap that is not there', { ...binary, overCap: 'used' }, ['bonuses.0.overCap']],
    ['units that it does not read', { ...binary, unit: '5' }, ['bonuses.0.unit']],
    ['units without unit and ratios', { ...bare, by: 'units' }, ['bonuses.0.unit', 'bonuses.0.ratios']],
    ['a unit of nothing', { ...bare, by: 'units', unit: '0', ratios: [pair] }, ['bonuses.0.unit']],
    [
      'steps with an opening pair',
      { ...bare, by: 'steps', steps: [{ volume: '5', amount: '1' }], opening: pair },
      ['bonuses.0.opening'],
    ],
    [
      'steps out of order',
      {
        ...bare,
        by: 'steps',
        steps: [
          { volume: '5', amount: '3' },
          { volume: '5', amount: '2' },
        ],
      },
      ['bonuses.0.steps.1.volume', 'bonuses.0.steps.1.amount'],
    ],
    ['a side by no condition', { ...binary, eachSide: { count: 1, meets: 'keen' } }, ['bonuses.0.eachSide.meets']],
    ['a rate by no rank', { ...binary, ratesByRank: { iron: 1 } }, ['bonuses.0.ratesByRank.iron']],
    [
      'a cap by no rank',
      { ...binary, most: { amount: '5', byRank: { iron: '1' } }, overCap: 'used' },
      ['bonuses.0.most.byRank.iron'],
    ],
    ['the sponsor tree under a binary', { ...binary, tree: 'sponsor' }, ['bonuses.0.tree']],
    ['phases out of order', passUp('5', '5'), ['bonuses.0.phases.1.from']],
    ['leaders of no rank', { ...sound.get('generation'), leaderRank: 'iron' }, ['bonuses.0.leaderRank']],
    [
      'a generation from no rank',
      { ...sound.get('generation'), generations: [{ ratePpm: 1, rankAtLeast: 'iron', ratesByRank: { tin: 1 } }] },
      ['bonuses.0.generations.0.ratesByRank.tin', 'bonuses.0.generations.0.rankAtLeast'],
    ],
    ['a fast start that replaces itself', { ...sound.get('fastStart'), replaces: ['one'] }, ['bonuses.0.replaces.0']],
    ['a fast start that replaces nothing known', { ...sound.get('fastStart'), replaces: ['two'] }, ['bonuses.0.replaces.0']],
    [
      'a reward for no rank',
      { ...sound.get('rankReward'), rewards: [{ rank: 'iron', amount: '1' }] },
      ['bonuses.0.rewards.0.rank'],
    ],
    [
      'two rewards for one rank',
      {
        ...sound.get('rankReward'),
        rewards: [
          { rank: 'gold', amount: '1' },
          { rank: 'gold', amount: '2' },
        ],
      },
      ['bonuses.0.rewards.1.rank'],
    ],
    ['a reward every time for ranks that were skipped', { ...sound.get('rankReward'), when: 'everyTime' }, ['bonuses.0.skipped']],
    ['retail by no rank', { ...sound.get('retail'), ratesByRank: { iron: 1 } }, ['bonuses.0.ratesByRank.iron']],
    ['direct by no rank', { ...sound.get('direct'), ratesByRank: { iron: 1 } }, ['bonuses.0.ratesByRank.iron']],
  ])('is refused with %s', (_name, bonus, paths) => {
    expect(pathsOf(bonus)).toEqual(paths);
  });

  function passUp(...from: string[]): Json {
    return { ...sound.get('passUp'), phases: from.map((each) => ({ from: each, up: 1, ratePpm: 1 })) };
  }
});

describe('a reward for a rank', () => {
  const reward = { ...sound.get('rankReward'), rewards: [{ rank: 'gold', amount: '5' }] };
  const asking = (requires: object, lower: object = {}, more: object = {}): string[] =>
    pathsOf(reward, {
      ranks: {
        ...ranks,
        ...more,
        steps: [
          { ...steps[0], requires: lower },
          { ...steps[1], requires },
        ],
      },
      activity: {
        active: { ppvAtLeast: '0' },
        bought: { ppvAtLeast: '1' },
        either: { ppvAtLeast: '0', anyOf: [{ ppvAtLeast: '1' }, { customersAtLeast: 1 }] },
        neither: { ppvAtLeast: '0', anyOf: [{ ppvAtLeast: '1' }, { ppvAtLeast: '0' }] },
      },
    });
  const volume = { of: 'gv', mostPerLegPpm: 500_000, ownCounts: 'whole' };

  it.each<[string, object, object?, object?]>([
    ['nothing', {}],
    ['members below, who need nothing', { legs: [{ count: 5, rank: 'silver', rankIn: 'head' }] }],
    ['patience', { tenureAtLeast: 5, held: { rank: 'silver', periods: 2 } }],
    ['a condition that asks for nothing', { meets: 'active' }],
    ['a condition with a way around', { meets: 'neither' }],
    ['volume of nothing', { volume: { ...volume, atLeast: '0' } }],
    ['a lower rank that may be skipped', {}, { ppvAtLeast: '5' }],
  ])('is refused where the rank asks for %s: that would be pay for joining', (_name, requires, lower, more) => {
    expect(asking(requires, lower, more)).toEqual(['bonuses.0.rewards.0.rank']);
  });

  it.each<[string, object, object?, object?]>([
    ['own volume', { ppvAtLeast: '1' }],
    ['customers', { customersAtLeast: 1 }],
    ['a condition', { meets: 'bought' }],
    ['one of two', { meets: 'either' }],
    ['a condition again and again', { consecutive: { meets: 'bought', periods: 2 } }],
    ['group volume', { volume: { ...volume, atLeast: '1' } }],
    ['volume in legs', { legs: [{ count: 1, ovAtLeast: '1' }] }],
    ['legs of a rank that asks', { legs: [{ count: 1, rank: 'silver', rankIn: 'head' }] }, { ppvAtLeast: '1' }],
    ['a rank that was held and asks', { held: { rank: 'silver', periods: 1 } }, { ppvAtLeast: '1' }],
    ['a step before that asks', {}, { ppvAtLeast: '1' }, { advance: 'eachStep' }],
  ])('may stand where it asks for %s', (_name, requires, lower, more) => {
    expect(asking(requires, lower, more)).toEqual([]);
  });
});

describe('ranks over several periods', () => {
  it.each<[string, object, string]>([
    [
      'a rank held that is the rank itself',
      { requires: { held: { rank: 'gold', periods: 1 } } },
      'ranks.steps.1.requires.held.rank',
    ],
    ['a rank held that is not there', { requires: { held: { rank: 'iron', periods: 1 } } }, 'ranks.steps.1.requires.held.rank'],
    ['no condition', { requires: { consecutive: { meets: 'keen', periods: 1 } } }, 'ranks.steps.1.requires.consecutive.meets'],
    ['no periods', { requires: { tenureAtLeast: 0 } }, 'ranks.steps.1.requires.tenureAtLeast'],
  ])('are refused with %s', (_name, step, path) => {
    expect(pathsOf(sound.get('retail'), { ranks: { ...ranks, steps: [steps[0], { ...steps[1], ...step }] } })).toContain(path);
  });

  it('say how long a missed rank is kept, or are refused', () => {
    expect(pathsOf(sound.get('retail'), { ranks: { ...ranks, grace: 'forever' } })).toEqual([]);
    expect(pathsOf(sound.get('retail'), { ranks: { ...ranks, grace: { periods: 2 } } })).toEqual([]);
    expect(pathsOf(sound.get('retail'), { ranks: { ...ranks, grace: 'sometimes' } })).toEqual(['ranks.grace']);
  });
});

describe('a plan that promises to stay within its cap', () => {
  const within = (bonuses: readonly (Json | undefined)[], ratePpm: number): string[] =>
    checkPlan({ ...planOf(), ranks, bonuses, cap: { ratePpm, onExcess: 'withinCap' } }).faults.map(({ path }) => path);
  const levels = (...rates: number[]): Json => ({
    ...planOf().bonuses[0],
    levels: rates.map((ratePpm) => ({ ratePpm, ratesByRank: { gold: ratePpm + 10 } })),
  });
  const matching: Json = { ...matchingBonus, levels: [{ ratePpm: 500_000 }, { ratePpm: 500_000 }] };
  const generation: Json = { ...sound.get('generation'), leaderRank: 'silver', generations: [{ ratePpm: 10 }, { ratePpm: 20 }] };
  const differential: Json = {
    ...sound.get('differential'),
    brackets: [{ from: '1', ratePpm: 70 }],
    override: { ratePpm: 5 },
  };

  const own: Json = {
    ...sound.get('volume'),
    of: 'own',
    multiplierByRank: { silver: 0 },
    brackets: [{ from: '1', ratePpm: 60 }],
  };

  it.each<[string, Json[], number]>([
    ['levels by their highest rates', [levels(100, 50)], 170],
    ['levels and what is matched on them', [levels(100, 50), matching], 340],
    ['generations of a threshold', [{ ...generation, boundary: 'threshold' }], 30],
    ['generations of the same rank, once for each rank', [{ ...generation, boundary: 'sameRank' }], 60],
    ['retail', [{ ...sound.get('retail'), ratePpm: 40 }], 40],
    [
      'the highest phase',
      [
        {
          ...sound.get('passUp'),
          phases: [
            { from: '0', up: 1, ratePpm: 9 },
            { from: '5', up: 1, ratePpm: 4 },
          ],
        },
      ],
      9,
    ],
    ['a pool', [{ ...sound.get('pool'), nobodyQualified: 'release', ratePpm: 33 }], 33],
    ['brackets of own volume', [own], 60],
    ['a multiplier of them', [{ ...own, multiplierByRank: { silver: 500_000, gold: 1_499_999 } }], 89],
    [
      'a multiplier that would go above 1',
      [{ ...own, brackets: [{ from: '1', ratePpm: 200_000 }], multiplierByRank: { gold: 10_000_000 } }],
      1_000_000,
    ],
    ['the differential and its override', [differential], 75],
  ])('is held to %s, to the ppm', (_name, bonuses, most) => {
    expect(within(bonuses, most)).toEqual([]);
    expect(within(bonuses, most - 1)).toEqual(['cap.ratePpm']);
  });

  it.each<[string, Json | undefined]>([
    ['binary', sound.get('binary')],
    ['a rank reward', sound.get('rankReward')],
    ['group volume', { ...sound.get('volume'), of: 'group', bracketBy: 'gv' }],
    ['a pool that is carried', { ...sound.get('pool'), nobodyQualified: 'carry' }],
    ['matching on what has no bound', { ...matching, of: ['one'] }],
  ])('is refused with %s, which has no bound', (_name, bonus) => {
    const others = bonus?.['kind'] === 'matching' ? [sound.get('binary')] : [];
    expect(within([...others, bonus], 1_000_000)).toContain(`bonuses.${others.length}`);
  });

  it('is refused when anything is rounded up, and a guarantee counts in full', () => {
    expect(within([{ ...sound.get('retail'), rounding: 'halfUp' }], 1_000_000)).toEqual(['bonuses.0.rounding']);
    const guaranteed = { ...differential, override: { ratePpm: 5, minimum: { amount: '1', sideGvAtLeast: '0' } } };
    expect(within([guaranteed], 1_000_000)).toEqual(['cap.ratePpm']);
    expect(checkPlan({ ...planOf(), ranks, bonuses: [guaranteed] }).faults).toEqual([]);
  });
});
