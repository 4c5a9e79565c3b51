import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate, WHOLE_PPM } from '#kernel/rate.ts';
import { bilingualSchema, bracketsSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { countedVolume, legsOf } from '../ranks/structure.ts';
import { checkBrackets } from './differential.ts';
import { type BonusContext, type Give, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';
import { checkRankNames, fromRankUpward, type Report } from './rates.ts';

const volumeBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('volume'),
  name: bilingualSchema,
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Whose CV is paid on: the member's own orders and sales, or the group's. */
  of: z.enum(['own', 'group']),
  bracketBy: z.enum(['ppv', 'gv', 'ov', 'accumulatedPpv', 'accumulatedOv']),
  brackets: bracketsSchema,
  /** A bracket of `gv` or `ov` is reached with no more than a share of what it asks for from one leg. */
  legShare: z.strictObject({ mostPerLegPpm: ratePpmSchema, ownCounts: z.enum(['whole', 'limited']) }).optional(),
  /** What the rate is multiplied by from a rank upward, ppm; below all ranks named it is 1. */
  multiplierByRank: z
    .record(
      slugSchema,
      z
        .int()
        .min(0)
        .max(10 * WHOLE_PPM),
    )
    .optional(),
  rounding: roundingSchema,
});
export type VolumeBonus = z.infer<typeof volumeBonusSchema>;

/** A share of own or group CV, by bracket. docs/plans.md section 12. */
export const volumeKind = { kind: 'volume', schema: volumeBonusSchema, open: openVolume } satisfies PeriodBonusKind<VolumeBonus>;

/** Brackets out of order, a share of legs that no bracket reads, names that lead nowhere. */
export function checkVolume(bonus: VolumeBonus, ranks: readonly string[], report: Report): void {
  checkBrackets(bonus, report);
  const byLegs = bonus.bracketBy === 'gv' || bonus.bracketBy === 'ov';
  if (bonus.legShare !== undefined && !byLegs) report(['legShare'], 'strayField');
  checkRankNames(bonus.multiplierByRank, ranks, ['multiplierByRank'], report);
}

/** The rate that a member is paid at, by bracket and multiplier. */
export function readVolumeRate(bonus: VolumeBonus, context: BonusContext): (memberId: number) => number {
  const reaches = bracketTest(bonus, context);
  const multipliers = fromRankUpward<number>(WHOLE_PPM, bonus.multiplierByRank, context);
  const brackets = bonus.brackets.map(({ from, ratePpm }) => ({ from: BigInt(from), ratePpm })).toReversed();
  return (memberId) => {
    const ratePpm = brackets.find(({ from }) => reaches(memberId, from))?.ratePpm ?? 0;
    const multiplied = Math.floor((ratePpm * (multipliers[context.rank[memberId] ?? 0] ?? WHOLE_PPM)) / WHOLE_PPM);
    return Math.min(multiplied, WHOLE_PPM);
  };
}

function openVolume(bonus: VolumeBonus, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning {
  const { memberCount, sponsorOf, meets, structure } = context;
  const rateOf = readVolumeRate(bonus, context);
  return ({ cvOf }, give) => {
    const cv = BigInt64Array.from(cvOf);
    if (bonus.of === 'group') {
      const { apart } = structure();
      for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
        const upline = sponsorOf[member] ?? 0;
        if (apart[member] !== 1) cv[upline] = (cv[upline] ?? 0n) + (cv[member] ?? 0n);
      }
    }
    for (let memberId = COMPANY_MEMBER + 1; memberId <= memberCount; memberId += 1) {
      const base = cv[memberId] ?? 0n;
      if (base === 0n || !meets(bonus.payTo, memberId)) continue;
      const ratePpm = rateOf(memberId);
      if (ratePpm === 0) continue;
      const amount = applyRate(base, ratePpm, bonus.rounding);
      give(memberId, amount, memberId, base, 0, ratePpm);
    }
    return {};
  };
}

/** Whether a member reaches a threshold. */
function bracketTest(bonus: VolumeBonus, context: BonusContext): (memberId: number, from: bigint) => boolean {
  const { bracketBy: of, legShare } = bonus;
  if (legShare === undefined || (of !== 'gv' && of !== 'ov')) {
    const volume = bracketVolume(bonus, context);
    return (memberId, from) => (volume[memberId] ?? 0n) >= from;
  }
  const legs = legsOf(context.memberCount, context.sponsorOf);
  const counted = (memberId: number, from: bigint): bigint =>
    countedVolume({ of, atLeast: String(from), ...legShare }, context.ppv[memberId] ?? 0n, legs(memberId), context.structure());
  return (memberId, from) => counted(memberId, from) >= from;
}

function bracketVolume({ bracketBy }: VolumeBonus, { ppv, structure, accumulated }: BonusContext): BigUint64Array {
  if (bracketBy === 'ppv') return ppv;
  if (bracketBy === 'accumulatedPpv') return accumulated().ppv;
  return bracketBy === 'accumulatedOv' ? accumulated().ov : structure()[bracketBy];
}
