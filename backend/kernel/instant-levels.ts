import type { Hex } from './hex.ts';

/** Most levels that a sale can credit at once, as the PlanRegistry has it. */
export const MOST_INSTANT_LEVELS = 10;

/** Rates in ppm, level 1 first, as the PlanRegistry takes them and PlanPublished shows them: four bytes each. */
export function packInstantLevels(rates: readonly number[]): Hex {
  return `0x${rates.map((ppm) => ppm.toString(16).padStart(8, '0')).join('')}`;
}

/** The rates in ppm, level 1 first. */
export function readInstantLevels(packed: Hex): number[] {
  return (packed.slice(2).match(/.{8}/g) ?? []).map((rate) => Number.parseInt(rate, 16));
}

/** The rates in ppm, level 1 first, of the number that `instantLevelsOf` gives: 20 bits each; no rates where the last levels are 0. */
export function unpackInstantLevels(packed: bigint): number[] {
  const rates: number[] = [];
  for (let rest = packed; rest > 0n; rest >>= 20n) rates.push(Number(rest & 0xf_ffffn));
  return rates;
}
