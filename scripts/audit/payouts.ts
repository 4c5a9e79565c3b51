import type { RunResult } from '#engine/index.ts';
import { ZERO_HASH, type Hex } from '#kernel/hex.ts';
import type { Books } from './ledger.ts';
import type { ChainEvent } from './logs.ts';
import { foldWithdrawal, type CreditBooks } from './credits.ts';
import { isPaidByBank, type People } from './people.ts';
import type { Findings } from './report.ts';

type VaultEvent = Extract<ChainEvent, { contract: 'payoutVault' }>;
type ArgsOf<Name extends string> = Extract<VaultEvent, { eventName: Name }>['args'];

/** A root as it was proposed, and what became of it. */
export interface ProposedRoot {
  readonly args: ArgsOf<'RootProposed'>;
  outcome: 'pending' | 'accepted' | 'rejected';
}

/** The vault as its events tell it. */
export interface VaultBooks {
  readonly proposals: ProposedRoot[];
  accepted: ProposedRoot | undefined;
  readonly settledOf: Map<number, bigint>;
  /** Σ settled, by token and by bank. */
  totalSettled: bigint;
  /** Of these by bank: no token of the vault moved. */
  byBank: bigint;
  claims: number;
  funded: bigint;
  withdrawn: bigint;
}

export function newVaultBooks(): VaultBooks {
  return {
    proposals: [],
    accepted: undefined,
    settledOf: new Map(),
    totalSettled: 0n,
    byBank: 0n,
    claims: 0,
    funded: 0n,
    withdrawn: 0n,
  };
}

/** What the auditor calculated, by period, and the time of a block (seconds) for the review window. */
export interface Calculated {
  readonly runs: ReadonlyMap<number, RunResult>;
  readonly timeOf: (block: bigint) => Promise<bigint>;
  /** Credits of sales as they stood at the event. */
  readonly credits: CreditBooks;
}

/** Takes one event of the vault in and compares it with the calculation. Events must come in the order of the chain. */
export async function foldVault(
  books: VaultBooks,
  people: People,
  event: VaultEvent,
  calculated: Calculated,
  findings: Findings,
): Promise<void> {
  switch (event.eventName) {
    case 'RootProposed':
      books.proposals.push({ args: event.args, outcome: 'pending' });
      return;
    case 'RootRejected':
    case 'RootAccepted':
      return decide(books, event, calculated, findings);
    case 'Claimed':
    case 'BankAcknowledged':
      return foldClaim(books, people, event, calculated, findings);
    case 'CreditWithdrawn': {
      const { memberId, wallet, amount } = event.args;
      checkWallet('credits', people, memberId, wallet, findings);
      foldWithdrawal(calculated.credits, memberId, amount, findings);
      return;
    }
    case 'Funded':
      books.funded += event.args.amount;
      return;
    case 'SurplusWithdrawn':
      books.withdrawn += event.args.amount;
      return;
    default:
      return;
  }
}

async function decide(
  books: VaultBooks,
  event: Extract<VaultEvent, { eventName: 'RootRejected' | 'RootAccepted' }>,
  calculated: Calculated,
  findings: Findings,
): Promise<void> {
  const { period, root, by } = event.args;
  const pending = books.proposals.findLast((one) => one.outcome === 'pending');
  if (pending === undefined || pending.args.root !== root || pending.args.period !== period) {
    findings.fault('decisions', 'decisionOnNothing', { period, root });
    return;
  }
  if (event.eventName === 'RootRejected') {
    pending.outcome = 'rejected';
    return;
  }
  pending.outcome = 'accepted';
  books.accepted = pending;
  if (by.toLowerCase() === pending.args.proposer.toLowerCase())
    findings.fault('decisions', 'samePerson', { period, account: by });
  const at = await calculated.timeOf(event.block);
  if (at < pending.args.reviewEndsAt) findings.fault('decisions', 'windowCut', { period, at, until: pending.args.reviewEndsAt });
  if (event.args.total !== pending.args.total)
    findings.fault('decisions', 'totalChanged', { period, actual: event.args.total, expected: pending.args.total });
}

