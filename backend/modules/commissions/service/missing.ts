import type { EarningLines, EarningNeed, MissingBonus } from '#api/earnings.ts';
import type { Explainer, Need, Plan, RunInput } from '#engine/index.ts';

const units: Readonly<Record<Need['what'], EarningNeed['unit']>> = {
  ppv: 'points',
  customerPv: 'points',
  volume: 'points',
  bracket: 'points',
  weakerLeg: 'money',
  strongerLeg: 'money',
  customers: 'count',
  oneOf: 'count',
  legs: 'count',
  matrix: 'count',
  tenure: 'count',
  consecutive: 'count',
  held: 'count',
  rank: 'count',
  activeLegs: 'count',
  sponsoredLeft: 'count',
  sponsoredRight: 'count',
  orders: 'count',
  membership: 'count',
};

/** What these tests are of is a rank; of the others it is a condition. Both may have the same id. */
const ofRank: ReadonlySet<Need['what']> = new Set(['rank', 'legs', 'held']);

/** What a member lacked for the bonuses that gave nothing, and for the next rank. */
export function missingOf(
  explainer: Explainer,
  { plan, memberCount }: Pick<RunInput, 'plan' | 'memberCount'>,
  memberId: number,
): Pick<EarningLines, 'missing' | 'nextRank'> {
  // Who joined later lacked nothing in this period: they were not there.
  if (memberId > memberCount) return { missing: [], nextRank: null };
  const names = new Map(plan.bonuses.map(({ id, name }) => [id, name]));
  const next = explainer.nextRank(memberId);
  return {
    missing: explainer.missing(memberId).map(({ bonusId, kind, needs }): MissingBonus => {
      return { bonusId, bonusName: names.get(bonusId) ?? { en: bonusId, ru: bonusId }, kind, needs: flatNeeds(needs, plan) };
    }),
    nextRank: next === undefined ? null : { id: next.rank, name: rankName(next.rank, plan), needs: flatNeeds(next.needs, plan) },
  };
}

/** Needs in reading order: what a rank lacks and what the alternatives lack stand behind them, one deeper. */
export function flatNeeds(needs: readonly Need[], plan: Plan, depth = 0, alternative: number | null = null): EarningNeed[] {
  return needs.flatMap((need) => {
    const { what, required, actual, level, of, lacks = [], alternatives = [] } = need;
    const named = of !== undefined && ofRank.has(what);
    return [
      {
        what,
        required: required.toString(),
        actual: actual.toString(),
        unit: units[what],
        level: level ?? null,
        rank: named ? rankName(of, plan) : null,
        condition: named ? null : (of ?? null),
        depth,
        alternative,
      },
      ...flatNeeds(lacks, plan, depth + 1),
      ...alternatives.flatMap((one, index) => flatNeeds(one, plan, depth + 1, index + 1)),
    ];
  });
}

function rankName(id: string, { ranks }: Plan): { en: string; ru: string } {
  return ranks?.steps.find((step) => step.id === id)?.name ?? { en: id, ru: id };
}
