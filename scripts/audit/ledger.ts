import { keccak256 } from 'viem';
import {
  batchRoot,
  budgetAfter,
  foldBatches,
  inputHash,
  LEDGER_START,
  type LedgerPoint,
  parsePlanText,
  type PeriodFacts,
  type Plan,
  type VolumeEntry,
} from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { hexToBytes, ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { readInstantLevels } from '#kernel/instant-levels.ts';
import { foldSale, newCreditBooks, type CreditBooks } from './credits.ts';
import type { ChainEvent } from './logs.ts';
import { ZERO_ADDRESS } from './addresses.ts';
import { memberCount, type People } from './people.ts';
import type { Findings } from './report.ts';

export interface PublishedPlan {
  readonly version: number;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly capPpm: number;
  /** Instant rates by level, ppm. */
  readonly levels: readonly bigint[];
  /** Undefined when its text is not a plan that this auditor understands. */
  readonly plan: Plan | undefined;
}

export interface ClosedPeriod extends PeriodFacts {
  readonly entryCount: number;
  readonly cv: bigint;
  readonly planHash: Hex;
  readonly inputHash: Hex;
  readonly instant: bigint;
}

/** Plans, volumes and periods as their events tell them. */
export interface Books {
  readonly plans: Map<number, PublishedPlan>;
  readonly closed: ClosedPeriod[];
  open: { period: number; start: LedgerPoint; point: LedgerPoint; entries: VolumeEntry[]; cv: bigint; batches: number };
  budget: bigint;
  batches: number;
  readonly credits: CreditBooks;
  /** The contract through which orders are paid on the chain. */
  checkout: Hex;
}

export function newBooks(): Books {
  const open = { period: 0, start: LEDGER_START, point: LEDGER_START, entries: [], cv: 0n, batches: 0 };
  return { plans: new Map(), closed: [], open, budget: 0n, batches: 0, credits: newCreditBooks(), checkout: ZERO_ADDRESS };
}

/** The last published version whose first period has come. */
export function governing(books: Books, period: number): PublishedPlan | undefined {
  return [...books.plans.values()].findLast((plan) => plan.firstPeriod <= period);
}

export function foldPlan(books: Books, event: Extract<ChainEvent, { contract: 'planRegistry' }>, findings: Findings): void {
  if (event.eventName !== 'PlanPublished') return;
  const { version, planHash, firstPeriod, capPpm, instantLevels, spec } = event.args;
  const bytes = hexToBytes(spec);
  const previous = books.plans.get(version - 1);
  if (version !== books.plans.size + 1) findings.fault('plans', 'planVersion', { version, expected: books.plans.size + 1 });
  if (keccak256(spec) !== planHash) findings.fault('plans', 'planHash', { version, actual: keccak256(spec), expected: planHash });
  // Nobody may learn the rules of a period after it has begun.
  if (firstPeriod <= books.open.period) findings.fault('plans', 'planTooLate', { version, firstPeriod, open: books.open.period });
  if (previous !== undefined && firstPeriod < previous.firstPeriod)
    findings.fault('plans', 'planGoesBack', { version, firstPeriod });
  let plan: Plan | undefined;
  try {
    plan = parsePlanText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    findings.fault('plans', 'planUnreadable', { version, reason: error instanceof UplineError ? error.message : 'not UTF-8' });
  }
  if (plan !== undefined && plan.cap.ratePpm !== capPpm) {
    findings.fault('plans', 'planCap', { version, actual: capPpm, expected: plan.cap.ratePpm });
  }
  books.plans.set(version, {
    version,
    planHash,
    firstPeriod,
    capPpm,
    levels: readInstantLevels(instantLevels).map(BigInt),
    plan,
  });
}

export function foldVolumes(
  books: Books,
  people: People,
  event: Extract<ChainEvent, { contract: 'volumeLedger' }>,
  findings: Findings,
): void {
  if (event.eventName === 'VolumesRecorded' || event.eventName === 'SaleRecorded') foldBatch(books, people, event, findings);
  else if (event.eventName === 'CheckoutChanged') books.checkout = event.args.checkout;
  else if (event.eventName === 'PeriodClosed') closePeriod(books, people, event.args, findings);
}

type EventOf<Name extends string> = Extract<ChainEvent, { contract: 'volumeLedger'; eventName: Name }>;

function foldBatch(
  books: Books,
  people: People,
  event: EventOf<'VolumesRecorded'> | EventOf<'SaleRecorded'>,
  findings: Findings,
): void {
  const { open } = books;
  const batch = event.args;
  const bytes = hexToBytes(batch.entries);
  const about = { seq: batch.seq, period: batch.period };
  if (batch.period !== open.period) findings.fault('volumes', 'batchPeriod', { ...about, expected: open.period });
  if (Number(batch.firstEntry) !== open.point.entryCount) {
    findings.fault('volumes', 'batchFirstEntry', { ...about, actual: batch.firstEntry, expected: open.point.entryCount });
  }
  let folded: ReturnType<typeof foldBatches>;
  try {
    folded = foldBatches(open.point, [bytes], memberCount(people));
  } catch (error) {
    if (!(error instanceof UplineError)) throw error;
    return findings.stop('volumes', 'batchUnreadable', { ...about, reason: error.message });
  }
  if ('count' in batch && folded.entries.length !== batch.count)
    findings.fault('volumes', 'batchCount', { ...about, actual: batch.count, expected: folded.entries.length });
  if (folded.runningHash !== batch.runningHash) {
    findings.fault('volumes', 'runningHash', { ...about, actual: batch.runningHash, expected: folded.runningHash });
  }
  if ('batchRoot' in batch && batchRoot(bytes) !== batch.batchRoot)
    findings.fault('volumes', 'batchRoot', { ...about, actual: batch.batchRoot, expected: batchRoot(bytes) });
  // A credit comes only with a sale through Checkout, which says by itself that it is one.
  if (event.eventName === 'SaleRecorded')
    foldSale(books.credits, governing(books, batch.period), people, event.args, folded.entries, findings);
  else if (folded.entries.some(({ kind }) => kind === 'instantSettled')) findings.fault('credits', 'creditWithoutSale', about);
  for (const entry of folded.entries) open.entries.push(entry);
  open.cv += folded.cv;
  open.point = { entryCount: folded.entryCount, runningHash: folded.runningHash };
  books.batches += 1;
}

function closePeriod(books: Books, people: People, event: EventOf<'PeriodClosed'>['args'], findings: Findings): void {
  const { open, credits } = books;
  const instant = credits.ofPeriod;
  const { period } = open;
  const plan = period === 0 ? undefined : governing(books, period);
  if (period !== 0 && plan === undefined) findings.stop('periods', 'periodWithoutPlan', { period });
  if (plan !== undefined) books.budget = budgetAfter(books.budget, open.cv, plan.capPpm, instant);
  const expected = {
    period,
    memberCount: memberCount(people),
    entryCount: BigInt(open.point.entryCount),
    cv: open.cv,
    budget: books.budget,
    planVersion: plan?.version ?? 0,
    runningHash: open.point.runningHash,
    inputHash: inputHash({
      period,
      memberCount: memberCount(people),
      entryCount: open.point.entryCount,
      runningHash: open.point.runningHash,
      planHash: plan?.planHash ?? ZERO_HASH,
    }),
    instant,
  };
  for (const [field, value] of Object.entries(expected)) {
    const actual = event[field as keyof typeof expected];
    if (actual !== value) findings.fault('periods', 'periodField', { period, field, actual, expected: value });
  }
  books.closed.push({
    period,
    planVersion: expected.planVersion,
    planHash: plan?.planHash ?? ZERO_HASH,
    memberCount: expected.memberCount,
    firstEntry: open.start.entryCount,
    entryCount: open.point.entryCount,
    entries: open.entries,
    runningHash: expected.runningHash,
    budget: books.budget,
    cv: open.cv,
    inputHash: expected.inputHash,
    instant,
  });
  credits.ofPeriod = 0n;
  books.open = { period: period + 1, start: open.point, point: open.point, entries: [], cv: 0n, batches: 0 };
}
