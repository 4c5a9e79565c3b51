import type { CloseRequest, ProposalSummary, RunSummary } from '#api/settlement.ts';
import type { Proposal } from '#mirror/read/index.ts';
import type { RunFigures, StoredRun } from '#modules/commissions/index.ts';
import type { CloseRequestRecord, PayoutFileRecord, StaffPerson } from '../types.ts';

type PresentedFigures = Omit<
  RunSummary,
  'period' | 'planHash' | 'root' | 'leafCount' | 'inputHash' | 'stateRoot' | 'fileHash' | 'calculatedAt'
>;

export function presentFigures(figures: RunFigures): PresentedFigures {
  return {
    planVersion: figures.planVersion,
    totals: figures.totals.map(({ bonusId, name, amount, lines }) => ({ bonusId, name, amount: amount.toString(), lines })),
    earners: figures.earners,
    periodTotal: figures.periodTotal.toString(),
    total: figures.total.toString(),
    debtTotal: figures.debtTotal.toString(),
    capUsePpm: figures.capUsePpm,
    payoutRatioPpm: figures.payoutRatioPpm,
    limit: figures.limit.toString(),
    scaleDown:
      figures.scaleDown === null
        ? null
        : { limit: figures.scaleDown.limit.toString(), gross: figures.scaleDown.gross.toString() },
  };
}

export function presentRun(run: StoredRun, file: PayoutFileRecord): RunSummary {
  const { period, planHash, root, leafCount, inputHash, stateRoot, createdAt, figures } = run;
  return {
    period,
    ...presentFigures(figures),
    planHash,
    root,
    leafCount,
    inputHash,
    stateRoot,
    fileHash: file.fileHash,
    calculatedAt: createdAt.toISOString(),
  };
}

export function presentProposal(proposal: Proposal): ProposalSummary {
  const { period, root, total, leafCount, planVersion, inputHash, stateRoot, fileHash, proposer, decision } = proposal;
  return {
    period,
    root,
    total: total.toString(),
    leafCount,
    planVersion,
    inputHash,
    stateRoot,
    fileHash,
    proposer,
    proposedAt: proposal.proposedAt.toISOString(),
    reviewEndsAt: proposal.reviewEndsAt.toISOString(),
    txHash: proposal.transactionHash,
    state: decision === undefined ? 'inReview' : decision.decision,
    decidedBy: decision?.by ?? null,
    decidedAt: decision?.decidedAt.toISOString() ?? null,
    reason: decision?.reason ?? null,
  };
}

/** @param outdated whether the figures that the requester saw are no longer those of the period */
export function presentRequest(request: CloseRequestRecord, names: ReadonlyMap<string, string>, outdated: boolean): CloseRequest {
  const person = (staff: StaffPerson) => ({ ...staff, name: names.get(staff.wallet.toLowerCase()) ?? null });
  const { requestId, period, inputsDigest, requestedBy, requestedAt, approvedBy, approvedAt, operationId } = request;
  const waiting = outdated || request.withdrawnAt !== null ? 'outdated' : 'waiting';
  return {
    requestId,
    period,
    inputsDigest,
    requestedBy: person(requestedBy),
    requestedAt: requestedAt.toISOString(),
    state: approvedAt === null ? waiting : 'approved',
    approvedBy: approvedBy === null ? null : person(approvedBy),
    approvedAt: approvedAt?.toISOString() ?? null,
    operationId,
  };
}
