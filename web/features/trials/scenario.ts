import type { TrialScenario } from '#api/trials.ts';

export type ScenarioField = keyof TrialScenario;

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Typed in percent, kept in parts per million. */
  readonly percent: boolean;
}

const chance: Bounds = { least: 0, most: 1_000_000, percent: true };

/** What the server takes, said before it is asked. */
export const scenarioBounds: Readonly<Record<ScenarioField, Bounds>> = {
  months: { least: 1, most: 36, percent: false },
  seed: { least: 0, most: 4_294_967_295, percent: false },
  startMembers: { least: 1, most: 50_000, percent: false },
  mostMembers: { least: 1, most: 100_000, percent: false },
  bringsPpm: chance,
  buysPpm: chance,
  sellsPpm: chance,
  leavesPpm: chance,
  refundsPpm: chance,
};

export const scenarioFields = Object.keys(scenarioBounds) as ScenarioField[];

/** The assumptions that the engine itself begins with. */
export const usualScenario: TrialScenario = {
  months: 24,
  seed: 1,
  startMembers: 200,
  mostMembers: 20_000,
  bringsPpm: 130_000,
  buysPpm: 550_000,
  sellsPpm: 150_000,
  leavesPpm: 60_000,
  refundsPpm: 20_000,
};

/** What was typed, or undefined when it is out of bounds. */
export function readField(field: ScenarioField, typed: string): number | undefined {
  const { least, most, percent } = scenarioBounds[field];
  const [, whole, fraction = ''] = /^(\d{1,10})(?:[.,](\d{1,4}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || (!percent && fraction !== '')) return undefined;
  const value = percent ? Number(whole) * 10_000 + Number(fraction.padEnd(4, '0')) : Number(whole);
  return value >= least && value <= most ? value : undefined;
}

export function showField(field: ScenarioField, value: number): string {
  return scenarioBounds[field].percent ? String(value / 10_000) : String(value);
}
