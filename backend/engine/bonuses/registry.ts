import { z } from 'zod';
import { binaryKind, checkBinary } from './binary/index.ts';
import { checkBrackets, differentialKind } from './differential.ts';
import { checkDirect, directKind } from './direct.ts';
import { checkFastStart, fastStartKind, inWindow } from './fast-start.ts';
import { checkGeneration, generationKind } from './generation.ts';
import { type Order } from '../ledger/order.ts';
import { type BonusContext, type Give, type OpenBonus, type PeriodValue, type Reckoning, type Share } from './kind.ts';
import { checkLevelBonus, levelKind } from './level.ts';
import { checkMatching, matchingKind } from './matching.ts';
import { checkPassUp, passUpKind } from './pass-up.ts';
import { poolKind } from './pool.ts';
import { checkRankReward, rankRewardKind } from './rank-reward.ts';
import { checkRankNames, type Report } from './rates.ts';
import { checkRetail, retailKind } from './retail.ts';
import { checkVolume, volumeKind } from './volume.ts';

/** Every kind of bonus that a plan can contain. */
export const bonusSchema = z.discriminatedUnion('kind', [
  levelKind.schema,
  retailKind.schema,
  directKind.schema,
  fastStartKind.schema,
  passUpKind.schema,
  generationKind.schema,
  poolKind.schema,
  differentialKind.schema,
  volumeKind.schema,
  binaryKind.schema,
  rankRewardKind.schema,
  matchingKind.schema,
]);

export type Bonus = z.infer<typeof bonusSchema>;

/** Kinds that pay on single orders; all others pay on the period as a whole. */
const onOrderKinds = ['level', 'retail', 'direct', 'fastStart', 'passUp', 'generation'] as const;
export type OrderBonus = Extract<Bonus, { kind: (typeof onOrderKinds)[number] }>;
export type PeriodBonus = Exclude<Bonus, OrderBonus>;

export function paysOnOrders(bonus: Bonus): bonus is OrderBonus {
  return (onOrderKinds as readonly string[]).includes(bonus.kind);
}

/** Whether the bonus can only be calculated, also for a refund, when all orders of the order's period are at hand. */
export function needsAllOrders(bonus: Bonus): boolean {
  if (bonus.kind === 'direct') return bonus.orders === 'first';
  if (bonus.kind === 'generation') return bonus.emptyGroup === 'passedOver';
  return bonus.kind === 'passUp' || !paysOnOrders(bonus);
}

/** Whether a bonus of the plan pays on first orders of customers: then an earlier order of each who is not new must be at hand. */
export function asksForNewCustomers({ bonuses }: { readonly bonuses: readonly Bonus[] }): boolean {
  return bonuses.some((bonus) => bonus.kind === 'retail' && bonus.customers === 'new');
}

/** A bonus on a whole period, made ready. */
export interface OpenPeriodBonus {
  readonly id: string;
  readonly kind: string;
  readonly reckon: (value: PeriodValue, give: Give) => Reckoning;
}

/** Bonuses on single orders come first, in the plan's order; then those on the period; matching last, because it reads the others. */
export function openBonuses(
  bonuses: readonly Bonus[],
  context: BonusContext,
): { readonly onOrders: OpenBonus[]; readonly onPeriod: OpenPeriodBonus[] } {
  const onOrders = bonuses.filter((bonus) => paysOnOrders(bonus));
  const derived = bonuses.filter((bonus): bonus is PeriodBonus => !paysOnOrders(bonus));
  const ordered = [...derived.filter(({ kind }) => kind !== 'matching'), ...derived.filter(({ kind }) => kind === 'matching')];
  return {
    onOrders: onOrders.map((bonus) => withoutReplaced(bonus, onOrders, openOnOrders(bonus, context), context)),
    onPeriod: ordered.map((bonus) => ({ id: bonus.id, kind: bonus.kind, reckon: openOnPeriod(bonus, context) })),
  };
}

function openOnOrders(bonus: OrderBonus, context: BonusContext): OpenBonus {
  if (bonus.kind === 'level') return levelKind.open(bonus, context);
  if (bonus.kind === 'retail') return retailKind.open(bonus, context);
  if (bonus.kind === 'direct') return directKind.open(bonus, context);
  if (bonus.kind === 'fastStart') return fastStartKind.open(bonus, context);
  return bonus.kind === 'passUp' ? passUpKind.open(bonus, context) : generationKind.open(bonus, context);
}

function openOnPeriod(bonus: PeriodBonus, context: BonusContext): OpenPeriodBonus['reckon'] {
  if (bonus.kind === 'pool') return poolKind.open(bonus, context);
  if (bonus.kind === 'volume') return volumeKind.open(bonus, context);
  if (bonus.kind === 'binary') return binaryKind.open(bonus, context);
  if (bonus.kind === 'rankReward') return rankRewardKind.open(bonus, context);
  return bonus.kind === 'differential' ? differentialKind.open(bonus, context) : matchingKind.open(bonus, context);
}

/** On an order of a new member, the bonuses that a fast start replaces have no line. */
function withoutReplaced(bonus: OrderBonus, all: readonly OrderBonus[], open: OpenBonus, context: BonusContext): OpenBonus {
  const windows = all.flatMap((other) =>
    other.kind === 'fastStart' && other.replaces.includes(bonus.id) ? [inWindow(other, context)] : [],
  );
  if (windows.length === 0) return open;
  const sharesOf = (order: Order, memberId?: number): readonly Share[] =>
    windows.some((counts) => counts(order)) ? [] : open.sharesOf(order, memberId);
  // Sums of whole columns know nothing of windows.
  return { ...open, sharesOf, gainsOf: () => undefined, followed: () => undefined };
}

/** Names in a bonus that lead nowhere, definitions that lead in a circle and decisions that stand open, which no schema sees. */
export function checkBonus(
  bonus: Bonus,
  plan: {
    readonly ranks: readonly string[];
    readonly conditions: object;
    readonly bonuses: readonly Bonus[];
    readonly asksForVolume: (rank: string) => boolean;
  },
  report: Report,
): void {
  if (bonus.kind === 'level') checkLevelBonus(bonus, plan.ranks, report);
  if (bonus.kind === 'retail') checkRetail(bonus, plan.ranks, report);
  if (bonus.kind === 'direct') checkDirect(bonus, plan.ranks, report);
  if (bonus.kind === 'passUp') checkPassUp(bonus, report);
  if (bonus.kind === 'generation') checkGeneration(bonus, plan.ranks, report);
  if (bonus.kind === 'fastStart') {
    const onOrders = plan.bonuses.filter((other) => paysOnOrders(other)).map(({ id }) => id);
    checkFastStart(bonus, { ranks: plan.ranks, onOrders }, report);
  }
  if (bonus.kind === 'differential') checkBrackets(bonus, report);
  if (bonus.kind === 'volume') checkVolume(bonus, plan.ranks, report);
  if (bonus.kind === 'binary') checkBinary(bonus, plan, report);
  if (bonus.kind === 'rankReward') checkRankReward(bonus, plan, report);
  if (bonus.kind === 'pool') checkRankNames(bonus.sharesByRank, plan.ranks, ['sharesByRank'], report);
  if (bonus.kind === 'matching') checkMatching(bonus, plan, report);
}
