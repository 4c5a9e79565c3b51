import { type Plan } from '../plan/schema.ts';
import { type Gift, type Month, type Standing } from './facts.ts';
import { orderShares } from './section-12-order.ts';
import { groupCv, ownCv } from './section-12-volume.ts';
import { section16Legs } from './section-16-legs.ts';

type Matching = Extract<Plan['bonuses'][number], { kind: 'matching' }>;

/** What is asked about: the lines on the whole period as they were at its end, and what stood of its orders then. */
export interface Ended {
  readonly month: Month;
  readonly gifts: readonly Gift[];
  readonly standing: Standing;
}

/** Rule 1: "line × what is left of its volume / its volume, rounded down"; rule 4: a line without volume stands whole. */
export function section24Stands(amount: bigint, gift: Gift, ended: Ended, now: Standing): bigint {
  const volume = section24Volume(gift, ended, ended.standing);
  return volume === 0n ? amount : (amount * section24Volume(gift, ended, now)) / volume;
}

/** Rules 2 to 4: the volume behind a line, of orders as they stand. */
function section24Volume(gift: Gift, ended: Ended, standing: Standing): bigint {
  const { month } = ended;
  const bonus = month.plan.bonuses.find(({ id }) => id === gift.bonusId);
  if (bonus?.kind === 'pool') return month.orders.reduce((sum, order) => sum + standing(order), 0n);
  if (bonus?.kind === 'volume') return (bonus.of === 'own' ? ownCv : groupCv)(month, standing, gift.memberId);
  if (bonus?.kind === 'differential') return groupCv(month, standing, gift.sourceMemberId);
  if (bonus?.kind === 'binary') {
    const { left, right } = section16Legs(bonus, month, standing, gift.memberId);
    const below = [...left.members, ...right.members].reduce((sum, memberId) => sum + ownCv(month, standing, memberId), 0n);
    return bonus.ownVolume === 'weakerLeg' ? below + ownCv(month, standing, gift.memberId) : below;
  }
  return bonus?.kind === 'matching' ? section24Matched(bonus, gift.sourceMemberId, ended, standing) : 0n;
}

/** Rule 3: "what stands of all that the source has by the bonuses matched, before caps and scale-down". */
function section24Matched(bonus: Matching, source: number, ended: Ended, standing: Standing): bigint {
  const { month, gifts } = ended;
  const isMeant = ({ bonusId, memberId }: { bonusId: string; memberId: number }): boolean =>
    bonus.of.includes(bonusId) && memberId === source;
  const ofOrders = month.orders.flatMap((order) =>
    orderShares(month, order)
      .filter(isMeant)
      .map(({ amountFor }) => amountFor(standing(order))),
  );
  const ofPeriod = gifts.filter(isMeant).map((gift) => section24Stands(gift.amount, gift, ended, standing));
  return [...ofOrders, ...ofPeriod].reduce((sum, amount) => sum + amount, 0n);
}
