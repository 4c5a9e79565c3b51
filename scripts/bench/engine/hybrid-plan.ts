import { parsePlan, type Plan } from '#engine/index.ts';
import { tenLevels } from './world.ts';

const name = (word: string): { en: string; ru: string } => ({ en: word, ru: word });
const thresholds = ['20000', '100000', '400000', '1600000'];
const ids = ['silver', 'gold', 'ruby', 'diamond'];

/**
 * Seven bonuses: ten levels with dynamic compression, a binary with carry, a differential, matching, a pool, rank rewards and a volume bonus,
 * over four ranks. Together they stay below the cap, as a company would have it, so that nothing is scaled down.
 */
export const hybridPlan: Plan = parsePlan({
  format: 'upline.plan/1',
  name: { en: 'Hybrid of seven', ru: 'Гибрид из семи' },
  currency: { code: 'dUSD', minorDigits: 6 },
  pointDigits: 2,
  activity: { active: { ppvAtLeast: '10000' } },
  ranks: {
    advance: 'eachStep',
    steps: ids.map((id, index) => ({
      id,
      name: name(id),
      requires: {
        ppvAtLeast: '10000',
        volume: { of: 'ov', atLeast: thresholds[index], mostPerLegPpm: 600_000, ownCounts: 'whole' },
        ...(index === 0 ? {} : { legs: [{ count: index, rankIn: 'leg', rank: ids[index - 1] }] }),
      },
    })),
  },
  bonuses: [
    {
      id: 'team',
      kind: 'level',
      name: name('team'),
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      compression: 'dynamic',
      customerSaleLevelOne: 'sponsor',
      levels: tenLevels.map(({ ratePpm, ppvAtLeast }) => ({ ratePpm: ratePpm / 4, ppvAtLeast })),
      rounding: 'down',
    },
    {
      id: 'legs',
      kind: 'binary',
      name: name('legs'),
      tree: 'placement',
      base: 'cv',
      payTo: 'active',
      by: 'weakerLeg',
      ratePpm: 10_000,
      after: 'carry',
      ineligible: 'flush',
      ownVolume: 'notCounted',
      belowZero: 'zero',
      rounding: 'down',
    },
    {
      id: 'steps',
      kind: 'differential',
      name: name('steps'),
      tree: 'sponsor',
      base: 'cv',
      payTo: 'active',
      bracketBy: 'ov',
      brackets: [
        { from: '20000', ratePpm: 30_000 },
        { from: '100000', ratePpm: 60_000 },
        { from: '400000', ratePpm: 90_000 },
      ],
      ineligible: 'rollsUp',
      rounding: 'down',
    },
    {
      id: 'own',
      kind: 'volume',
      name: name('own'),
      base: 'cv',
      payTo: 'active',
      of: 'own',
      bracketBy: 'ppv',
      brackets: [
        { from: '10000', ratePpm: 10_000 },
        { from: '30000', ratePpm: 20_000 },
      ],
      rounding: 'down',
    },
    {
      id: 'fund',
      kind: 'pool',
      name: name('fund'),
      base: 'cv',
      payTo: 'active',
      ratePpm: 20_000,
      nobodyQualified: 'carry',
      sharesByRank: { gold: 1, ruby: 3, diamond: 10 },
    },
    {
      id: 'prize',
      kind: 'rankReward',
      name: name('prize'),
      payTo: 'active',
      when: 'firstTime',
      skipped: 'paid',
      rewards: ids.map((rank, index) => ({ rank, amount: String(1_000_000 * 4 ** index) })),
    },
    {
      id: 'match',
      kind: 'matching',
      name: name('match'),
      tree: 'sponsor',
      of: ['legs'],
      payTo: 'active',
      compression: 'standard',
      levels: [{ ratePpm: 100_000 }, { ratePpm: 50_000, rankAtLeast: 'silver' }, { ratePpm: 30_000, rankAtLeast: 'gold' }],
      rounding: 'down',
    },
  ],
  cap: { ratePpm: 700_000, onExcess: 'scaleDown' },
  refunds: { policy: 'reverseLines', debt: 'carry' },
});
