import { z } from 'zod';
import { checkBrackets, differentialKind, type DifferentialBonus } from './differential.ts';
import { type BonusContext, type Claim, type OpenBonus, type PeriodValue } from './kind.ts';
import { checkLevelBonus, levelKind, type LevelBonus } from './level.ts';
import { matchingKind, type MatchingBonus } from './matching.ts';
import { poolKind, type PoolBonus } from './pool.ts';
import { volumeKind, type VolumeBonus } from './volume.ts';

/** Every kind of bonus that a plan can contain. */
export const bonusSchema = z.discriminatedUnion('kind', [
  levelKind.schema,
  poolKind.schema,
  differentialKind.schema,
  volumeKind.schema,
  matchingKind.schema,
]);

export type Bonus = z.infer<typeof bonusSchema>;
type Report = (path: (string | number)[], message: string) => void;

/** A bonus on a whole period, made ready. */
export interface OpenPeriodBonus {
  readonly id: string;
  readonly claimsOf: (value: PeriodValue) => readonly Claim[];
}

/** Bonuses on single orders come first, in the plan's order; then those on the period; matching last, because it reads the others. */
export function openBonuses(
  bonuses: readonly Bonus[],
  context: BonusContext,
): { readonly onOrders: OpenBonus[]; readonly onPeriod: OpenPeriodBonus[] } {
  const levels = bonuses.filter((bonus): bonus is LevelBonus => bonus.kind === 'level');
  const derived = bonuses.filter((bonus) => bonus.kind !== 'level');
  const ordered = [...derived.filter(({ kind }) => kind !== 'matching'), ...derived.filter(({ kind }) => kind === 'matching')];
  return {
    onOrders: levels.map((bonus) => levelKind.open(bonus, context)),
    onPeriod: ordered.map((bonus) => ({ id: bonus.id, claimsOf: openOnPeriod(bonus, context) })),
  };
}

function openOnPeriod(
  bonus: PoolBonus | DifferentialBonus | VolumeBonus | MatchingBonus,
  context: BonusContext,
): OpenPeriodBonus['claimsOf'] {
  if (bonus.kind === 'pool') return poolKind.open(bonus, context);
  if (bonus.kind === 'volume') return volumeKind.open(bonus, context);
  return bonus.kind === 'differential' ? differentialKind.open(bonus, context) : matchingKind.open(bonus, context);
}

/** Names in a bonus that lead nowhere and definitions that lead in a circle, which no schema sees. */
export function checkBonus(
  bonus: Bonus,
  plan: { readonly ranks: readonly string[]; readonly bonuses: readonly Bonus[] },
  report: Report,
): void {
  if (bonus.kind === 'level') checkLevelBonus(bonus, plan.ranks, report);
  if (bonus.kind === 'differential' || bonus.kind === 'volume') checkBrackets(bonus, report);
  if (bonus.kind === 'pool') {
    for (const rank of Object.keys(bonus.sharesByRank)) {
      if (!plan.ranks.includes(rank)) report(['sharesByRank', rank], 'unknownRank');
    }
  }
  if (bonus.kind !== 'matching') return;
  bonus.of.forEach((id, index) => {
    const matched = plan.bonuses.find((other) => other.id === id);
    if (matched === undefined) report(['of', index], 'unknownBonus');
    else if (matched.kind === 'matching') report(['of', index], 'matchingOnMatching');
  });
  bonus.levels.forEach(({ rankAtLeast }, index) => {
    if (rankAtLeast !== undefined && !plan.ranks.includes(rankAtLeast)) report(['levels', index, 'rankAtLeast'], 'unknownRank');
  });
}
