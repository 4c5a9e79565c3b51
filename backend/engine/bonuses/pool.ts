import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type Column, type PeriodBonusKind, type PeriodValue, type Reckoning } from './kind.ts';
import { fromRankUpward } from './rates.ts';

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
  nobodyQualified: z.enum(['release', 'carry']),
});
export type PoolBonus = z.infer<typeof poolBonusSchema>;

/** A share of the period's CV, divided among the ranks. docs/plans.md section 12. */
export const poolKind = { kind: 'pool', schema: poolBonusSchema, open: openPool } satisfies PeriodBonusKind<PoolBonus>;

/** Column of what a pool carries, at the company's number. */
export function poolColumn({ id }: Pick<PoolBonus, 'id'>): string {
  return `pool.${id}`;
}

function openPool(bonus: PoolBonus, context: BonusContext): (value: PeriodValue) => Reckoning {
  const byRank = fromRankUpward<number>(0, bonus.sharesByRank, context);
  const most = bonus.mostPerMember === undefined ? undefined : BigInt(bonus.mostPerMember);
  const { id: bonusId, kind, ratePpm } = bonus;
  return ({ cvOf }) => {
    const holders: { memberId: number; shares: bigint }[] = [];
    for (let memberId = COMPANY_MEMBER + 1; memberId <= context.memberCount; memberId += 1) {
      const shares = byRank[context.rank[memberId] ?? 0] ?? 0;
      if (shares > 0 && context.meets(bonus.payTo, memberId)) holders.push({ memberId, shares: BigInt(shares) });
    }
    const base = cvOf.reduce((sum, cv) => sum + cv, 0n);
    const pool = applyRate(base, ratePpm, 'down') + waiting(bonus, context);
    const amounts = pool >= 0n ? divide(pool, holders) : [];
    const claims = amounts.map((amount, index) => {
      const { memberId = 0, shares = 0n } = holders[index] ?? {};
      const cut = most !== undefined && amount > most ? most : amount;
      return { memberId, bonusId, kind, level: Number(shares), ratePpm, sourceMemberId: COMPANY_MEMBER, base, amount: cut };
    });
    if (bonus.nobodyQualified === 'release') return { claims };
    const left = new BigInt64Array(context.memberCount + 1);
    left[COMPANY_MEMBER] = amounts.length === 0 ? pool : 0n;
    const carried: Column[] = [[poolColumn(bonus), left]];
    return { claims, columns: carried, carried };
  };
}

/** What earlier periods left for the pool, with what refunds changed in it. */
function waiting(bonus: PoolBonus, { columnBefore, difference }: BonusContext): bigint {
  if (bonus.nobodyQualified === 'release') return 0n;
  const column = poolColumn(bonus);
  return (columnBefore(column)[COMPANY_MEMBER] ?? 0n) + (difference(column)?.[COMPANY_MEMBER] ?? 0n);
}

/**
 * Largest remainder: nothing is lost or made; equal remainders go to the lower member number. There are few different numbers of shares,
 * so what each comes to is found once.
 */
function divide(total: bigint, holders: readonly { readonly shares: bigint }[]): bigint[] {
  const all = holders.reduce((sum, { shares }) => sum + shares, 0n);
  const parts = new Map<bigint, { readonly amount: bigint; readonly remainder: bigint }>();
  for (const { shares } of holders) {
    if (!parts.has(shares)) parts.set(shares, { amount: (total * shares) / all, remainder: (total * shares) % all });
  }
  const amounts = holders.map(({ shares }) => parts.get(shares)?.amount ?? 0n);
  let rest = total - amounts.reduce((sum, amount) => sum + amount, 0n);
  const remainders = [...new Set([...parts.values()].map(({ remainder }) => remainder))];
  remainders.sort((one, other) => (one > other ? -1 : 1));
  for (const remainder of remainders) {
    for (const [index, { shares }] of holders.entries()) {
      if (rest === 0n) return amounts;
      if (parts.get(shares)?.remainder !== remainder) continue;
      amounts[index] = (amounts[index] ?? 0n) + 1n;
      rest -= 1n;
    }
  }
  return amounts;
}
