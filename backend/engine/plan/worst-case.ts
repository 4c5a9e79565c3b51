import { WHOLE_PPM } from '#kernel/rate.ts';
import { type Bonus } from '../bonuses/registry.ts';

interface Terms {
  readonly bonuses: readonly Bonus[];
  readonly ranks: readonly string[];
}

/**
 * The most that a bonus can come to, as a share of a period's CV in ppm; undefined when it has no such bound. Nothing is rounded up in
 * a plan that this is asked of. docs/plans.md section 19, rule 3.
 */
export function worstCase(bonus: Bonus, plan: Terms): number | undefined {
  switch (bonus.kind) {
    case 'level':
    case 'fastStart':
      return sum(bonus.levels.map(highest));
    case 'generation': {
      const once = sum(bonus.generations.map(highest));
      return bonus.boundary === 'threshold' ? once : once * (plan.ranks.length - plan.ranks.indexOf(bonus.leaderRank));
    }
    case 'retail':
    case 'direct':
      return highest(bonus);
    case 'passUp':
      return Math.max(...bonus.phases.map(({ ratePpm }) => ratePpm));
    case 'pool':
      return bonus.nobodyQualified === 'carry' ? undefined : bonus.ratePpm;
    case 'volume':
      return bonus.of === 'group' ? undefined : highestVolume(bonus);
    case 'differential':
      return highestBracket(bonus) + (bonus.override?.ratePpm ?? 0) + (bonus.override?.minimum === undefined ? 0 : WHOLE_PPM);
    case 'matching': {
      const matched = plan.bonuses.filter(({ id, kind }) => bonus.of.includes(id) && kind !== 'matching');
      const bounds = matched.map((other) => worstCase(other, plan));
      if (bounds.includes(undefined)) return undefined;
      return Math.ceil((sum(bounds.map((bound) => bound ?? 0)) * sum(bonus.levels.map(({ ratePpm }) => ratePpm))) / WHOLE_PPM);
    }
    default:
      // Binary and rank rewards.
      return undefined;
  }
}

/** Whether the bonus never gives more than its exact share. */
export function roundsDown({ rounding = 'down' }: { readonly id: string; readonly rounding?: string | undefined }): boolean {
  return rounding === 'down';
}

function highest({ ratePpm, ratesByRank = {} }: { ratePpm: number; ratesByRank?: Readonly<Record<string, number>> | undefined }) {
  return Math.max(ratePpm, ...Object.values(ratesByRank));
}

function highestBracket({ brackets }: { readonly brackets: readonly { readonly ratePpm: number }[] }): number {
  return Math.max(...brackets.map(({ ratePpm }) => ratePpm));
}

/** The highest bracket under the highest multiplier; who has none of the ranks named has a multiplier of 1. */
function highestVolume(bonus: Extract<Bonus, { kind: 'volume' }>): number {
  const multiplier = Math.max(WHOLE_PPM, ...Object.values(bonus.multiplierByRank ?? {}));
  return Math.min(WHOLE_PPM, Math.floor((highestBracket(bonus) * multiplier) / WHOLE_PPM));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
