import { type Plan } from '../plan/schema.ts';
import { type Month, type Reckoned, type Standing } from './facts.ts';
import { byRank } from './section-11-ranks.ts';

type PoolBonus = Extract<Plan['bonuses'][number], { kind: 'pool' }>;

/** Section 12, pool: whole units in proportion to shares, what is left to the largest remainders, then the maximum. Section 18: the pool that waits. */
export function section12Pool(bonus: PoolBonus, month: Month, standing: Standing): Reckoned {
  const cv = month.orders.reduce((sum, order) => sum + standing(order), 0n);
  const name = `pool.${bonus.id}`;
  const waiting = bonus.nobodyQualified === 'carry' ? month.column(name, 1) + month.difference(name, 1) : 0n;
  const pool = (cv * BigInt(bonus.ratePpm)) / 1_000_000n + waiting;
  const holders = month.members
    .filter((memberId) => month.meets(bonus.payTo, memberId))
    .map((memberId) => ({ memberId, shares: byRank<number>(month, memberId, bonus.sharesByRank, 0) }))
    .filter(({ shares }) => shares > 0);
  if (bonus.nobodyQualified === 'carry' && (holders.length === 0 || pool < 0n)) {
    return { gifts: [], columns: new Map([[name, new Map([[1, pool]])]]) };
  }
  const allShares = BigInt(holders.reduce((sum, { shares }) => sum + shares, 0));
  const parts = holders.map(({ memberId, shares }) => ({
    memberId,
    shares,
    whole: (pool * BigInt(shares)) / (allShares || 1n),
    remainder: (pool * BigInt(shares)) % (allShares || 1n),
  }));
  const leftOver = holders.length === 0 ? 0n : pool - parts.reduce((sum, { whole }) => sum + whole, 0n);
  const byRemainder = [...parts].sort((one, other) =>
    one.remainder === other.remainder ? one.memberId - other.memberId : one.remainder > other.remainder ? -1 : 1,
  );
  const lucky = new Set(byRemainder.slice(0, Number(leftOver)).map(({ memberId }) => memberId));
  const gifts = parts.map(({ memberId, shares, whole }) => {
    const given = lucky.has(memberId) ? whole + 1n : whole;
    const most = bonus.mostPerMember === undefined ? given : BigInt(bonus.mostPerMember);
    return { bonusId: bonus.id, memberId, level: shares, sourceMemberId: 1, amount: given < most ? given : most };
  });
  return { gifts, columns: bonus.nobodyQualified === 'carry' ? new Map([[name, new Map([[1, 0n]])]]) : new Map() };
}
