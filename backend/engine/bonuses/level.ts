import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { type Order } from '../ledger/orders.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { type BonusContext, type BonusKind, type OpenBonus, type Share } from './kind.ts';

const levelSchema = z.strictObject({ ratePpm: ratePpmSchema, ppvAtLeast: amountSchema.optional() });

const levelBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('level'),
  name: bilingualSchema,
  tree: z.literal('sponsor'),
  base: z.literal('cv'),
  payTo: slugSchema,
  compression: z.enum(['none', 'standard', 'dynamic']),
  customerSaleLevelOne: z.enum(['seller', 'sponsor']),
  levels: z.array(levelSchema).min(1).max(100),
  rounding: roundingSchema,
});
export type LevelBonus = z.infer<typeof levelBonusSchema>;

/** Level bonus (unilevel): a share of every order for each of the first levels of the source's upline. docs/plans.md section 4. */
export const levelKind = {
  kind: 'level',
  schema: levelBonusSchema,
  open: openLevelBonus,
} satisfies BonusKind<LevelBonus>;

/** A level of the plan with its threshold read once. */
interface Level {
  readonly ratePpm: number;
  readonly ppvAtLeast: bigint;
}

function openLevelBonus(bonus: LevelBonus, context: BonusContext): OpenBonus {
  const levels = bonus.levels.map(({ ratePpm, ppvAtLeast = '0' }): Level => ({ ratePpm, ppvAtLeast: BigInt(ppvAtLeast) }));
  const holders = holderTables(bonus, levels, context);

  /** Calls `visit` for every level that somebody holds; `from` is where the search for the holder began. */
  function walk(order: Order, visit: (at: { level: Level; number: number; from: number; holder: number }) => void): void {
    let from = firstCandidate(bonus, order, context);
    for (const [index, level] of levels.entries()) {
      const holder = holders[index]?.[from] ?? 0;
      if (holder === 0) return;
      visit({ level, number: index + 1, from, holder });
      from = context.sponsorOf[holder] ?? 0;
    }
  }

  function isPaid(level: Level, memberId: number): boolean {
    return level.ratePpm > 0 && context.meets(bonus.payTo, memberId) && reaches(context, memberId, level);
  }

  return {
    sharesOf(order) {
      const shares: Share[] = [];
      walk(order, ({ level, number, holder }) => {
        if (!isPaid(level, holder)) return;
        const { ratePpm } = level;
        shares.push({ memberId: holder, bonusId: bonus.id, kind: bonus.kind, level: number, ratePpm, rounding: bonus.rounding });
      });
      return shares;
    },

    passedOver(order, share) {
      let passed: number[] = [];
      let result: readonly number[] = [];
      walk(order, ({ level, number, from, holder }) => {
        for (let member = from; member !== holder; member = context.sponsorOf[member] ?? 0) passed.push(member);
        if (number === share.level) result = passed;
        if (isPaid(level, holder)) passed = [];
        else passed.push(holder);
      });
      return result;
    },
  };
}

/** Where level 1 of an order is looked for: the seller of a customer sale if the plan says so, else the source's sponsor. */
function firstCandidate(bonus: LevelBonus, order: Order, context: BonusContext): number {
  if (order.sale === 'customer' && bonus.customerSaleLevelOne === 'seller') return order.memberId;
  return context.sponsorOf[order.memberId] ?? 0;
}

/** One table a level; levels with the same test share one. */
function holderTables(bonus: LevelBonus, levels: readonly Level[], context: BonusContext): Uint32Array[] {
  const made = new Map<bigint, Uint32Array>();
  return levels.map((level) => {
    const test = bonus.compression === 'dynamic' ? level.ppvAtLeast : 0n;
    const table = made.get(test) ?? holderTable(bonus, level, context);
    made.set(test, table);
    return table;
  });
}

/**
 * For every member: who holds a level whose search begins at that member; 0 when the search ends at the company, which earns nothing.
 * Sponsors have lower numbers, so one pass in the order of numbers is enough and no chain is too deep.
 */
function holderTable(bonus: LevelBonus, level: Level, context: BonusContext): Uint32Array {
  const holder = new Uint32Array(context.memberCount + 1);
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) {
    const holds = holdsLevel(bonus, level, member, context);
    holder[member] = holds ? member : (holder[context.sponsorOf[member] ?? 0] ?? 0);
  }
  return holder;
}

function holdsLevel(bonus: LevelBonus, level: Level, memberId: number, context: BonusContext): boolean {
  if (bonus.compression === 'none') return true;
  const active = context.meets(bonus.payTo, memberId);
  return bonus.compression === 'standard' ? active : active && reaches(context, memberId, level);
}

function reaches(context: BonusContext, memberId: number, level: Level): boolean {
  return (context.ppv[memberId] ?? 0n) >= level.ppvAtLeast;
}
