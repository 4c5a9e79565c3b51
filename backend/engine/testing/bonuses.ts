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
