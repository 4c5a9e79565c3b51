import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/order.ts';
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
  const least = BigInt(bonus.orderPvAtLeast ?? 0);
  const counts = ({ sale, pv }: Order): boolean => sale === 'own' && pv >= least;
  let made: { readonly first: ReadonlySet<number>; readonly bought: BigInt64Array } | undefined;
  const firsts = (): NonNullable<typeof made> => (made ??= firstOrders(context, directColumn(bonus), counts));

  // The nearest from a member upward who meets `payTo`, or 0; whoever is above has a lower number, so one pass is enough.
  const nearest = new Uint32Array(context.memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) {
    const above = bonus.unqualified === 'lost' ? 0 : (nearest[context.sponsorOf[member] ?? 0] ?? 0);
    nearest[member] = context.meets(bonus.payTo, member) ? member : above;
  }

  return {
    sharesOf(order) {
      if (!counts(order) || (bonus.orders === 'first' && !firsts().first.has(order.entry))) return [];
      const memberId = nearest[context.sponsorOf[order.memberId] ?? 0] ?? 0;
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
