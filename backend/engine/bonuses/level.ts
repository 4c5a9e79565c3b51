import { z } from 'zod';
import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { followLevels } from '../estimate/levels.ts';
import { type Order } from '../ledger/order.ts';
import { amountSchema, bilingualSchema, ratePpmSchema, roundingSchema, slugSchema } from '../plan/parts.ts';
import { legsOf } from '../ranks/structure.ts';
import { sumsFit } from './gains.ts';
import { type BonusContext, type BonusKind, type OpenBonus, type Share } from './kind.ts';
import { holderAt, holderTables, rateOf, wordOf, type Level, type LevelFacts } from './level-holders.ts';
import { gainsByPlace } from './level-sums.ts';

const levelSchema = z.strictObject({
  ratePpm: ratePpmSchema,
  ppvAtLeast: amountSchema.optional(),
  /** Rank from which the level is open. */
  rankAtLeast: slugSchema.optional(),
  /** Number of active legs from which the level is open. */
  activeLegsAtLeast: z.int().min(1).max(1_000).optional(),
  /** Rate from a rank upward: the highest rank named here that the member has decides; below all of them, `ratePpm`. */
  ratesByRank: z.record(slugSchema, ratePpmSchema).optional(),
});

const levelBonusSchema = z.strictObject({
  id: slugSchema,
  kind: z.literal('level'),
  name: bilingualSchema,
  tree: z.enum(['sponsor', 'placement']),
  base: z.literal('cv'),
  payTo: slugSchema,
  compression: z.enum(['none', 'standard', 'dynamic', 'skipBelowRank']),
  skipBelow: slugSchema.optional(),
  legActiveBy: z.enum(['head', 'anyone']).optional(),
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

type Report = (path: (string | number)[], message: string) => void;

/** Names that lead nowhere, and switches that stand open. */
export function checkLevelBonus(bonus: LevelBonus, ranks: readonly string[], report: Report): void {
  const known = (rank: string | undefined, path: (string | number)[]): void => {
    if (rank !== undefined && !ranks.includes(rank)) report(path, 'unknownRank');
  };
  if (bonus.compression === 'skipBelowRank' && bonus.skipBelow === undefined) report(['skipBelow'], 'missing');
  if (bonus.compression !== 'skipBelowRank' && bonus.skipBelow !== undefined) report(['skipBelow'], 'strayRank');
  known(bonus.skipBelow, ['skipBelow']);
  bonus.levels.forEach(({ rankAtLeast, ratesByRank = {} }, index) => {
    known(rankAtLeast, ['levels', index, 'rankAtLeast']);
    for (const rank of Object.keys(ratesByRank)) known(rank, ['levels', index, 'ratesByRank', rank]);
  });
  const countsLegs = bonus.levels.some(({ activeLegsAtLeast }) => activeLegsAtLeast !== undefined);
  if (countsLegs && bonus.legActiveBy === undefined) report(['legActiveBy'], 'missing');
}

function openLevelBonus(bonus: LevelBonus, context: BonusContext): OpenBonus {
  const above = bonus.tree === 'sponsor' ? context.sponsorOf : context.parentOf();
  const thresholds = thresholdsOf(bonus);
  const levels = bonus.levels.map((level) => readLevel(level, thresholds, context));
  const legs = levels.some(({ activeLegsAtLeast }) => activeLegsAtLeast > 0) ? activeLegs(bonus, context) : undefined;
  const lowest = bonus.skipBelow === undefined ? 0 : context.rankNumber(bonus.skipBelow);
  const words = new Uint32Array(context.memberCount + 1);
  const facts: LevelFacts = { above: above.subarray(0, context.memberCount + 1), words, legs };
  const how = { compression: bonus.compression, lowest };
  for (let member = COMPANY_MEMBER + 1; member <= context.memberCount; member += 1) learn(member);
  let made: Uint32Array[] | undefined;
  // By member number: lines ask for them, sums do not.
  const holders = (): Uint32Array[] => (made ??= holderTables(levels, how, facts));

  /** Calls `visit` for every level that somebody holds; `from` is where the search for the holder began. */
  function walk(order: Order, visit: (at: { level: Level; number: number; from: number; holder: number }) => void): void {
    const tables = holders();
    let from = firstCandidate(bonus, order, above);
    for (const [index, level] of levels.entries()) {
      const holder = tables[index]?.[from] ?? 0;
      if (holder === 0) return;
      visit({ level, number: index + 1, from, holder });
      from = above[holder] ?? 0;
    }
  }

  function learn(member: number): void {
    words[member] = wordNow(member);
  }

  /** Whether what was learned about a member no longer holds. */
  function isAnother(member: number): boolean {
    return words[member] !== wordNow(member);
  }

  function wordNow(member: number): number {
    const reached = numberReached(thresholds, context.ppv[member] ?? 0n);
    return wordOf(reached, context.rank[member] ?? 0, context.meets(bonus.payTo, member));
  }

  function sharesOf(order: Order, memberId = 0): Share[] {
    const shares: Share[] = [];
    walk(order, ({ level, number, holder }) => {
      if (memberId !== 0 && holder !== memberId) return;
      const ratePpm = rateOf(level, facts, holder);
      if (ratePpm === 0) return;
      shares.push({ memberId: holder, bonusId: bonus.id, kind: bonus.kind, level: number, ratePpm, rounding: bonus.rounding });
    });
    return shares;
  }

  return {
    sharesOf,

    gainsOf(orders, scaleDown) {
      const mostPpm = levels.map(({ rates }) => Math.max(...rates));
      if (!sumsFit(orders, mostPpm)) return undefined;
      return gainsByPlace({ bonus, levels, how, facts }, orders, scaleDown);
    },

    followed(book, sums) {
      if (legs !== undefined) return undefined;
      const tables = new Map(levels.map((level, index) => [holders()[index] ?? new Uint32Array(), level]));
      const hold = (member: number): void => {
        for (const [table, level] of tables) table[member] = holderAt(level, how, facts, member, table);
      };
      const { memberCount } = context;
      return followLevels({ memberCount, below: legsOf(memberCount, above), isAnother, learn, hold, sharesOf }, book, sums);
    },

    passedOver(order, share) {
      let passed: number[] = [];
      let result: readonly number[] = [];
      walk(order, ({ level, number, from, holder }) => {
        for (let member = from; member !== holder; member = above[member] ?? 0) passed.push(member);
        if (number === share.level) result = passed;
        if (rateOf(level, facts, holder) > 0) passed = [];
        else passed.push(holder);
      });
      return result;
    },
  };
}

/** The PPV that levels ask for, each once, from the lowest. A member reaches so many of them: a number that is quick to compare. */
function thresholdsOf({ levels }: LevelBonus): bigint[] {
  const asked = new Set(levels.flatMap(({ ppvAtLeast }) => (ppvAtLeast === undefined ? [] : [BigInt(ppvAtLeast)])));
  return [...asked].toSorted((one, other) => (one < other ? -1 : 1));
}

function numberReached(thresholds: readonly bigint[], points: bigint): number {
  let reached = 0;
  for (const threshold of thresholds) {
    if (points < threshold) break;
    reached += 1;
  }
  return reached;
}

function readLevel(level: LevelBonus['levels'][number], thresholds: readonly bigint[], context: BonusContext): Level {
  const { ratePpm, ratesByRank = {}, ppvAtLeast = '0', rankAtLeast, activeLegsAtLeast = 0 } = level;
  const rates = [ratePpm];
  const named = new Map(Object.entries(ratesByRank).map(([rank, rate]) => [context.rankNumber(rank), rate]));
  for (let rank = 1; rank <= context.rankCount; rank += 1) rates.push(named.get(rank) ?? rates[rank - 1] ?? 0);
  return {
    threshold: numberReached(thresholds, BigInt(ppvAtLeast)),
    rankAtLeast: rankAtLeast === undefined ? 0 : context.rankNumber(rankAtLeast),
    activeLegsAtLeast,
    rates,
  };
}

/** Where level 1 of an order is looked for: the seller of a customer sale if the plan says so, else whoever is above the source. */
function firstCandidate(bonus: LevelBonus, order: Order, above: Uint32Array): number {
  if (order.sale === 'customer' && bonus.customerSaleLevelOne === 'seller') return order.memberId;
  return above[order.memberId] ?? 0;
}

/** For every member: how many legs have a head, or anybody, who meets `payTo`. Legs are of sponsors, whichever tree the bonus walks. */
export function activeLegs(bonus: LevelBonus, { memberCount, sponsorOf, meets }: BonusContext): Uint32Array {
  const legs = new Uint32Array(memberCount + 1);
  for (let member = memberCount; member > COMPANY_MEMBER; member -= 1) {
    const active = meets(bonus.payTo, member) || (bonus.legActiveBy === 'anyone' && (legs[member] ?? 0) > 0);
    const upline = sponsorOf[member] ?? 0;
    if (active) legs[upline] = (legs[upline] ?? 0) + 1;
  }
  return legs;
}
