import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/orders.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus } from './kind.ts';
import { checkRankNames, fromRankUpward, type Report } from './rates.ts';

const directBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('direct'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Whether only a buyer's first order ever counts. */
  orders: z.enum(['first', 'all']),
  /** Only orders of at least this PV, as placed. */
  orderPvAtLeast: amountSchema.optional(),
  ratePpm: ratePpmSchema,
  ratesByRank: z.record(slugSchema, ratePpmSchema).optional(),
  /** What becomes of the share of a sponsor who does not meet `payTo`. */
  unqualified: z.enum(['lost', 'compress']),
  rounding: roundingSchema,
});
export type DirectBonus = z.infer<typeof directBonusSchema>;

/** A share of what the frontline buys. docs/plans.md section 15. */
export const directKind = { kind: 'direct', schema: directBonusSchema, open: openDirect } satisfies BonusKind<DirectBonus>;

export function checkDirect({ ratesByRank }: DirectBonus, ranks: readonly string[], report: Report): void {
  checkRankNames(ratesByRank, ranks, ['ratesByRank'], report);
}

/** Column of who has had a first order. */
export function directColumn({ id }: Pick<DirectBonus, 'id'>): string {
  return `direct.${id}`;
}

function openDirect(bonus: DirectBonus, context: BonusContext): OpenBonus {
  const { id: bonusId, kind, rounding } = bonus;
  const rates = fromRankUpward(bonus.ratePpm, bonus.ratesByRank, context);
  const least = BigInt(bonus.orderPvAtLeast ?? '0');
  const counts = ({ sale, pv }: Order): boolean => sale === 'own' && pv >= least;
  let made: { readonly first: ReadonlySet<number>; readonly bought: BigInt64Array } | undefined;
  const firsts = (): NonNullable<typeof made> => (made ??= firstOrders(context, directColumn(bonus), counts));

  /** Who has the share of an order of this member: the nearest above who may be paid, or 0. */
  function receiverOf(memberId: number): number {
    let above = context.sponsorOf[memberId] ?? 0;
    if (bonus.unqualified === 'lost') return above > COMPANY_MEMBER && context.meets(bonus.payTo, above) ? above : 0;
    while (above > COMPANY_MEMBER && !context.meets(bonus.payTo, above)) above = context.sponsorOf[above] ?? 0;
    return above > COMPANY_MEMBER ? above : 0;
  }

  return {
    sharesOf(order) {
      if (!counts(order) || (bonus.orders === 'first' && !firsts().first.has(order.entry))) return [];
      const memberId = receiverOf(order.memberId);
      const ratePpm = memberId === 0 ? 0 : (rates[context.rank[memberId] ?? 0] ?? 0);
      return ratePpm === 0 ? [] : [{ memberId, bonusId, kind, level: 1, ratePpm, rounding }];
    },
    passedOver(order, share) {
      const passed: number[] = [];
      for (let above = context.sponsorOf[order.memberId] ?? 0; above > share.memberId; above = context.sponsorOf[above] ?? 0) {
        passed.push(above);
      }
      return passed;
    },
    columns: () => (bonus.orders === 'first' ? [[directColumn(bonus), firsts().bought]] : []),
  };
}

/** The entries that are a buyer's first, and who has bought by the end of the period. */
function firstOrders(
  context: BonusContext,
  column: string,
  counts: (order: Order) => boolean,
): { first: ReadonlySet<number>; bought: BigInt64Array } {
  const bought = context.columnBefore(column);
  const first = new Set<number>();
  for (const order of context.orders()) {
    if (!counts(order) || bought[order.memberId] === 1n) continue;
    bought[order.memberId] = 1n;
    first.add(order.entry);
  }
  return { first, bought };
}
