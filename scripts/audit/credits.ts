import type { VolumeEntry } from '#engine/index.ts';
import type { People } from './people.ts';
import type { Findings } from './report.ts';

/** What sales through Checkout left with members, as their events tell it. */
export interface CreditBooks {
  /** Credited and not yet paid out, by member. */
  readonly creditOf: Map<number, bigint>;
  /** Last period in which the member is active, by own purchases through Checkout. */
  readonly activeThrough: Map<number, number>;
  /** Used sale numbers by member. */
  readonly used: Map<number, Set<number>>;
  sales: number;
  /** Σ credited, and of the open period. */
  total: bigint;
  ofPeriod: bigint;
  paid: bigint;
  /** Σ of what was paid for the sales, all of it into the vault. */
  sold: bigint;
}

export function newCreditBooks(): CreditBooks {
  const maps = { creditOf: new Map(), activeThrough: new Map(), used: new Map() };
  return { ...maps, sales: 0, total: 0n, ofPeriod: 0n, paid: 0n, sold: 0n };
}

const PPM = 1_000_000n;
/** The contract looks at no more members than this for one sale. */
const FARTHEST = 40;
/** Sale numbers that lie this far behind the highest are dead. */
const WINDOW = 32;

/** Takes a sale in and calculates its credits by the published rates anew; they must be those that the ledger holds. */
export function foldSale(
  credits: CreditBooks,
  plan: { readonly levels: readonly bigint[]; readonly capPpm: number } | undefined,
  people: People,
  sale: { readonly seq: bigint; readonly period: number; readonly saleNumber: number; readonly amount: bigint },
  entries: readonly VolumeEntry[],
  findings: Findings,
): void {
  const [order, ...credited] = entries;
  const about = { seq: sale.seq, period: sale.period };
  if (order === undefined || (order.kind !== 'ownPurchase' && order.kind !== 'customerSale')) {
    findings.fault('credits', 'saleWithoutOrder', about);
    return;
  }
  const { memberId, cv } = order;
  useNumber(credits, memberId, sale.saleNumber, findings);
  if (order.kind === 'ownPurchase') credits.activeThrough.set(memberId, sale.period + 1);
  const expected = creditsOf(credits, people, order, sale.period, plan?.levels ?? []);
  credits.sales += 1;
  credits.sold += sale.amount;
  // What is not paid for cannot be credited: this much of each price is held back for the plan.
  const share = (cv * BigInt(plan?.capPpm ?? 0)) / PPM;
  if (sale.amount < share) findings.fault('credits', 'saleBelowShare', { ...about, actual: sale.amount, expected: share });
  for (let place = 0; place < Math.max(expected.length, credited.length); place += 1) {
    const wanted = spelled(expected[place]);
    const actual = spelled(credited[place]);
    if (wanted !== actual) findings.fault('credits', 'creditDiffers', { ...about, place: place + 1, actual, expected: wanted });
  }
  for (const entry of credited) {
    if (entry.kind !== 'instantSettled') continue;
    credits.creditOf.set(entry.memberId, (credits.creditOf.get(entry.memberId) ?? 0n) + entry.cv);
    credits.total += entry.cv;
    credits.ofPeriod += entry.cv;
  }
}

/** An amount that the vault paid out of credits. */
export function foldWithdrawal(credits: CreditBooks, memberId: number, amount: bigint, findings: Findings): void {
  const owed = credits.creditOf.get(memberId) ?? 0n;
  if (amount !== owed) findings.fault('credits', 'creditPaid', { memberId, actual: amount, expected: owed });
  credits.creditOf.set(memberId, owed - amount);
  credits.paid += amount;
}

function creditsOf(
  { activeThrough }: CreditBooks,
  { sponsorOf }: People,
  order: Exclude<VolumeEntry, { kind: 'attestation' }>,
  period: number,
  levels: readonly bigint[],
): VolumeEntry[] {
  const found: VolumeEntry[] = [];
  let level = 0;
  let memberId = order.kind === 'customerSale' ? order.memberId : (sponsorOf[order.memberId] ?? 0);
  for (let looked = 0; looked < FARTHEST && level < levels.length && memberId > 1; looked += 1) {
    if ((activeThrough.get(memberId) ?? 0) >= period) {
      const cv = ((levels[level] ?? 0n) * order.cv) / PPM;
      level += 1;
      if (cv > 0n) found.push({ kind: 'instantSettled', memberId, pv: BigInt(level), cv, orderRef: order.orderRef });
    }
    memberId = sponsorOf[memberId] ?? 0;
  }
  return found;
}

function useNumber({ used }: CreditBooks, memberId: number, saleNumber: number, findings: Findings): void {
  const numbers = used.get(memberId) ?? new Set<number>();
  const highest = Math.max(0, ...numbers);
  if (numbers.has(saleNumber)) findings.fault('credits', 'saleTwice', { memberId, saleNumber });
  if (saleNumber < 1 || saleNumber + WINDOW <= highest)
    findings.fault('credits', 'saleTooOld', { memberId, saleNumber, highest });
  numbers.add(saleNumber);
  used.set(memberId, numbers);
}

function spelled(entry: VolumeEntry | undefined): string {
  if (entry === undefined) return 'none';
  if (entry.kind === 'attestation') return entry.kind;
  return `${entry.kind} member ${entry.memberId} level ${entry.pv} amount ${entry.cv} order ${entry.orderRef}`;
}
