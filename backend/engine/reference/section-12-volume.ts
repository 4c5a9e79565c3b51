import { type Plan } from '../plan/schema.ts';
import { type Gift, type Month, type Standing } from './facts.ts';
import { byRank, frontline, section11BrokenAway } from './section-11-ranks.ts';
import { of } from './section-3-volumes.ts';
import { section5Rounding } from './section-5-rounding.ts';

type Bonus<Kind extends Plan['bonuses'][number]['kind']> = Extract<Plan['bonuses'][number], { kind: Kind }>;
type Bracket = Bonus<'volume'>['brackets'][number];

/** CV of a member's own orders and sales of the period, as it stands. */
export function ownCv(month: Month, standing: Standing, memberId: number): bigint {
  return month.orders.filter((order) => order.memberId === memberId).reduce((sum, order) => sum + standing(order), 0n);
}

/** "The group CV of a member is the CV of the own orders and sales and the group CV of every frontline member whose group has not broken away." */
export function groupCv(month: Month, standing: Standing, memberId: number): bigint {
  const joined = frontline(month, memberId).filter((head) => !section11BrokenAway(month, head));
  return joined.reduce((sum, head) => sum + groupCv(month, standing, head), ownCv(month, standing, memberId));
}

/** "The bracket is the last one whose `from` is reached, inclusive; below the first" nothing. */
function rateOf(month: Month, memberId: number, by: Bonus<'volume'>['bracketBy'], brackets: readonly Bracket[]): number {
  let rate = 0;
  for (const bracket of brackets) if (of(month[by], memberId) >= BigInt(bracket.from)) rate = bracket.ratePpm;
  return rate;
}

/** Section 12, volume bonus. */
export function section12Volume(bonus: Bonus<'volume'>, month: Month, standing: Standing): Gift[] {
  const payees = month.members.filter((memberId) => month.meets(bonus.payTo, memberId));
  return payees.map((memberId) => {
    const base = bonus.of === 'own' ? ownCv(month, standing, memberId) : groupCv(month, standing, memberId);
    const rate =
      bonus.legShare === undefined
        ? rateOf(month, memberId, bonus.bracketBy, bonus.brackets)
        : section18LegShare(bonus, bonus.legShare, month, memberId);
    const amount = section5Rounding(base, section18Multiplied(bonus, month, memberId, rate), bonus.rounding);
    return { bonusId: bonus.id, memberId, level: 0, sourceMemberId: memberId, amount };
  });
}

/** Section 18: "a bracket is reached when own PPV and the legs add up to its `from`, each leg up to its share of that `from`". */
function section18LegShare(
  { bracketBy, brackets }: Bonus<'volume'>,
  { mostPerLegPpm, ownCounts }: NonNullable<Bonus<'volume'>['legShare']>,
  month: Month,
  memberId: number,
): number {
  let rate = 0;
  for (const { from, ratePpm } of brackets) {
    const most = (BigInt(from) * BigInt(mostPerLegPpm)) / 1_000_000n;
    const own = of(month.ppv, memberId);
    let counted = ownCounts === 'limited' && own > most ? most : own;
    for (const head of frontline(month, memberId)) {
      const outside = bracketBy === 'gv' && section11BrokenAway(month, head);
      const volume = outside ? 0n : of(bracketBy === 'ov' ? month.ov : month.gv, head);
      counted += volume > most ? most : volume;
    }
    if (counted >= BigInt(from)) rate = ratePpm;
  }
  return rate;
}

/** Section 18: "the rate is multiplied, rounded down to whole ppm, and never above 1". */
function section18Multiplied(bonus: Bonus<'volume'>, month: Month, memberId: number, rate: number): number {
  const multiplied = (BigInt(rate) * BigInt(byRank<number>(month, memberId, bonus.multiplierByRank, 1_000_000))) / 1_000_000n;
  return multiplied > 1_000_000n ? 1_000_000 : Number(multiplied);
}

/** Section 12, differential: the entitlement less what the joined frontline groups count for, and the override on those that broke away. */
export function section12Differential(bonus: Bonus<'differential'>, month: Month, standing: Standing): Gift[] {
  const entitlement = (memberId: number): bigint =>
    section5Rounding(
      groupCv(month, standing, memberId),
      rateOf(month, memberId, bonus.bracketBy, bonus.brackets),
      bonus.rounding,
    );
  const below = (memberId: number): bigint =>
    frontline(month, memberId)
      .filter((head) => !section11BrokenAway(month, head))
      .reduce((sum, head) => sum + countsFor(head), 0n);
  const countsFor = (head: number): bigint => {
    const least = below(head);
    if (bonus.ineligible === 'rollsUp' && !month.meets(bonus.payTo, head)) return least;
    const own = entitlement(head);
    return own > least ? own : least;
  };

  const gifts: Gift[] = [];
  for (const memberId of month.members) {
    if (!month.meets(bonus.payTo, memberId)) continue;
    const left = entitlement(memberId) - below(memberId);
    if (left > 0n) gifts.push({ bonusId: bonus.id, memberId, level: 0, sourceMemberId: memberId, amount: left });
    if (bonus.override === undefined) continue;
    for (const head of frontline(month, memberId)) {
      if (!section11BrokenAway(month, head)) continue;
      const amount = section18Override(bonus, bonus.override, of(month.gv, memberId), groupCv(month, standing, head));
      gifts.push({ bonusId: bonus.id, memberId, level: 1, sourceMemberId: head, amount });
    }
  }
  return gifts;
}

/** Sections 12 and 18: the override on one group, with a side and a guarantee. */
function section18Override(
  bonus: Bonus<'differential'>,
  override: NonNullable<Bonus<'differential'>['override']>,
  sideGv: bigint,
  cv: bigint,
): bigint {
  const { sideGvAtLeast, minimum } = override;
  if (sideGvAtLeast !== undefined && sideGv < BigInt(sideGvAtLeast)) return 0n;
  const share = section5Rounding(cv, override.ratePpm, bonus.rounding);
  if (minimum === undefined || sideGv < BigInt(minimum.sideGvAtLeast)) return share;
  const guaranteed = BigInt(minimum.amount) < cv ? BigInt(minimum.amount) : cv;
  return share > guaranteed ? share : guaranteed;
}
