import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { amountSchema, bilingualSchema, bracketsSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Give, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';

const differentialBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('differential'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Volume that selects the bracket. */
  bracketBy: z.enum(['gv', 'ov', 'accumulatedOv']),
  brackets: bracketsSchema,
  /** What becomes of the share of a member who does not meet `payTo`: lost, or left to whoever is above. */
  ineligible: z.enum(['lost', 'rollsUp']),
  /** Share of the CV of a broken-away frontline group for whoever is above it. */
  override: z
    .strictObject({
      ratePpm: ratePpmSchema,
      /** GV beside the groups that have broken away, from which the override is paid at all. */
      sideGvAtLeast: amountSchema.optional(),
      /** A guarantee for each group, from so much GV. */
      minimum: z.strictObject({ amount: amountSchema, sideGvAtLeast: amountSchema }).optional(),
    })
    .optional(),
  rounding: roundingSchema,
});
export type DifferentialBonus = z.infer<typeof differentialBonusSchema>;

/** Stairstep: what a group is entitled to, less what the groups in it are entitled to. docs/plans.md section 12. */
export const differentialKind = {
  kind: 'differential',
  schema: differentialBonusSchema,
  open: openDifferential,
} satisfies PeriodBonusKind<DifferentialBonus>;

/** Thresholds that do not rise, and rates that fall. */
export function checkBrackets(
  { brackets }: Pick<DifferentialBonus, 'brackets'>,
  report: (path: (string | number)[], message: string) => void,
): void {
  brackets.forEach(({ from, ratePpm }, index) => {
    const before = brackets[index - 1];
    if (before === undefined) return;
    if (BigInt(from) <= BigInt(before.from)) report(['brackets', index, 'from'], 'bracketOrder');
    if (ratePpm < before.ratePpm) report(['brackets', index, 'ratePpm'], 'bracketOrder');
  });
}

/** The rate of the bracket that a member's volume reaches; 0 for none. */
export function readDifferentialRate(bonus: DifferentialBonus, context: BonusContext): (memberId: number) => number {
  const brackets = bonus.brackets.map(({ from, ratePpm }) => ({ from: BigInt(from), ratePpm })).toReversed();
  const volume = bonus.bracketBy === 'accumulatedOv' ? context.accumulated().ov : context.structure()[bonus.bracketBy];
  return (memberId) => {
    const reached = volume[memberId] ?? 0n;
    for (const { from, ratePpm } of brackets) if (reached >= from) return ratePpm;
    return 0;
  };
}

function openDifferential(bonus: DifferentialBonus, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning {
  const { memberCount, sponsorOf, structure } = context;
  const { apart, gv } = structure();
  const override = readOverride(bonus);
  const rateOf = readDifferentialRate(bonus, context);

  return ({ cvOf }, give) => {
    const groupCv = BigInt64Array.from(cvOf);
    // Entitlements of the frontline groups that are still part of the group.
    const below = new BigInt64Array(memberCount + 1);
    const claim: Give = (memberId, amount, sourceMemberId, base, level, ratePpm) => {
      // The company meets no condition.
      if (amount > 0n && context.meets(bonus.payTo, memberId)) give(memberId, amount, sourceMemberId, base, level, ratePpm);
    };
    for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
      const base = groupCv[member] ?? 0n;
      const ratePpm = rateOf(member);
      const entitled = ratePpm === 0 ? 0n : applyRate(base, ratePpm, bonus.rounding);
      const taken = below[member] ?? 0n;
      claim(member, entitled - taken, member, base, 0, ratePpm);
      const upline = sponsorOf[member] ?? 0;
      if (apart[member] === 1) {
        const amount = override(base, gv[upline] ?? 0n);
        claim(upline, amount, member, base, 1, bonus.override?.ratePpm ?? 0);
        continue;
      }
      const counts = bonus.ineligible === 'lost' || context.meets(bonus.payTo, member) ? entitled : taken;
      groupCv[upline] = (groupCv[upline] ?? 0n) + base;
      // A group never counts for less than what stands below it, whatever rounding does.
      below[upline] = (below[upline] ?? 0n) + (counts > taken ? counts : taken);
    }
    return { byEarner: true };
  };
}

/** What whoever is above has of a group that has broken away: by its CV and by the GV beside it. docs/plans.md section 18. */
export function readOverride({ override, rounding }: DifferentialBonus): (groupCv: bigint, sideGv: bigint) => bigint {
  if (override === undefined) return () => 0n;
  const { ratePpm, sideGvAtLeast = '0', minimum } = override;
  const side = BigInt(sideGvAtLeast);
  const guarantee = minimum && { amount: BigInt(minimum.amount), side: BigInt(minimum.sideGvAtLeast) };
  return (groupCv, sideGv) => {
    if (sideGv < side) return 0n;
    const amount = applyRate(groupCv, ratePpm, rounding);
    if (guarantee === undefined || sideGv < guarantee.side) return amount;
    const least = guarantee.amount < groupCv ? guarantee.amount : groupCv;
    return amount > least ? amount : least;
  };
}
