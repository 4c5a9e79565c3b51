import { parsePlanText, planHash } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { readInstantLevels } from '#kernel/instant-levels.ts';
import type { PublishedPlan } from '#mirror/read/index.ts';
import type { PlanVersion } from './types.ts';

/** Reads a published plan and holds its text against its hash. @throws UplineError PLAN.INVALID, PLANS.HASH_DISAGREES */
export function readVersion(published: PublishedPlan): PlanVersion {
  const { version, firstPeriod, capPpm, instantLevels, publishedAt } = published;
  const canonical = new TextDecoder().decode(published.spec);
  const plan = parsePlanText(canonical);
  if (planHash(plan) !== published.planHash) throw new UplineError('PLANS.HASH_DISAGREES', { version });
  return {
    version,
    plan,
    planHash: published.planHash,
    firstPeriod,
    capPpm,
    instantLevels: readInstantLevels(instantLevels),
    canonical,
    publishedAt,
    txHash: published.transactionHash,
  };
}
