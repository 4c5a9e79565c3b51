import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { bilingualSchema, bracketsSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Claim, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';

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
  rounding: roundingSchema,
});
export type VolumeBonus = z.infer<typeof volumeBonusSchema>;

/** A share of own or group CV, by bracket. docs/plans.md section 12. */
export const volumeKind = { kind: 'volume', schema: volumeBonusSchema, open: openVolume } satisfies PeriodBonusKind<VolumeBonus>;

function openVolume(bonus: VolumeBonus, context: BonusContext): (value: PeriodValue) => Reckoning {
  const { memberCount, sponsorOf, meets, structure } = context;
  const brackets = bonus.brackets.map(({ from, ratePpm }) => ({ from: BigInt(from), ratePpm })).toReversed();
  const volume = bracketVolume(bonus, context);
  return ({ cvOf }) => {
    const cv = BigInt64Array.from(cvOf);
    if (bonus.of === 'group') {
      const { apart } = structure();
      for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
        const upline = sponsorOf[member] ?? 0;
        if (apart[member] !== 1) cv[upline] = (cv[upline] ?? 0n) + (cv[member] ?? 0n);
      }
    }
    const claims: Claim[] = [];
    for (let memberId = COMPANY_MEMBER + 1; memberId <= memberCount; memberId += 1) {
      const ratePpm = brackets.find(({ from }) => (volume[memberId] ?? 0n) >= from)?.ratePpm ?? 0;
      const base = cv[memberId] ?? 0n;
      if (ratePpm === 0 || base === 0n || !meets(bonus.payTo, memberId)) continue;
      const amount = applyRate(base, ratePpm, bonus.rounding);
      claims.push({ memberId, bonusId: bonus.id, kind: bonus.kind, level: 0, ratePpm, sourceMemberId: memberId, base, amount });
    }
    return { claims };
  };
}

function bracketVolume({ bracketBy }: VolumeBonus, { ppv, structure, accumulated }: BonusContext): BigUint64Array {
  if (bracketBy === 'ppv') return ppv;
  if (bracketBy === 'accumulatedPpv') return accumulated().ppv;
  return bracketBy === 'accumulatedOv' ? accumulated().ov : structure()[bracketBy];
}
