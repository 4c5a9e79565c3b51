import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/order.ts';
import { bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus, type Share } from './kind.ts';
import { checkRankNames, fromRankUpward, type Report } from './rates.ts';

const fastStartSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('fastStart'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  compression: z.enum(['none', 'standard']),
  /** Which orders of a new member count. */
  sales: z.enum(['own', 'all']),
  /** Number of periods from joining; the period of joining is the first. */
  window: z.int().min(1).max(60),
  /** Bonuses on orders that do not pay on an order that counts here. */
  replaces: z.array(slugSchema).max(50),
  levels: z
    .array(z.strictObject({ ratePpm: ratePpmSchema, ratesByRank: z.record(slugSchema, ratePpmSchema).optional() }))
    .min(1)
    .max(100),
  rounding: roundingSchema,
});
export type FastStart = z.infer<typeof fastStartSchema>;

/** Levels on the orders of new members. docs/plans.md section 15. */
export const fastStartKind = { kind: 'fastStart', schema: fastStartSchema, open: openFastStart } satisfies BonusKind<FastStart>;

/** Names that lead nowhere, and bonuses that are not on orders. */
export function checkFastStart(
  bonus: FastStart,
  plan: { readonly ranks: readonly string[]; readonly onOrders: readonly string[] },
  report: Report,
): void {
  bonus.levels.forEach(({ ratesByRank }, index) =>
    checkRankNames(ratesByRank, plan.ranks, ['levels', index, 'ratesByRank'], report),
  );
  bonus.replaces.forEach((id, index) => {
    if (id === bonus.id || !plan.onOrders.includes(id)) report(['replaces', index], 'cannotReplace');
  });
}

/** Whether the order is one of a new member that this bonus pays on. */
export function inWindow(bonus: FastStart, { period, joinedIn }: BonusContext): (order: Order) => boolean {
  return ({ sale, memberId }) => {
    if (bonus.sales === 'own' && sale === 'customer') return false;
    const joined = joinedIn(memberId);
    return joined !== 0 && period < joined + bonus.window;
  };
}

function openFastStart(bonus: FastStart, context: BonusContext): OpenBonus {
  const { id: bonusId, kind, rounding } = bonus;
  const { sponsorOf, meets } = context;
  const counts = inWindow(bonus, context);
  const rates = bonus.levels.map(({ ratePpm, ratesByRank }) => fromRankUpward(ratePpm, ratesByRank, context));
  // Who holds a level whose search begins at a member; whoever is above has a lower number, so one pass is enough.
  const holderOf = new Uint32Array(context.memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) {
    const holds = bonus.compression === 'none' || meets(bonus.payTo, member);
    holderOf[member] = holds ? member : (holderOf[sponsorOf[member] ?? 0] ?? 0);
  }
  const rateOf = (level: number, memberId: number): number =>
    meets(bonus.payTo, memberId) ? (rates[level - 1]?.[context.rank[memberId] ?? 0] ?? 0) : 0;

  return {
    sharesOf(order) {
      const shares: Share[] = [];
      if (!counts(order)) return shares;
      let memberId = holderOf[sponsorOf[order.memberId] ?? 0] ?? 0;
      for (let level = 1; level <= rates.length && memberId !== 0; level += 1) {
        const ratePpm = rateOf(level, memberId);
        if (ratePpm > 0) shares.push({ memberId, bonusId, kind, level, ratePpm, rounding });
        memberId = holderOf[sponsorOf[memberId] ?? 0] ?? 0;
      }
      return shares;
    },
    passedOver(order, share) {
      const passed: number[] = [];
      const before = this.sharesOf(order).findLast(({ level }) => level < share.level)?.memberId ?? order.memberId;
      for (let above = sponsorOf[before] ?? 0; above > share.memberId; above = sponsorOf[above] ?? 0) passed.push(above);
      return passed;
    },
  };
}
