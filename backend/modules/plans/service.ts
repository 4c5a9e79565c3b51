import type { PlanDetail, PlanSummary } from '#api/plans.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { MirrorReader, PublishedPlan } from '#mirror/read/index.ts';
import { readVersion } from './rules.ts';
import type { PlanVersion } from './types.ts';

export interface Plans {
  /** Newest first. */
  listPlans(): Promise<PlanSummary[]>;
  /** @throws UplineError PLANS.UNKNOWN_VERSION */
  planByVersion(version: number): Promise<PlanDetail>;
  /** The text of a version, read. Versions never change, so each is read once. @throws UplineError PLANS.*, PLAN.INVALID */
  versionOf(published: PublishedPlan): PlanVersion;
}

export function createPlans({ mirror }: { mirror: MirrorReader }): Plans {
  const known = new Map<string, PlanVersion>();
  const versionOf = (published: PublishedPlan): PlanVersion => {
    // By hash too: a reorganisation may put another text under the same number.
    const key = `${published.version}:${published.planHash}:${published.firstPeriod}:${published.transactionHash}`;
    const plan = known.get(key) ?? readVersion(published);
    known.set(key, plan);
    return plan;
  };
  const summaries = async (): Promise<(PlanSummary & { canonical: string })[]> => {
    const [published, open] = await Promise.all([mirror.plans(), mirror.currentPeriod()]);
    const current = published.findLast((plan) => plan.firstPeriod <= open)?.version;
    return published.toReversed().map((plan) => {
      const { version, planHash, capPpm, firstPeriod, instantLevels, canonical, publishedAt, txHash, ...rest } = versionOf(plan);
      return {
        version,
        name: rest.plan.name,
        planHash,
        capPpm,
        firstPeriod,
        instantLevels: [...instantLevels],
        publishedAt: publishedAt.toISOString(),
        txHash,
        current: version === current,
        canonical,
      };
    });
  };
  return {
    listPlans: async () => (await summaries()).map(({ canonical: _canonical, ...summary }) => summary),
    planByVersion: async (version) => {
      const found = (await summaries()).find((plan) => plan.version === version);
      if (found === undefined) throw new UplineError('PLANS.UNKNOWN_VERSION', { version });
      return found;
    },
    versionOf,
  };
}
