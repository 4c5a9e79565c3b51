import type { DeploymentInfo } from '#api/system.ts';
import { placementFaults } from '#engine/plan/placement.ts';
import { canonicalPlan } from '#engine/plan/parse.ts';
import type { Plan } from '#engine/plan/schema.ts';
import { keccakText } from '#engine/hash.ts';
import type { Hex } from '#kernel/hex.ts';
import type { RegistryState } from './registry.ts';

/** A plan with all that is said beside its text: what the chain keeps for ever. */
export interface Announcement {
  readonly canonical: string;
  readonly planHash: Hex;
  readonly capPpm: number;
  readonly firstPeriod: number;
  /** Rates in ppm, level 1 first, as far as they are not zero. */
  readonly instantLevels: readonly number[];
}

/** Why an announcement must not be signed. */
export type AnnouncementFault = 'unit' | 'noPlacement' | 'tooEarly' | 'overCap';

export function announce(plan: Plan, firstPeriod: number, rates: readonly number[]): Announcement {
  const canonical = canonicalPlan(plan);
  const last = rates.findLastIndex((rate) => rate > 0);
  return {
    canonical,
    planHash: keccakText(canonical),
    capPpm: plan.cap.ratePpm,
    firstPeriod,
    instantLevels: rates.slice(0, last + 1),
  };
}

/**
 * What the contract would refuse, and what it cannot know: a plan in another unit than the token's, or one that reads a tree which this
 * deployment does not keep, would leave its periods without a calculation.
 */
export function faultsOf(
  plan: Plan,
  { firstPeriod, instantLevels, capPpm }: Announcement,
  registry: RegistryState,
  { token, placementWidth }: Pick<DeploymentInfo, 'token' | 'placementWidth'>,
): AnnouncementFault[] {
  const faults: AnnouncementFault[] = [];
  if (plan.currency.minorDigits !== token.decimals) faults.push('unit');
  if (placementFaults(plan, placementWidth).length > 0) faults.push('noPlacement');
  if (firstPeriod < registry.earliest) faults.push('tooEarly');
  if (instantLevels.reduce((sum, rate) => sum + rate, 0) > capPpm) faults.push('overCap');
  return faults;
}

/** Whether the newest version says just this already. */
export function isPublished({ planHash, firstPeriod, instantLevels }: Announcement, { latest }: RegistryState): boolean {
  return (
    latest?.planHash === planHash &&
    latest.firstPeriod === firstPeriod &&
    latest.instantLevels.length === instantLevels.length &&
    latest.instantLevels.every((rate, level) => rate === instantLevels[level])
  );
}
