import { type ChainFacts, type Plan, type VolumeEntry } from '../index.ts';
import { activeLegs, meets, rankOf, type Month as Terms } from './naive-ranks.ts';
import { periodClaims, type NaiveClaim } from './naive-period.ts';
import { floorShare } from './world.ts';

/**
 * The plan specification written down a second time, as slowly and as differently as possible. Nothing of the engine is used but its
 * types. Where the engine reverses lines of a refund, this one values every order anew at the end of every month and takes differences.
 */

interface Sale {
  readonly period: number;
  readonly memberId: number;
  readonly customer: number | undefined;
  readonly cv: bigint;
  readonly pv: bigint;
  refundedCv: bigint;
  refundedPv: bigint;
  /** What checkout gave at once, with what the order still bore then. */
  readonly credits: { readonly memberId: number; readonly amount: bigint; readonly bore: bigint }[];
}

interface Month extends Terms {
  limit: bigint;
  gross: bigint;
}

export interface NaiveMonth {
  readonly cumulative: Map<number, bigint>;
  readonly debt: Map<number, bigint>;
  readonly rank: Map<number, number>;
}

export function naiveHistory({ sponsorOf, periods }: ChainFacts, plans: ReadonlyMap<number, Plan>): NaiveMonth[] {
  const sales = new Map<number, Sale>();
  const months = new Map<number, Month>();
  const cumulative = new Map<number, bigint>();
  const debt = new Map<number, bigint>();
  let worth = new Map<number, bigint>();
  const history: NaiveMonth[] = [];

  for (const { period, planVersion, memberCount, entries, budget } of periods) {
    const plan = plans.get(planVersion);
    if (plan === undefined) throw new Error('no plan');
    const points = new Map<number, bigint>();
    const customerPoints = new Map<number, bigint>();
    for (const entry of entries) record(entry, period, sales, points, customerPoints);

    const month: Month = {
      plan,
      memberCount,
      sponsorOf,
      ppvOf: (memberId) => positive(points.get(memberId)),
      customerPvOf: (memberId) => positive(customerPoints.get(memberId)),
      customersOf: customersOf([...sales.values()].filter((sale) => sale.period === period)),
      limit: 0n,
      gross: 0n,
    };
    for (const sale of sales.values()) {
      if (sale.period === period) for (const part of payees(sale, month, sponsorOf)) month.gross += part.amount;
    }
    for (const { amount } of wholePeriod(month, period, sales)) month.gross += amount;
    const owed = [...cumulative.values()].reduce((sum, amount) => sum + amount, 0n);
    const atOnce = entries.reduce((sum, entry) => (entry.kind === 'instantSettled' ? sum + entry.cv : sum), 0n);
    const ofMonth = floorShare(volumeOf(entries), plan.cap.ratePpm) - atOnce;
    const least = [ofMonth, budget - owed].sort((left, right) => (left < right ? -1 : 1))[0] ?? 0n;
    month.limit = least < 0n ? 0n : least;
    months.set(period, month);

    const now = new Map<number, bigint>();
    for (const sale of sales.values()) {
      const terms = months.get(sale.period);
      if (terms === undefined) throw new Error('no month');
      for (const { memberId, amount } of payees(sale, terms, sponsorOf)) {
        const paid = terms.gross > terms.limit ? (amount * terms.limit) / terms.gross : amount;
        now.set(memberId, (now.get(memberId) ?? 0n) + paid);
      }
      for (const { memberId, amount, bore } of sale.credits) {
        const lost = (amount * bore) / sale.cv - (amount * (sale.cv - sale.refundedCv)) / sale.cv;
        now.set(memberId, (now.get(memberId) ?? 0n) - lost);
      }
    }
    for (const [number, terms] of months) {
      for (const { memberId, amount } of wholePeriod(terms, number, sales)) {
        const paid = terms.gross > terms.limit ? (amount * terms.limit) / terms.gross : amount;
        now.set(memberId, (now.get(memberId) ?? 0n) + paid);
      }
    }
    for (let memberId = 1; memberId <= memberCount; memberId += 1) {
      let change = (now.get(memberId) ?? 0n) - (worth.get(memberId) ?? 0n) - (debt.get(memberId) ?? 0n);
      debt.set(memberId, change < 0n ? -change : 0n);
      if (change < 0n) change = 0n;
      cumulative.set(memberId, (cumulative.get(memberId) ?? 0n) + change);
    }
    worth = now;
    const rank = new Map(Array.from({ length: memberCount }, (_, index) => [index + 1, rankOf(month, index + 1)]));
    history.push({ cumulative: new Map(cumulative), debt: new Map(debt), rank });
  }
  return history;
}

/** Bonuses on a whole month, for its sales as they stand now. */
function wholePeriod(month: Month, period: number, sales: ReadonlyMap<number, Sale>): NaiveClaim[] {
  const own = [...sales.values()].filter((sale) => sale.period === period);
  const cvOf = (memberId: number): bigint =>
    own.filter((sale) => sale.memberId === memberId).reduce((sum, { cv, refundedCv }) => sum + cv - refundedCv, 0n);
  return periodClaims(
    month,
    cvOf,
    own.flatMap((sale) => payees(sale, month, month.sponsorOf)),
    share,
  );
}

