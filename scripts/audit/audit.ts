import { type Plan, prepareHashing, replay, type Replayed, type RunResult } from '#engine/index.ts';
import { reach } from '#chain/client.ts';
import type { Deployment } from '#chain/deployment.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { toDecimalText } from '#kernel/money.ts';
import { checkFiles, fileSource } from './files.ts';
import { type Books, type ClosedPeriod, foldPlan, foldVolumes, newBooks } from './ledger.ts';
import { type ChainEvent, readEvents } from './logs.ts';
import { type AuditNode, openNode } from './node.ts';
import { checkMoney, checkRoots, foldVault, newVaultBooks } from './payouts.ts';
import { foldPeople, memberCount, newPeople, type People } from './people.ts';
import { type AuditReport, AuditStopped, Findings } from './report.ts';
import { checkDeployment, checkViews, vaultBalance } from './views.ts';

export interface AuditOptions {
  readonly rpc: string;
  readonly deployment: Deployment;
  /** Site or folder of the published payout files; they are not checked without it. */
  readonly files?: string | undefined;
  /** Audit as of this block; the newest when left out. */
  readonly block?: bigint | undefined;
  /** Told of progress: a step's id and a percentage where there is one. */
  readonly told?:
    ((step: 'connect' | 'events' | 'rebuild' | 'calculate' | 'views' | 'files', percent?: number) => void) | undefined;
}

/**
 * Rebuilds everything from the events of the chain and compares. Needs no account and nothing that the company keeps, but the payout files.
 * @throws UplineError CHAIN.* when there is nothing to audit: no node, another chain, no contracts
 */
export async function audit({ rpc, deployment, files, block, told = () => undefined }: AuditOptions): Promise<AuditReport> {
  told('connect');
  await prepareHashing();
  const node = await openNode(rpc, deployment, block);
  const findings = new Findings();
  try {
    await checkEverything(node, deployment, files, findings, told);
  } catch (error) {
    if (!(error instanceof AuditStopped)) throw error;
  }
  const { number, hash } = node.block;
  return findings.report({
    chainId: deployment.chainId,
    vault: deployment.contracts.payoutVault,
    block: { number: number.toString(), hash },
  });
}

async function checkEverything(
  node: AuditNode,
  deployment: Deployment,
  files: string | undefined,
  findings: Findings,
  told: NonNullable<AuditOptions['told']>,
): Promise<void> {
  await checkDeployment(node, deployment, findings);
  told('events', 0);
  const events = await readEvents(node, deployment, findings, (percent) => told('events', percent));
  told('rebuild');
  const { people, books } = rebuild(events, deployment, findings);
  findings.done('tree', {
    members: memberCount(people),
    depth: people.depthOf.reduce((most, depth) => Math.max(most, depth), 0),
  });
  findings.done('wallets', { wallets: people.memberByWallet.size });
  findings.done('plans', { plans: books.plans.size });
  findings.done('volumes', { batches: books.batches, entries: books.open.point.entryCount });
  findings.done('periods', { closed: books.closed.length, open: books.open.period });

  told('calculate');
  const runs = calculate(people, books, deployment, findings);
  const vault = newVaultBooks();
  // The vault's events are read once more, with wallets, routes and credits as they were at each of them.
  const then = newPeople();
  const sold = newBooks();
  const quiet = new Findings();
  const timeOf = async (number: bigint): Promise<bigint> =>
    (await reach(() => node.client.getBlock({ blockNumber: number }))).timestamp;
  for (const event of events) {
    if (event.contract === 'genealogy') foldPeople(then, event, deployment.placementWidth, quiet);
    else if (event.contract === 'planRegistry') foldPlan(sold, event, quiet);
    else if (event.contract === 'volumeLedger') foldVolumes(sold, then, event, quiet);
    else if (event.contract === 'payoutVault')
      await foldVault(vault, then, event, { runs, timeOf, credits: sold.credits }, findings);
  }
  const decided = vault.proposals.filter((one) => one.outcome !== 'pending').length;
  findings.done('decisions', { decided, pending: vault.proposals.length - decided });
  const show = amountText(books);
  findings.done('credits', { sales: sold.credits.sales, credited: show(sold.credits.total), paid: show(sold.credits.paid) });
  findings.done('claims', { claims: vault.claims, members: vault.settledOf.size, bank: show(vault.byBank) });
  checkRoots(vault, runs, findings);
  const budgetOf = (period: number): bigint => books.closed.find((one) => one.period === period)?.budget ?? 0n;
  checkMoney(vault, sold, await vaultBalance(node, deployment), budgetOf, show, findings);

  told('views');
  await checkViews(node, deployment, { people, books: sold, vault }, findings);
  told('files');
  if (files === undefined) findings.skip('files', 'noFilesNamed');
  else await checkFiles(fileSource(files), vault.proposals, runs, findings);
}

/** Tree, wallets, plans, volumes and periods, from the events in their order. */
export function rebuild(
  events: readonly ChainEvent[],
  deployment: Deployment,
  findings: Findings,
): { people: People; books: Books } {
  const people = newPeople();
  const books = newBooks();
  for (const event of events) {
    if (event.contract === 'genealogy') foldPeople(people, event, deployment.placementWidth, findings);
    else if (event.contract === 'planRegistry') foldPlan(books, event, findings);
    else if (event.contract === 'volumeLedger') foldVolumes(books, people, event, findings);
  }
  return { people, books };
}

/** Amounts in the currency of the first plan, the same in every language so that the report's hash is. */
function amountText(books: Books): (amount: bigint) => string {
  const { currency } = books.plans.get(1)?.plan ?? {};
  return (amount) =>
    currency === undefined ? String(amount) : `${toDecimalText(amount, currency.minorDigits)} ${currency.code}`;
}

/** Runs every closed period anew. */
function calculate(people: People, books: Books, deployment: Deployment, findings: Findings): Map<number, RunResult> {
  const runs = new Map<number, RunResult>();
  try {
    for (const { result } of replayed(people, books, deployment, books.closed)) {
      runs.set(result.period, result);
      for (const { entry, orderRef, memberId, reason } of result.anomalies) {
        findings.note('anomaly', { period: result.period, entry, orderRef, memberId, reason });
      }
    }
  } catch (error) {
    if (!(error instanceof UplineError)) throw error;
    findings.stop('roots', 'cannotCalculate', { reason: error.message });
  }
  return runs;
}

/** The engine's replay over what was rebuilt. @throws UplineError ENGINE.* */
export function replayed(
  people: People,
  books: Books,
  deployment: Deployment,
  periods: readonly ClosedPeriod[],
): Generator<Replayed<RunResult>, void> {
  const plans = new Map<number, Plan>();
  for (const { version, plan } of books.plans.values()) if (plan !== undefined) plans.set(version, plan);
  const domain = { chainId: deployment.chainId, vault: deployment.contracts.payoutVault, token: deployment.contracts.token };
  // Places are given with the number and never change: who was there in a period stood where they stand.
  const placement = { parentOf: Uint32Array.from(people.parentOf), legOf: Uint8Array.from(people.legOf) };
  const trees = { sponsorOf: Uint32Array.from(people.sponsorOf), ...(deployment.placementWidth === 0 ? {} : { placement }) };
  return replay({ domain, ...trees, periods }, plans);
}
