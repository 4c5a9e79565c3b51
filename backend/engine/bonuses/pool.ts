import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Claim, type PeriodBonusKind, type PeriodValue } from './kind.ts';

const poolBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('pool'),
  name: bilingualSchema,
  base: z.literal('cv'),
  ratePpm: ratePpmSchema,
  payTo: slugSchema,
  /** Shares from a rank upward: the highest rank named here that the member has decides. */
  sharesByRank: z.record(slugSchema, z.int().min(0).max(1_000_000)),
  mostPerMember: amountSchema.optional(),
  nobodyQualified: z.literal('release'),
});
export type PoolBonus = z.infer<typeof poolBonusSchema>;

/** A share of the period's CV, divided among the ranks. docs/plans.md section 12. */
export const poolKind = { kind: 'pool', schema: poolBonusSchema, open: openPool } satisfies PeriodBonusKind<PoolBonus>;

function openPool(bonus: PoolBonus, context: BonusContext): (value: PeriodValue) => readonly Claim[] {
  const byRank = sharesByRank(bonus, context);
  return ({ cvOf }) => {
    const holders: { memberId: number; shares: bigint }[] = [];
    for (let memberId = COMPANY_MEMBER + 1; memberId <= context.memberCount; memberId += 1) {
      const shares = byRank[context.rank[memberId] ?? 0] ?? 0;
      if (shares > 0 && context.meets(bonus.payTo, memberId)) holders.push({ memberId, shares: BigInt(shares) });
    }
    const base = cvOf.reduce((sum, cv) => sum + cv, 0n);
    const amounts = divide(applyRate(base, bonus.ratePpm, 'down'), holders);
    const most = bonus.mostPerMember === undefined ? undefined : BigInt(bonus.mostPerMember);
    return holders.map(({ memberId, shares }, index) => {
      const amount = amounts[index] ?? 0n;
      return {
        memberId,
        bonusId: bonus.id,
        kind: bonus.kind,
        level: Number(shares),
        ratePpm: bonus.ratePpm,
        sourceMemberId: COMPANY_MEMBER,
        base,
        amount: most !== undefined && amount > most ? most : amount,
      };
    });
  };
}

function sharesByRank(bonus: PoolBonus, { rankCount, rankNumber }: BonusContext): number[] {
  const named = new Map(Object.entries(bonus.sharesByRank).map(([rank, shares]) => [rankNumber(rank), shares]));
  const shares = [0];
  for (let rank = 1; rank <= rankCount; rank += 1) shares.push(named.get(rank) ?? shares[rank - 1] ?? 0);
  return shares;
}

/** Largest remainder: nothing is lost or made; equal remainders go to the lower member number. */
function divide(total: bigint, holders: readonly { readonly shares: bigint }[]): bigint[] {
  const all = holders.reduce((sum, { shares }) => sum + shares, 0n);
  if (all === 0n) return [];
  const amounts = holders.map(({ shares }) => (total * shares) / all);
  let rest = total - amounts.reduce((sum, amount) => sum + amount, 0n);
  const remainders = holders.map(({ shares }, index) => ({ index, remainder: (total * shares) % all }));
  remainders.sort((one, other) =>
    one.remainder === other.remainder ? one.index - other.index : one.remainder > other.remainder ? -1 : 1,
  );
  for (const { index } of remainders) {
    if (rest === 0n) break;
    amounts[index] = (amounts[index] ?? 0n) + 1n;
    rest -= 1n;
  }
  return amounts;
}