function volumeOf(entries: readonly VolumeEntry[]): bigint {
  let volume = 0n;
  for (const entry of entries) {
    if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') volume += entry.cv;
    if (entry.kind === 'ownRefund' || entry.kind === 'customerRefund') volume -= entry.cv;
  }
  return volume;
}

function positive(points = 0n): bigint {
  return points < 0n ? 0n : points;
}

function customersOf(sales: readonly Sale[]): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (const { memberId, customer, pv, refundedPv } of sales) {
    if (customer === undefined || pv === refundedPv) continue;
    found.set(memberId, (found.get(memberId) ?? new Set()).add(customer));
  }
  return found;
}

function record(
  entry: VolumeEntry,
  period: number,
  sales: Map<number, Sale>,
  points: Map<number, bigint>,
  customerPoints: Map<number, bigint>,
): void {
  if (entry.kind === 'attestation') return;
  const { memberId, cv, pv, orderRef } = entry;
  const customer = 'customer' in entry ? entry.customer : undefined;
  const known = sales.get(orderRef);
  if (entry.kind === 'instantSettled') {
    if (known && known.cv > 0n) known.credits.push({ memberId, amount: cv, bore: known.cv - known.refundedCv });
    return;
  }
  if (entry.kind === 'ownPurchase' || entry.kind === 'customerSale') {
    if (known) return;
    sales.set(orderRef, { period, memberId, customer, cv, pv, refundedCv: 0n, refundedPv: 0n, credits: [] });
    points.set(memberId, (points.get(memberId) ?? 0n) + pv);
    if (customer !== undefined) customerPoints.set(memberId, (customerPoints.get(memberId) ?? 0n) + pv);
    return;
  }
  if (!known || known.memberId !== memberId || known.customer !== customer) return;
  if (known.refundedCv + cv > known.cv || known.refundedPv + pv > known.pv) return;
  known.refundedCv += cv;
  known.refundedPv += pv;
  points.set(memberId, (points.get(memberId) ?? 0n) - pv);
  if (customer !== undefined) customerPoints.set(memberId, (customerPoints.get(memberId) ?? 0n) - pv);
}

/** Who is owed what of a sale as it stands now, in the terms of its month, before scale-down. */
function payees(sale: Sale, month: Month, sponsorOf: Uint32Array): NaiveClaim[] {
  const found: NaiveClaim[] = [];
  for (const bonus of month.plan.bonuses) {
    if (bonus.kind !== 'level') continue;
    const active = (memberId: number): boolean => meets(month, bonus.payTo, memberId);
    const steps = month.plan.ranks?.steps.map(({ id }) => id) ?? [];
    const atLeast = (memberId: number, rank: string | undefined): boolean =>
      rank === undefined || rankOf(month, memberId) >= steps.indexOf(rank) + 1;
    let upline = uplineOf(sale.memberId, sponsorOf);
    if (sale.customer !== undefined && bonus.customerSaleLevelOne === 'seller') upline = [sale.memberId, ...upline];
    upline = upline.filter((memberId) => memberId !== 1);
    for (const { ratePpm, ppvAtLeast, rankAtLeast, activeLegsAtLeast, ratesByRank = {} } of bonus.levels) {
      const fit = (memberId: number): boolean =>
        active(memberId) &&
        month.ppvOf(memberId) >= BigInt(ppvAtLeast ?? '0') &&
        atLeast(memberId, rankAtLeast) &&
        activeLegs(month, memberId, bonus.payTo, bonus.legActiveBy) >= (activeLegsAtLeast ?? 0);
      const holds = (memberId: number): boolean => {
        if (bonus.compression === 'none') return true;
        if (bonus.compression === 'standard') return active(memberId);
        return bonus.compression === 'dynamic' ? fit(memberId) : active(memberId) && atLeast(memberId, bonus.skipBelow);
      };
      while (upline[0] !== undefined && !holds(upline[0])) upline.shift();
      const memberId = upline.shift();
      if (memberId === undefined || !fit(memberId)) continue;
      const best = Object.keys(ratesByRank)
        .filter((rank) => atLeast(memberId, rank))
        .sort((left, right) => steps.indexOf(right) - steps.indexOf(left))[0];
      const ppm = best === undefined ? ratePpm : (ratesByRank[best] ?? 0);
      found.push({ memberId, bonusId: bonus.id, amount: share(sale.cv - sale.refundedCv, ppm, bonus.rounding) });
    }
  }
  return found;
}

function uplineOf(memberId: number, sponsorOf: Uint32Array): number[] {
  const path: number[] = [];
  for (let above = sponsorOf[memberId] ?? 0; above !== 0; above = sponsorOf[above] ?? 0) path.push(above);
  return path;
}

/** Rounding by looking at the digits after the millionths' point instead of comparing remainders. */
function share(base: bigint, ppm: number, rounding: string): bigint {
  const digits = (base * BigInt(ppm)).toString().padStart(7, '0');
  const whole = BigInt(digits.slice(0, -6));
  const rest = digits.slice(-6);
  if (rounding === 'down') return whole;
  if (rest === '500000' && rounding === 'halfEven') return whole % 2n === 0n ? whole : whole + 1n;
  return rest >= '500000' ? whole + 1n : whole;
}
