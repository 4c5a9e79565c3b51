import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/order.ts';
import { bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus, type Share } from './kind.ts';
import { checkRankNames, fromRankUpward, type Report } from './rates.ts';

const generationBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('generation'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  /** Whether one rank ends generations for all, or each earner's own. */
  boundary: z.enum(['threshold', 'sameRank']),
  leaderRank: slugSchema,
  leaderBy: z.enum(['rank', 'title']),
  ineligibleLeader: z.enum(['endsGeneration', 'passedOver']),
  emptyGroup: z.enum(['endsGeneration', 'passedOver']),
  sourceLeader: z.enum(['endsGeneration', 'passedOver']),
  ownGroup: z.enum(['firstGeneration', 'notPaid']),
  generations: z
    .array(
      z.strictObject({
        ratePpm: ratePpmSchema,
        ratesByRank: z.record(slugSchema, ratePpmSchema).optional(),
        rankAtLeast: slugSchema.optional(),
      }),
    )
    .min(1)
    .max(50),
  rounding: roundingSchema,
});
export type GenerationBonus = z.infer<typeof generationBonusSchema>;

/** Counts leaders instead of levels. docs/plans.md section 15. */
export const generationKind = {
  kind: 'generation',
  schema: generationBonusSchema,
  open: openGeneration,
} satisfies BonusKind<GenerationBonus>;

export function checkGeneration(bonus: GenerationBonus, ranks: readonly string[], report: Report): void {
  if (!ranks.includes(bonus.leaderRank)) report(['leaderRank'], 'unknownRank');
  bonus.generations.forEach(({ ratesByRank, rankAtLeast }, index) => {
    checkRankNames(ratesByRank, ranks, ['generations', index, 'ratesByRank'], report);
    if (rankAtLeast !== undefined && !ranks.includes(rankAtLeast)) report(['generations', index, 'rankAtLeast'], 'unknownRank');
  });
}

/** The leaders of one rank: `firstFrom` is the first leader on the way up that begins at a member, that member included. */
interface Line {
  readonly rank: number;
  readonly firstFrom: Uint32Array;
}

function openGeneration(bonus: GenerationBonus, context: BonusContext): OpenBonus {
  const { id: bonusId, kind, rounding } = bonus;
  const { sponsorOf, meets, rank } = context;
  const generations = bonus.generations.map(({ ratePpm, ratesByRank, rankAtLeast }) => ({
    rates: fromRankUpward(ratePpm, ratesByRank, context),
    lowest: rankAtLeast === undefined ? 0 : context.rankNumber(rankAtLeast),
  }));
  const lowest = context.rankNumber(bonus.leaderRank);
  const standing = standings(bonus, context);
  const sold = bonus.emptyGroup === 'passedOver' ? soldBy(context) : undefined;
  const wanted = bonus.boundary === 'threshold' ? [lowest] : ranksFrom(lowest, context.rankCount);
  const lines = wanted.map((number): Line => ({ rank: number, firstFrom: leaderTable(bonus, context, standing, number, sold) }));

  /** The rate of a member for a generation, 0 when not to be paid. There are no terms for generation 0. */
  function rateOf(generation: number, memberId: number): number {
    const terms = generations[generation - 1];
    const reached = rank[memberId] ?? 0;
    if (terms === undefined || reached < terms.lowest || !meets(bonus.payTo, memberId)) return 0;
    return terms.rates[reached] ?? 0;
  }

  function sharesOf(order: Order): Share[] {
    const shares: Share[] = [];
    const source = order.memberId;
    for (const line of lines) {
      let leader = line.firstFrom[bonus.sourceLeader === 'endsGeneration' ? source : (sponsorOf[source] ?? 0)] ?? 0;
      let generation = bonus.ownGroup === 'notPaid' ? 0 : 1;
      for (; leader !== 0 && generation <= generations.length; generation += 1) {
        const looked = bonus.boundary === 'threshold' || standing[leader] === line.rank;
        const ratePpm = looked && leader !== source ? rateOf(generation, leader) : 0;
        if (ratePpm > 0) shares.push({ memberId: leader, bonusId, kind, level: generation, ratePpm, rounding });
        leader = line.firstFrom[sponsorOf[leader] ?? 0] ?? 0;
      }
    }
    // Whoever is above has a lower number, so this is the order of the way up.
    return lines.length === 1 ? shares : shares.toSorted((one, other) => other.memberId - one.memberId);
  }

  return {
    sharesOf,
    passedOver(order, share) {
      const paid = new Set(sharesOf(order).map(({ memberId }) => memberId));
      const passed: number[] = [];
      for (let above = sponsorOf[order.memberId] ?? 0; above > share.memberId; above = sponsorOf[above] ?? 0) {
        if ((standing[above] ?? 0) >= lowest && !paid.has(above)) passed.push(above);
      }
      return passed;
    },
  };
}

function ranksFrom(lowest: number, highest: number): number[] {
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
}

function standings({ leaderBy }: GenerationBonus, { rank, memberCount, titleBefore }: BonusContext): Uint8Array {
  if (leaderBy === 'rank') return rank;
  const standing = rank.slice();
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    standing[member] = Math.max(rank[member] ?? 0, titleBefore(member));
  }
  return standing;
}

/** 1 for whoever placed an order with CV in the period, refunded or not. */
function soldBy({ orders, memberCount }: BonusContext): Uint8Array {
  const sold = new Uint8Array(memberCount + 1);
  for (const { memberId, cv } of orders()) if (cv > 0n) sold[memberId] = 1;
  return sold;
}

/** One pass down the tree, after a pass up that finds the groups without CV when they are to be passed over. */
function leaderTable(
  bonus: GenerationBonus,
  { memberCount, sponsorOf, meets }: BonusContext,
  standing: Uint8Array,
  number: number,
  sold: Uint8Array | undefined,
): Uint32Array {
  const leads = new Uint8Array(memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    const fit = (standing[member] ?? 0) >= number;
    leads[member] = fit && (bonus.ineligibleLeader === 'endsGeneration' || meets(bonus.payTo, member)) ? 1 : 0;
  }
  if (sold !== undefined) {
    const group = sold.slice();
    for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
      const upline = sponsorOf[member] ?? 0;
      if (leads[member] === 1) leads[member] = group[member] ?? 0;
      else if (group[member] === 1) group[upline] = 1;
    }
  }
  const firstFrom = new Uint32Array(memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) {
    firstFrom[member] = leads[member] === 1 ? member : (firstFrom[sponsorOf[member] ?? 0] ?? 0);
  }
  return firstFrom;
}
