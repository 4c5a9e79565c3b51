import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { bilingualSchema, bracketsSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Claim, type PeriodBonusKind, type PeriodValue } from './kind.ts';

const differentialBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('differential'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Volume that selects the bracket. */
  bracketBy: z.enum(['gv', 'ov']),
  brackets: bracketsSchema,
  /** What becomes of the share of a member who does not meet `payTo`: lost, or left to whoever is above. */
  ineligible: z.enum(['lost', 'rollsUp']),
  /** Share of the CV of a broken-away frontline group for whoever is above it. */
  override: z.strictObject({ ratePpm: ratePpmSchema }).optional(),
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

function openDifferential(bonus: DifferentialBonus, context: BonusContext): (value: PeriodValue) => readonly Claim[] {
  const { memberCount, sponsorOf, structure } = context;
  const brackets = bonus.brackets.map(({ from, ratePpm }) => ({ from: BigInt(from), ratePpm })).toReversed();
  const volume = structure()[bonus.bracketBy];
  const { apart } = structure();
  const rateOf = (memberId: number): number => brackets.find(({ from }) => (volume[memberId] ?? 0n) >= from)?.ratePpm ?? 0;

  return ({ cvOf }) => {
    const groupCv = BigInt64Array.from(cvOf);
    // Entitlements of the frontline groups that are still part of the group.
    const below = new BigInt64Array(memberCount + 1);
    const claims: Claim[] = [];
    const claim = (memberId: number, part: Pick<Claim, 'level' | 'ratePpm' | 'base' | 'amount' | 'sourceMemberId'>): void => {
      const paid = memberId > COMPANY_MEMBER && part.amount > 0n && context.meets(bonus.payTo, memberId);
      if (paid) claims.push({ memberId, bonusId: bonus.id, kind: bonus.kind, ...part });
    };
    for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
      const base = groupCv[member] ?? 0n;
      const ratePpm = rateOf(member);
      const entitled = applyRate(base, ratePpm, bonus.rounding);
      const taken = below[member] ?? 0n;
      claim(member, { level: 0, ratePpm, base, amount: entitled - taken, sourceMemberId: member });
      const upline = sponsorOf[member] ?? 0;
      if (apart[member] === 1) {
        const rate = bonus.override?.ratePpm ?? 0;
        const amount = applyRate(base, rate, bonus.rounding);
        claim(upline, { level: 1, ratePpm: rate, base, amount, sourceMemberId: member });
        continue;
      }
      const counts = bonus.ineligible === 'lost' || context.meets(bonus.payTo, member) ? entitled : taken;
      groupCv[upline] = (groupCv[upline] ?? 0n) + base;
      // A group never counts for less than what stands below it, whatever rounding does.
      below[upline] = (below[upline] ?? 0n) + (counts > taken ? counts : taken);
    }
    return claims.toSorted((one, other) => one.memberId - other.memberId || one.sourceMemberId - other.sourceMemberId);
  };
}
