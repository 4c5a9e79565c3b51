/** One bonus of a kind, for tests to begin from: `{ ...binaryBonus, after: 'flush' }`. What a test is about it says itself. */
export const bonusName = { en: 'x', ru: 'икс' };

/** On CV, to whoever is active. */
export const onVolume = { name: bonusName, base: 'cv', payTo: 'active', rounding: 'down' };

export const retailBonus = { ...onVolume, id: 'shop', kind: 'retail', ratePpm: 200_000 };

export const binaryBonus = {
  ...onVolume,
  id: 'legs',
  kind: 'binary',
  tree: 'placement',
  by: 'weakerLeg',
  ratePpm: 100_000,
  after: 'carry',
  ineligible: 'keep',
  ownVolume: 'notCounted',
  belowZero: 'owed',
};

export const volumeBonus = {
  ...onVolume,
  id: 'own',
  kind: 'volume',
  of: 'own',
  bracketBy: 'ppv',
  brackets: [{ from: '0', ratePpm: 100_000 }],
};

export const matchingBonus = {
  id: 'match',
  kind: 'matching',
  name: bonusName,
  tree: 'sponsor',
  of: ['team'],
  payTo: 'active',
  compression: 'none',
  levels: [{ ratePpm: 100_000 }],
  rounding: 'down',
};

export const poolBonus = {
  id: 'fund',
  kind: 'pool',
  name: bonusName,
  base: 'cv',
  ratePpm: 100_000,
  payTo: 'active',
  sharesByRank: {},
  nobodyQualified: 'release',
};

export const directBonus = {
  ...onVolume,
  id: 'direct',
  kind: 'direct',
  tree: 'sponsor',
  orders: 'all',
  ratePpm: 100_000,
  unqualified: 'lost',
};

export const fastStartBonus = {
  ...onVolume,
  id: 'start',
  kind: 'fastStart',
  tree: 'sponsor',
  compression: 'none',
  sales: 'own',
  window: 1,
  replaces: [] as string[],
  levels: [{ ratePpm: 200_000 }],
};

export const rankReward = {
  id: 'reward',
  kind: 'rankReward',
  name: bonusName,
  payTo: 'active',
  when: 'firstTime',
  skipped: 'paid',
  rewards: [{ rank: 'silver', amount: '300' }],
};

/** Ranks that each ask for a unit of PV more than the one before: number n for n hundredths of a point. */
export function ranksOf(...ids: string[]): object {
  return {
    advance: 'direct',
    steps: ids.map((id, index) => ({ id, name: bonusName, requires: { ppvAtLeast: String(index + 1) } })),
  };
}

export const generationBonus = {
  ...onVolume,
  id: 'gen',
  kind: 'generation',
  tree: 'sponsor',
  boundary: 'threshold',
  leaderRank: 'silver',
  leaderBy: 'rank',
  ineligibleLeader: 'endsGeneration',
  emptyGroup: 'endsGeneration',
  sourceLeader: 'endsGeneration',
  ownGroup: 'firstGeneration',
  generations: [{ ratePpm: 100_000 }, { ratePpm: 50_000 }],
};
