import { type Plan } from '../plan/schema.ts';
import { type Gift, type Month, type Standing } from './facts.ts';
import { placeOf } from './section-11-ranks.ts';

type PoolBonus = Extract<Plan['bonuses'][number], { kind: 'pool' }>;

/** Section 12, pool: whole units in proportion to shares, what is left to the largest remainders, then the maximum. */
export function section12Pool(bonus: PoolBonus, month: Month, standing: Standing): Gift[] {
  const cv = month.orders.reduce((sum, order) => sum + standing(order), 0n);
  const pool = (cv * BigInt(bonus.ratePpm)) / 1_000_000n;
  const holders = month.members
    .filter((memberId) => month.meets(bonus.payTo, memberId))
    .map((memberId) => ({ memberId, shares: section12Shares(bonus, month, memberId) }))
    .filter(({ shares }) => shares > 0);
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
  return parts.map(({ memberId, shares, whole }) => {
    const given = lucky.has(memberId) ? whole + 1n : whole;
    const most = bonus.mostPerMember === undefined ? given : BigInt(bonus.mostPerMember);
    return { bonusId: bonus.id, memberId, level: shares, sourceMemberId: 1, amount: given < most ? given : most };
  });
}

/** `sharesByRank`: "the highest rank named that the member's rank reaches". */
function section12Shares(bonus: PoolBonus, month: Month, memberId: number): number {
  let best = { place: 0, shares: 0 };
  for (const [id, shares] of Object.entries(bonus.sharesByRank)) {
    const place = placeOf(month, id);
    if (place <= (month.rank.get(memberId) ?? 0) && place > best.place) best = { place, shares };
  }
  return best.shares;
}