function foldClaim(
  books: VaultBooks,
  people: People,
  event: Extract<VaultEvent, { eventName: 'Claimed' | 'BankAcknowledged' }>,
  { runs }: Calculated,
  findings: Findings,
): void {
  const { memberId, amount, cumulative } = event.args;
  const before = books.settledOf.get(memberId) ?? 0n;
  const run = books.accepted === undefined ? undefined : runs.get(books.accepted.args.period);
  const owed = run?.carryOut.cumulative[memberId] ?? 0n;
  if (cumulative !== owed) findings.fault('claims', 'claimNotOwed', { memberId, actual: cumulative, expected: owed });
  if (amount !== cumulative - before)
    findings.fault('claims', 'claimAmount', { memberId, actual: amount, expected: cumulative - before });
  if (event.eventName === 'Claimed') {
    checkWallet('claims', people, memberId, event.args.wallet, findings);
  } else {
    if (!isPaidByBank(people, memberId)) findings.fault('claims', 'bankUnwanted', { memberId });
    books.byBank += amount;
  }
  books.settledOf.set(memberId, cumulative);
  books.totalSettled += amount;
  books.claims += 1;
}

function checkWallet(check: 'claims' | 'credits', people: People, memberId: number, wallet: Hex, findings: Findings): void {
  if (people.walletOf[memberId]?.toLowerCase() !== wallet.toLowerCase())
    findings.fault(check, 'claimWallet', { memberId, wallet });
  else if (isPaidByBank(people, memberId)) findings.fault(check, 'tokenUnwanted', { memberId });
}

/** Compares every root that is or was put forward with the one calculated. A wrong root that was rejected is how it should be. */
export function checkRoots(books: VaultBooks, runs: ReadonlyMap<number, RunResult>, findings: Findings): void {
  let compared = 0;
  let rejected = 0;
  for (const { args, outcome } of books.proposals) {
    if (outcome === 'rejected') {
      rejected += 1;
      findings.note('rootRejected', { period: args.period, root: args.root });
      continue;
    }
    compared += 1;
    const run = runs.get(args.period);
    if (run === undefined) {
      findings.fault('roots', 'rootOfOpenPeriod', { period: args.period });
      continue;
    }
    const expected = {
      root: run.root,
      total: run.total,
      leafCount: run.leafCount,
      planVersion: run.planVersion,
      inputHash: run.inputHash,
      stateRoot: run.stateRoot,
    };
    for (const [field, value] of Object.entries(expected)) {
      const actual = args[field as keyof typeof expected];
      if (actual !== value)
        findings.fault('roots', 'rootField', { period: args.period, state: outcome, field, actual, expected: value });
    }
  }
  findings.done('roots', { calculated: runs.size, compared, rejected });
}

/** What is owed and what is there: claims ≤ accepted total ≤ what the vault got and kept; credits of sales stand beside it. */
export function checkMoney(
  books: VaultBooks,
  { credits }: Books,
  balance: bigint,
  budgetOf: (period: number) => bigint,
  show: (amount: bigint) => string,
  findings: Findings,
): void {
  const { args } = books.accepted ?? {};
  const owed = args?.total ?? 0n;
  if (books.totalSettled > owed) findings.fault('money', 'paidOverOwed', { actual: books.totalSettled, expected: owed });
  const credit = credits.total - credits.paid;
  const outstanding = owed - books.totalSettled + credit;
  if (balance < outstanding) findings.fault('money', 'notFunded', { actual: balance, expected: outstanding });
  const paidByToken = books.totalSettled - books.byBank + credits.paid;
  const kept = books.funded + credits.sold - books.withdrawn - paidByToken;
  if (balance < kept) findings.fault('money', 'moneyGone', { actual: balance, expected: kept });
  let previous = 0n;
  for (const { args: proposal, outcome } of books.proposals) {
    if (outcome !== 'accepted') continue;
    const most = budgetOf(proposal.period) > previous ? budgetOf(proposal.period) : previous;
    if (proposal.total > most)
      findings.fault('money', 'overBudget', { period: proposal.period, actual: proposal.total, expected: most });
    if (proposal.total < previous)
      findings.fault('money', 'totalFell', { period: proposal.period, actual: proposal.total, expected: previous });
    previous = proposal.total;
  }
  findings.done('money', { owed: show(owed), paid: show(books.totalSettled), credit: show(credit), balance: show(balance) });
}

/** The root in force, or that of the empty tree. */
export const acceptedRoot = (books: VaultBooks): Hex => books.accepted?.args.root ?? ZERO_HASH;
