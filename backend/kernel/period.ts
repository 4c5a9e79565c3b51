import { UplineError } from './errors/index.ts';
import { readWhole } from './ids.ts';

/** Period 0 is the founding: members join, nothing is sold, no plan governs. */
export const FOUNDING_PERIOD = 0;
export const FIRST_PERIOD = 1;
export const MAX_PERIOD = 0xffff_ffff;

export function isPeriod(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= FOUNDING_PERIOD && value <= MAX_PERIOD;
}

/** @throws UplineError ID.PERIOD */
export function parsePeriod(value: string | number): number {
  const number = readWhole(value);
  if (!isPeriod(number)) throw new UplineError('ID.PERIOD', { value });
  return number;
}
