import { activeLegs } from '../bonuses/level.ts';
import { type Bonus } from '../bonuses/registry.ts';
import { countedVolume } from '../ranks/structure.ts';
import { type OpenedRun } from '../run/open.ts';
import { type OpenedPeriod } from '../run/period.ts';
import { legNeeds } from './legs-needed.ts';
import { conditionNeeds, frontlineOf, rankNeeds, unmet, type Need } from './needs.ts';
import { needPayingRank, needRank } from './rank-needed.ts';

/** A bonus that gave a member nothing, with every test that was not passed; with none, there was no volume to be paid on. */
export interface MissingBonus {
  readonly bonusId: string;
  readonly kind: string;
  readonly needs: readonly Need[];
}

/** The next rank above the member's own, and what it lacks. */
export interface MissingRank {
  readonly rank: string;
  readonly needs: readonly Need[];
}

/** @param earned ids of the bonuses by which the member has lines */
export function missingBonuses(memberId: number, run: OpenedRun, earned: ReadonlySet<string>): MissingBonus[] {
  return run.own.plan.bonuses
    .filter(({ id }) => !earned.has(id))
    .map((bonus) => {
      const needs = [...conditionNeeds(bonus.payTo, memberId, run.own), ...bonusNeeds(bonus, memberId, run)];
      const orders: Need[] = needs.length === 0 ? [{ what: 'orders', required: 1n, actual: 0n }] : needs;
      return { bonusId: bonus.id, kind: bonus.kind, needs: orders };
    });
}

export function missingRank(memberId: number, period: OpenedPeriod): MissingRank | undefined {
  const step = period.plan.ranks?.steps[period.rank[memberId] ?? 0];
  return step === undefined || memberId <= 1 ? undefined : { rank: step.id, needs: rankNeeds(step, memberId, period) };
}

function bonusNeeds(bonus: Bonus, memberId: number, run: OpenedRun): Need[] {
  const { own } = run;
  const structure = own.context.structure;
  switch (bonus.kind) {
    case 'level': {
      const legs = bonus.levels.some(({ activeLegsAtLeast }) => activeLegsAtLeast !== undefined);
      const active = legs ? (activeLegs(bonus, own.context)[memberId] ?? 0) : 0;
      return bonus.levels.flatMap(({ ratePpm, ratesByRank, ppvAtLeast = 0, rankAtLeast, activeLegsAtLeast = 0 }, index) =>
        unmet([
          { what: 'ppv', required: BigInt(ppvAtLeast), actual: own.ppv[memberId] ?? 0n },
          { what: 'activeLegs', required: BigInt(activeLegsAtLeast), actual: BigInt(active) },
          ...needPayingRank(ratePpm, ratesByRank, memberId, own, rankAtLeast),
        ]).map((need) => ({ ...need, level: index + 1 })),
      );
    }
    case 'generation':
      return [
        ...needRank(bonus.leaderRank, memberId, own),
        ...bonus.generations.flatMap(({ ratePpm, ratesByRank, rankAtLeast }, index) =>
          needPayingRank(ratePpm, ratesByRank, memberId, own, rankAtLeast).map((need) => ({ ...need, level: index + 1 })),
        ),
      ];
    case 'fastStart':
      return bonus.levels.flatMap(({ ratePpm, ratesByRank }, index) =>
        needPayingRank(ratePpm, ratesByRank, memberId, own).map((need) => ({ ...need, level: index + 1 })),
      );
    case 'matching':
      return bonus.levels.flatMap(({ rankAtLeast }, index) =>
        needRank(rankAtLeast, memberId, own).map((need) => ({ ...need, level: index + 1 })),
      );
    case 'direct':
    case 'retail':
      return needPayingRank(bonus.ratePpm, bonus.ratesByRank, memberId, own);
    case 'pool':
      return needPayingRank(0, bonus.sharesByRank, memberId, own);
    case 'rankReward': {
      const rewarded = new Set(bonus.rewards.map(({ rank }) => rank));
      return needRank(own.plan.ranks?.steps.find(({ id }) => rewarded.has(id))?.id, memberId, own);
    }
    case 'differential':
      return needBracket(bonus.brackets, volumeOf(bonus.bracketBy, own)[memberId] ?? 0n);
    case 'volume':
      return needBracket(bonus.brackets, volumeOfLegs(bonus) ?? volumeOf(bonus.bracketBy, own)[memberId] ?? 0n);
    case 'binary':
      return legNeeds(bonus, memberId, run);
    default:
      return [];
  }

  /** As the first bracket counts it, when one leg may bring only a share of it. */
  function volumeOfLegs({ legShare, bracketBy, brackets }: Extract<Bonus, { kind: 'volume' }>): bigint | undefined {
    const first = brackets.find(({ ratePpm }) => ratePpm > 0);
    if (legShare === undefined || first === undefined || (bracketBy !== 'gv' && bracketBy !== 'ov')) return undefined;
    const legs = frontlineOf(memberId, own);
    return countedVolume({ of: bracketBy, atLeast: first.from, ...legShare }, own.ppv[memberId] ?? 0n, legs, structure());
  }

  function volumeOf(by: 'ppv' | 'gv' | 'ov' | 'accumulatedPpv' | 'accumulatedOv', period: OpenedPeriod): BigUint64Array {
    if (by === 'ppv') return period.ppv;
    if (by === 'gv' || by === 'ov') return structure()[by];
    return by === 'accumulatedPpv' ? period.context.accumulated().ppv : period.context.accumulated().ov;
  }
}

/** The first bracket that pays and is not reached. */
function needBracket(brackets: readonly { readonly from: string; readonly ratePpm: number }[], actual: bigint): Need[] {
  const first = brackets.find(({ ratePpm }) => ratePpm > 0);
  return first === undefined ? [] : unmet([{ what: 'bracket', required: BigInt(first.from), actual }]);
}
