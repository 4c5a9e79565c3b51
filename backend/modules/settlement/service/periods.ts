import type { DryRun, PeriodSummary } from '#api/settlement.ts';
import type { AsOf as ApiAsOf } from '#api/values.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { FIRST_PERIOD, FOUNDING_PERIOD } from '#kernel/period.ts';
import type { AsOf, ClosedPeriod, Proposal } from '#mirror/read/index.ts';
import { summarise, type StoredRun } from '#modules/commissions/index.ts';
import { readLiveRequests, readPayoutFiles } from '../repository.ts';
import { compareNets, inputsDigest, presentChange, refuseUnlessOpen, statusOfPeriod } from '../rules.ts';
import type { CloseRequestRecord, PayoutFileRecord } from '../types.ts';
import type { Closing } from './closing.ts';
import type { Payouts } from './payouts.ts';
import type { SettlementOptions } from './options.ts';
import { presentFigures, presentProposal, presentRequest, presentRun } from './present.ts';

export interface Periods {
  /** Newest first. */
  listPeriods(): Promise<PeriodSummary[]>;
  /** @throws UplineError SETTLEMENT.UNKNOWN_PERIOD */
  periodByNumber(period: number): Promise<PeriodSummary>;
  /** Calculates without storing anything, and compares with the period before. */
  dryRun(period: number): Promise<DryRun>;
  presentCloseRequest(request: CloseRequestRecord): Promise<PeriodSummary['closeRequest'] & {}>;
}

/** What all summaries are made from; read once for a list. */
interface Overview {
  readonly open: number;
  readonly closed: ReadonlyMap<number, ClosedPeriod>;
  readonly runs: ReadonlyMap<number, StoredRun>;
  readonly files: ReadonlyMap<number, PayoutFileRecord>;
  readonly requests: ReadonlyMap<number, CloseRequestRecord>;
  readonly proposals: readonly Proposal[];
  readonly asOf: AsOf;
}

const shownDifferences = 20;

