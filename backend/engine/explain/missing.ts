import { freshLegs, sponsoredSides } from '../bonuses/binary/legs.ts';
import { type BinaryBonus } from '../bonuses/binary/index.ts';
import { legName } from '../bonuses/binary/carried.ts';
import { legColumns } from '../bonuses/binary/index.ts';
import { activeLegs } from '../bonuses/level.ts';
import { type Bonus } from '../bonuses/registry.ts';
import { countedVolume, legsOf } from '../ranks/structure.ts';
import { type OpenedRun } from '../run/open.ts';
import { type OpenedPeriod } from '../run/period.ts';
import { standingVolumes } from '../volumes/index.ts';
import { conditionNeeds, rankNeeds, unmet, type Need } from './needs.ts';

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
      return bonus.levels.flatMap(({ ppvAtLeast = 0, rankAtLeast, activeLegsAtLeast = 0 }, index) =>
        unmet([
          { what: 'ppv', required: BigInt(ppvAtLeast), actual: own.ppv[memberId] ?? 0n },
          { what: 'activeLegs', required: BigInt(activeLegsAtLeast), actual: BigInt(active) },
          ...needRank(rankAtLeast, memberId, own),
        ]).map((need) => ({ ...need, level: index + 1 })),
      );
    }
    case 'generation':
      return [
        ...needRank(bonus.leaderRank, memberId, own),
        ...bonus.generations.flatMap(({ rankAtLeast }, index) =>
          needRank(rankAtLeast, memberId, own).map((need) => ({ ...need, level: index + 1 })),
        ),
      ];
    case 'matching':
      return bonus.levels.flatMap(({ rankAtLeast }, index) =>
        needRank(rankAtLeast, memberId, own).map((need) => ({ ...need, level: index + 1 })),
      );
    case 'pool':
      return needLowest(Object.keys(bonus.sharesByRank), memberId, own);
    case 'rankReward':
      return needLowest(
        bonus.rewards.map(({ rank }) => rank),
        memberId,
        own,
      );
    case 'differential':
      return needBracket(bonus.brackets, volumeOf(bonus.bracketBy, own)[memberId] ?? 0n);
    case 'volume':
      return needBracket(bonus.brackets, volumeOfLegs(bonus) ?? volumeOf(bonus.bracketBy, own)[memberId] ?? 0n);
    case 'binary':
      return binaryNeeds(bonus, memberId, run);
    default:
      return [];
  }

  /** As the first bracket counts it, when one leg may bring only a share of it. */
  function volumeOfLegs({ legShare, bracketBy, brackets }: Extract<Bonus, { kind: 'volume' }>): bigint | undefined {
    const first = brackets.find(({ ratePpm }) => ratePpm > 0);
    if (legShare === undefined || first === undefined || (bracketBy !== 'gv' && bracketBy !== 'ov')) return undefined;
    const legs = legsOf(own.memberCount, own.context.sponsorOf)(memberId);
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

/** A rank that the member has not, with what it lacks. */
function needRank(id: string | undefined, memberId: number, period: OpenedPeriod): Need[] {
  const { steps = [] } = period.plan.ranks ?? {};
  const index = steps.findIndex((step) => step.id === id);
  const step = steps[index];
  const actual = period.rank[memberId] ?? 0;
  if (step === undefined || actual > index) return [];
  const lacks = rankNeeds(step, memberId, period);
  return [{ what: 'rank', required: BigInt(index + 1), actual: BigInt(actual), of: step.id, lacks }];
}

function needLowest(ids: readonly string[], memberId: number, period: OpenedPeriod): Need[] {
  const lowest = period.plan.ranks?.steps.find(({ id }) => ids.includes(id));
  return needRank(lowest?.id, memberId, period);
}

function binaryNeeds(bonus: BinaryBonus, memberId: number, run: OpenedRun): Need[] {
  const { context } = run.own;
  const needs: Need[] = [];
  if (bonus.eachSide !== undefined) {
    const { left, right } = sponsoredSides(bonus.eachSide.meets, context);
    const required = BigInt(bonus.eachSide.count);
    const of = bonus.eachSide.meets;
    needs.push({ what: 'sponsoredLeft', required, actual: BigInt(left[memberId] ?? 0), of });
    needs.push({ what: 'sponsoredRight', required, actual: BigInt(right[memberId] ?? 0), of });
  }
  const cvOf = standingVolumes(run.own.memberCount, run.ledger.orders);
  const fresh = freshLegs(cvOf, context);
  const volume = (side: 'left' | 'right'): bigint =>
    legColumns(bonus, side).reduce(
      (sum, name) => sum + (context.columnBefore(name)[memberId] ?? 0n),
      (fresh[side][memberId] ?? 0n) + (context.difference(legName(bonus, side))?.[memberId] ?? 0n),
    );
  const [less, more] = byVolume(volume('left'), volume('right'));
  const own = bonus.ownVolume === 'weakerLeg' ? (cvOf[memberId] ?? 0n) : 0n;
  const [weaker, stronger] = byVolume(less + own, more);
  const least = leastLegs(bonus);
  needs.push({ what: 'weakerLeg', required: least.weaker, actual: weaker });
  needs.push({ what: 'strongerLeg', required: least.stronger, actual: stronger });
  return unmet(needs);
}

/** The leg with less first. */
function byVolume(one: bigint, other: bigint): [bigint, bigint] {
  return one < other ? [one, other] : [other, one];
}

/** Volumes of the legs from which anything is paid. */
function leastLegs({ by, unit, ratios = [], opening, steps }: BinaryBonus): { weaker: bigint; stronger: bigint } {
  if (by === 'steps') {
    const lowest = BigInt(steps?.[0]?.volume ?? 1);
    return { weaker: lowest, stronger: lowest };
  }
  if (by !== 'units') return { weaker: 1n, stronger: 1n };
  const pairs = opening === undefined ? ratios : [opening];
  const units = (side: 'stronger' | 'weaker'): bigint => BigInt(unit ?? 1) * BigInt(Math.min(...pairs.map((pair) => pair[side])));
  return { weaker: units('weaker'), stronger: units('stronger') };
}
