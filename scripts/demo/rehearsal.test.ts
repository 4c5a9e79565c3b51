import { describe, expect, it } from 'vitest';
import { budgetAfter, parsePlan, periodLines, type PeriodFacts, replay, signedCv, type VolumeEntry } from '#engine/index.ts';
import { CLAIMED, FOUNDING, IN_REVIEW, OPEN, periodSpan, READY } from './calendar.ts';
import { COMPANY_MEMBER } from './network.ts';
import { firstPlan, secondPlan } from './plans.ts';
import { describeWorld, type DemoWorld } from './world.ts';

const plans = new Map([firstPlan, secondPlan].map(({ spec }, index) => [index + 1, parsePlan(spec)]));
const domain = {
  chainId: 31_337,
  vault: '0x1111111111111111111111111111111111111111',
  token: '0x2222222222222222222222222222222222222222',
} as const;

/** What the ledger would hold if every sale were recorded at once: enough to know what the story pays. */
function rehearse(world: DemoWorld) {
  const { partners } = world;
  const sponsorOf = Uint32Array.from([0, 0, ...partners.map((partner) => partner.sponsorId)]);
  const byKey = new Map(world.orders.map((order, index) => [order.key, { order, orderRef: index + 1 }]));
  const goods = new Map(world.products.map((product) => [product.sku, product]));
  const entryOf = (key: string, refund: boolean): VolumeEntry => {
    const found = byKey.get(key);
    if (!found) throw new Error(`no order ${key}`);
    const sum = (read: 'pv' | 'cv'): bigint =>
      found.order.lines.reduce((total, line) => total + (goods.get(line.sku)?.[read] ?? 0n) * BigInt(line.quantity), 0n);
    const volume = { memberId: found.order.memberId, pv: sum('pv'), cv: sum('cv'), orderRef: found.orderRef };
    return found.order.kind === 'own'
      ? { kind: refund ? 'ownRefund' : 'ownPurchase', ...volume }
      : { kind: refund ? 'customerRefund' : 'customerSale', ...volume, customer: 1 };
  };
  const periods: PeriodFacts[] = [];
  let budget = 0n;
  let firstEntry = 0;
  for (let period = CLAIMED; period <= OPEN; period += 1) {
    const { from, until } = periodSpan(period);
    const moments = [
      ...world.orders.filter((order) => order.paid).map((order) => ({ at: order.at, key: order.key, refund: false })),
      ...world.refunds.map((refund) => ({ at: refund.at, key: refund.orderKey, refund: true })),
    ].filter(({ at }) => at >= from && at < until);
    const entries = moments.toSorted((left, right) => left.at - right.at).map(({ key, refund }) => entryOf(key, refund));
    const planVersion = period >= secondPlan.firstPeriod ? 2 : 1;
    const cv = entries.reduce((total, entry) => total + signedCv(entry), 0n);
    budget = budgetAfter(budget, cv, firstPlan.capPpm);
    const memberCount = COMPANY_MEMBER + partners.filter((partner) => partner.joinsIn <= period).length;
    const runningHash = `0x${String(period).padStart(64, '0')}` as const;
    periods.push({ period, planVersion, memberCount, firstEntry, entries, runningHash, budget });
    firstEntry += entries.length;
  }
  return [...replay({ domain, sponsorOf, periods }, plans)];
}

const world = describeWorld();
const months = rehearse(world);

describe('the rehearsal of the demo months', () => {
  it('pays everybody of the cast who has a team, from the first selling month on', () => {
    const first = months.find(({ input }) => input.period === CLAIMED);
    for (const key of ['leader', 'mid', 'receiver'] as const) {
      const memberId = world.cast.find((person) => person.key === key)?.memberId;
      const earning = first?.result.earnings.of(memberId ?? 0);
      expect(earning?.cumulative ?? 0n, key).toBeGreaterThan(1_000_000n);
    }
    expect(periodSpan(FOUNDING).until).toBe(periodSpan(CLAIMED).from);
  });

  it('reverses lines in the two periods with refunds, also of an order of an earlier period', () => {
    const reversals = (period: number) => {
      const month = months.find(({ input }) => input.period === period);
      return month ? [...periodLines(month.input)].filter((line) => line.reversalOf !== undefined) : [];
    };
    expect(reversals(CLAIMED)).toEqual([]);
    const of = new Set(reversals(IN_REVIEW).map((line) => line.reversalOf?.period));
    expect(of).toEqual(new Set([CLAIMED, IN_REVIEW]));
    expect(reversals(READY).some((line) => line.reversalOf?.period === IN_REVIEW)).toBe(true);
    for (const line of reversals(IN_REVIEW)) expect(line.amount).toBeLessThan(0n);
  });

  it('stays within the budget, adds up to the lines, and contradicts nothing', () => {
    for (const { input, result } of months) {
      expect(result.total).toBeLessThanOrEqual(input.budget);
      expect(result.anomalies).toEqual([]);
      const lines = [...periodLines(input)].reduce((sum, line) => sum + line.amount, 0n);
      expect(lines).toBe([...result.earnings].reduce((sum, earning) => sum + earning.net, 0n));
      expect(result.credited).toBeGreaterThan(0n);
    }
  });

  it('passes members over, so that compression can be seen', () => {
    expect(months.some(({ input }) => [...periodLines(input)].some((line) => line.passedOver.length > 0))).toBe(true);
  });
});