export function createPeriods(
  options: SettlementOptions,
  closing: Closing,
  { runProgress }: Pick<Payouts, 'runProgress'>,
): Periods {
  const { database, mirror, commissions, names } = options;

  const overview = async (): Promise<Overview> => {
    const [open, closed, runs, files, requests, proposals, asOf] = await Promise.all([
      mirror.currentPeriod(),
      mirror.closedPeriods(),
      commissions.storedRuns(),
      readPayoutFiles(database.prisma),
      readLiveRequests(database.prisma),
      mirror.proposals(),
      mirror.asOf(),
    ]);
    return {
      open,
      closed: new Map(closed.map((period) => [period.period, period])),
      runs: new Map(runs.map((run) => [run.period, run])),
      files,
      requests,
      proposals,
      asOf,
    };
  };

  const presentCloseRequest = async (request: CloseRequestRecord) => {
    const people = [request.requestedBy, ...(request.approvedBy === null ? [] : [request.approvedBy])];
    const known = await names.ofWallets(people.map((person) => person.wallet));
    const waiting = request.approvedAt === null && request.period === (await mirror.currentPeriod());
    const outdated = waiting ? (await closing.currentDigest(request.period)) !== request.inputsDigest : true;
    return presentRequest(request, known, outdated);
  };

  /** How many of the leaves of an accepted period were paid in full, and how much of its total. */
  const claimsOf = async (period: number): Promise<NonNullable<PeriodSummary['claims']>> => {
    const { result } = await commissions.closedRun(period);
    const settled = await mirror.settledOfAll();
    let members = 0;
    let received = 0n;
    for (const { memberId, cumulative } of result.tree.leaves) {
      const paid = settled.get(memberId) ?? 0n;
      if (paid >= cumulative) members += 1;
      received += paid < cumulative ? paid : cumulative;
    }
    return { members, received: received.toString(), total: result.total.toString() };
  };

  const summaryOf = async (period: number, facts: Overview): Promise<PeriodSummary> => {
    const closed = facts.closed.get(period);
    const run = facts.runs.get(period);
    const file = facts.files.get(period);
    const request = facts.requests.get(period);
    const acceptedPeriod = facts.proposals.find((proposal) => proposal.decision?.decision === 'accepted')?.period;
    const [newest] = facts.proposals;
    const pendingPeriod = newest?.decision === undefined ? newest?.period : undefined;
    const calculated = run !== undefined && file !== undefined;
    const status = statusOfPeriod(period, { open: facts.open, acceptedPeriod, pendingPeriod, calculated });
    const proposal = facts.proposals.find((item) => item.period === period);
    return {
      period,
      status,
      ...(closed === undefined ? await openFigures(period) : closedFigures(closed)),
      closeRequest: request === undefined ? null : await presentCloseRequest(request),
      run: calculated ? presentRun(run, file) : null,
      runProgress: runProgress(period) ?? null,
      proposal: proposal === undefined ? null : presentProposal(proposal),
      claims: status === 'accepted' && period >= FIRST_PERIOD ? await claimsOf(period) : null,
      asOf: presentAsOf(facts.asOf),
    };
  };

  const openFigures = async (period: number) => {
    const outcome = period === FOUNDING_PERIOD ? undefined : await commissions.openOutcome();
    return {
      memberCount: await mirror.memberCount(),
      entryCount: String(outcome?.result.entryCount ?? 0),
      cv: (await mirror.periodCv(period)).toString(),
      budget: null,
      planVersion: (await mirror.planForPeriod(period))?.version ?? null,
      closedAt: null,
      inputHash: null,
    };
  };

  const previousNets = async (period: number): Promise<Map<number, bigint>> => {
    if (period <= FIRST_PERIOD) return new Map();
    const { earnings } = (await commissions.closedRun(period - 1)).result;
    return new Map(Array.from(earnings, ({ memberId, net }) => [memberId, net]));
  };

  return {
    presentCloseRequest,
    listPeriods: async () => {
      const facts = await overview();
      const summaries: PeriodSummary[] = [];
      for (let period = facts.open; period >= FOUNDING_PERIOD; period -= 1) summaries.push(await summaryOf(period, facts));
      return summaries;
    },
    periodByNumber: async (period) => {
      const facts = await overview();
      if (period > facts.open) throw new UplineError('SETTLEMENT.UNKNOWN_PERIOD', { period });
      return summaryOf(period, facts);
    },
    dryRun: async (period) => {
      if (period === FOUNDING_PERIOD) return foundingRun();
      const { input, result, asOf } = await commissions.outcomeOf(period);
      const figures = summarise(input, result);
      const nets = new Map(Array.from(result.earnings, ({ memberId, net }) => [memberId, net]));
      const changes = compareNets(await previousNets(period), nets, shownDifferences);
      const { largest, newEarners, vanished, newEarnerCount, vanishedCount } = changes;
      const known = await names.ofMembers([...largest, ...newEarners, ...vanished].map((change) => change.memberId));
      const present = (list: typeof largest) => list.map((change) => presentChange(change, known.get(change.memberId)));
      const { planHash } = (await mirror.planByVersion(input.planVersion)) ?? {};
      if (planHash === undefined) throw new UplineError('PLANS.UNKNOWN_VERSION', { version: input.planVersion });
      return {
        period,
        ...presentFigures(figures),
        previousPeriod: period > FIRST_PERIOD ? period - 1 : null,
        differences: {
          largest: present(largest),
          newEarners: present(newEarners),
          newEarnerCount,
          vanished: present(vanished),
          vanishedCount,
        },
        inputsDigest: inputsDigest({ period, entryCount: result.entryCount, runningHash: input.runningHash, planHash }),
        asOf: presentAsOf(asOf),
      };
    },
  };

  /** Nothing was sold in the founding period, so all that can be seen is which plan comes after it. */
  async function foundingRun(): Promise<DryRun> {
    refuseUnlessOpen(FOUNDING_PERIOD, await mirror.currentPeriod());
    const plan = await mirror.planForPeriod(FIRST_PERIOD);
    if (plan === undefined) throw new UplineError('PLANS.NONE_FOR_PERIOD', { period: FIRST_PERIOD });
    const zero = { periodTotal: '0', total: '0', debtTotal: '0', limit: '0', capUsePpm: 0, payoutRatioPpm: 0, earners: 0 };
    return {
      period: FOUNDING_PERIOD,
      planVersion: plan.version,
      totals: [],
      ...zero,
      scaleDown: null,
      previousPeriod: null,
      differences: { largest: [], newEarners: [], newEarnerCount: 0, vanished: [], vanishedCount: 0 },
      inputsDigest: await closing.currentDigest(FOUNDING_PERIOD),
      asOf: presentAsOf(await mirror.asOf()),
    };
  }
}

function closedFigures({ memberCount, entryCount, cv, budget, planVersion, closedAt, inputHash }: ClosedPeriod) {
  return {
    memberCount,
    entryCount: entryCount.toString(),
    cv: cv.toString(),
    budget: budget.toString(),
    planVersion: planVersion === 0 ? null : planVersion,
    closedAt: closedAt.toISOString(),
    inputHash,
  };
}

function presentAsOf({ block, time }: AsOf): ApiAsOf {
  return { block, time: time.toISOString() };
}
