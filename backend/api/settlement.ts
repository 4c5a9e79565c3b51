import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { operation } from './operations.ts';
import {
  address,
  amountString,
  asOf,
  hash,
  localizedText,
  memberId,
  period,
  periodText,
  ppm,
  time,
  unsignedAmountString,
  uuid,
} from './values.ts';

const count = z.int().min(0);
const entryCount = z.string().regex(/^\d{1,20}$/);
const periodPath = z.strictObject({ period: periodText });

export const periodStatus = z.enum(['open', 'closed', 'calculated', 'inReview', 'accepted']);
export const bonusTotal = z
  .object({ bonusId: z.string(), name: localizedText, amount: amountString, lines: count })
  .meta({ id: 'BonusTotal' });
export const scaleDown = z.object({ limit: unsignedAmountString, gross: unsignedAmountString }).meta({ id: 'ScaleDown' });

/** Figures that a run and a dry run share. */
const runFigures = {
  planVersion: z.int().min(1),
  totals: z.array(bonusTotal),
  earners: count,
  periodTotal: amountString.meta({ description: 'What this period adds to all that is owed.' }),
  total: unsignedAmountString.meta({ description: 'All that is owed since the beginning: the sum in the root.' }),
  debtTotal: unsignedAmountString,
  capUsePpm: ppm.meta({ description: 'Part of the limit of the period that is used.' }),
  payoutRatioPpm: ppm.meta({ description: 'Total of the period against its CV.' }),
  limit: unsignedAmountString,
  scaleDown: scaleDown.nullable(),
};

export const runSummary = z
  .object({
    period,
    ...runFigures,
    planHash: hash,
    root: hash,
    leafCount: count,
    inputHash: hash,
    stateRoot: hash,
    fileHash: hash,
    calculatedAt: time,
  })
  .meta({ id: 'RunSummary' });

export const proposalSummary = z
  .object({
    period,
    root: hash,
    total: unsignedAmountString,
    leafCount: count,
    planVersion: z.int().min(1),
    inputHash: hash,
    stateRoot: hash,
    fileHash: hash,
    proposer: address,
    proposedAt: time,
    reviewEndsAt: time,
    txHash: hash,
    state: z.enum(['inReview', 'accepted', 'rejected']),
    decidedBy: address.nullable(),
    decidedAt: time.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ProposalSummary' });

export const closeRequest = z
  .object({
    requestId: uuid,
    period,
    inputsDigest: hash,
    requestedBy: z.object({ accountId: uuid, name: z.string().nullable(), wallet: address }),
    requestedAt: time,
    state: z.enum(['waiting', 'approved', 'outdated']),
    approvedBy: z.object({ accountId: uuid, name: z.string().nullable(), wallet: address }).nullable(),
    approvedAt: time.nullable(),
    operationId: uuid.nullable(),
  })
  .meta({ id: 'CloseRequest' });

export const periodSummary = z
  .object({
    period,
    status: periodStatus,
    memberCount: count,
    entryCount,
    cv: amountString,
    budget: amountString
      .nullable()
      .meta({ description: 'All that may be owed up to and including this period; null while it is open.' }),
    planVersion: z.int().min(1).nullable(),
    closedAt: time.nullable(),
    inputHash: hash.nullable(),
    closeRequest: closeRequest.nullable(),
    run: runSummary.nullable(),
    runProgress: z
      .object({ step: z.enum(['calculating', 'checking', 'writing', 'publishing']), donePpm: ppm })
      .nullable()
      .meta({ description: 'How far a calculation has come that is going on now, as far as the answering process is at it.' }),
    proposal: proposalSummary.nullable(),
    claims: z.object({ members: count, received: unsignedAmountString, total: unsignedAmountString }).nullable().meta({
      description: 'How many of the leaves have been paid in full, and how much of the total.',
    }),
    asOf,
  })
  .meta({ id: 'PeriodSummary' });

export const difference = z
  .object({ memberId, name: z.string().nullable(), before: amountString, after: amountString, change: amountString })
  .meta({ id: 'Difference', description: 'Net of a member in the previous period and in this one.' });

export const dryRun = z
  .object({
    period,
    ...runFigures,
    previousPeriod: period.nullable(),
    differences: z.object({
      largest: z.array(difference),
      newEarners: z.array(difference),
      newEarnerCount: count,
      vanished: z.array(difference),
      vanishedCount: count,
    }),
    inputsDigest: hash.meta({ description: 'Names exactly what was looked at; the close request repeats it.' }),
    asOf,
  })
  .meta({ id: 'DryRun' });

export const listPeriods = defineRoute({
  id: 'periods.list',
  method: 'GET',
  path: '/periods',
  permission: 'settlement.see',
  summary: 'All periods, newest first.',
  response: z.object({ items: z.array(periodSummary) }),
});

export const getPeriod = defineRoute({
  id: 'periods.get',
  method: 'GET',
  path: '/periods/:period',
  permission: 'settlement.see',
  summary: 'One period.',
  params: periodPath,
  response: periodSummary,
  errors: ['SETTLEMENT.UNKNOWN_PERIOD'],
});

export const dryRunPeriod = defineRoute({
  id: 'periods.dryRun',
  method: 'POST',
  path: '/periods/:period/dry-run',
  permission: 'settlement.see',
  summary: 'Calculates a period without storing anything; whoever approves a closing can look at the same figures.',
  params: periodPath,
  body: z.strictObject({}),
  response: dryRun,
});

export const requestClose = defineRoute({
  id: 'periods.requestClose',
  method: 'POST',
  path: '/periods/:period/close-requests',
  permission: 'settlement.prepare',
  summary: 'Asks a second person to close the period on what the dry run showed.',
  params: periodPath,
  body: z.strictObject({ inputsDigest: hash }),
  response: closeRequest,
  status: 201,
  idempotent: true,
  errors: ['SETTLEMENT.FIGURES_CHANGED', 'SETTLEMENT.ALREADY_CLOSED', 'SETTLEMENT.NOT_OPEN_YET', 'SETTLEMENT.CLOSE_UNDER_WAY'],
});

export const approveClose = defineRoute({
  id: 'closeRequests.approve',
  method: 'POST',
  path: '/close-requests/:requestId/approval',
  permission: 'settlement.approve',
  summary: 'The second person agrees: the period is closed on the chain.',
  params: z.strictObject({ requestId: uuid }),
  body: z.strictObject({}),
  response: operation,
  status: 202,
  idempotent: true,
  errors: [
    'SETTLEMENT.UNKNOWN_REQUEST',
    'SETTLEMENT.SAME_PERSON',
    'SETTLEMENT.REQUEST_WITHDRAWN',
    'SETTLEMENT.FIGURES_CHANGED',
    'SETTLEMENT.ALREADY_CLOSED',
    'SETTLEMENT.NOT_OPEN_YET',
  ],
});

export const runPeriod = defineRoute({
  id: 'periods.run',
  method: 'POST',
  path: '/periods/:period/run',
  permission: 'settlement.prepare',
  summary: 'Calculates a closed period and stores the run and its payout file. Again gives the same.',
  params: periodPath,
  body: z.strictObject({}),
  response: runSummary,
  errors: ['COMMISSIONS.PERIOD_OPEN', 'COMMISSIONS.NOT_FINAL', 'COMMISSIONS.PREVIOUS_MISSING', 'COMMISSIONS.RUN_DIFFERS'],
});

export const paymentRound = z
  .object({ period, members: count, amount: unsignedAmountString, operations: z.array(uuid) })
  .meta({ id: 'PaymentRound', description: 'Whom the company pays now, and the operations that do it.' });

export const payMembers = defineRoute({
  id: 'periods.pay',
  method: 'POST',
  path: '/periods/:period/payments',
  permission: 'settlement.publish',
  summary: 'Sends the money of the accepted period to everybody who is paid by token and waits; the company pays the fees.',
  params: periodPath,
  body: z.strictObject({}),
  response: paymentRound,
  status: 202,
  idempotent: true,
  errors: ['SETTLEMENT.NOT_IN_FORCE', 'SETTLEMENT.FILE_MISSING', 'SETTLEMENT.FILE_DAMAGED'],
});

export type PaymentRound = z.infer<typeof paymentRound>;

export const proposePeriod = defineRoute({
  id: 'periods.propose',
  method: 'POST',
  path: '/periods/:period/proposal',
  permission: 'settlement.publish',
  summary: 'Publishes the payout file and puts the root in review.',
  params: periodPath,
  body: z.strictObject({}),
  response: operation,
  status: 202,
  idempotent: true,
  errors: [
    'COMMISSIONS.NOT_CALCULATED',
    'SETTLEMENT.ALREADY_ACCEPTED',
    'SETTLEMENT.PROPOSAL_PENDING',
    'SETTLEMENT.TOTAL_FALLS',
    'SETTLEMENT.OVER_BUDGET',
    'SETTLEMENT.UNDERFUNDED',
  ],
});

export const getPayoutFile = defineRoute({
  id: 'payoutFiles.get',
  method: 'GET',
  path: '/payout-files/:period',
  permission: 'public',
  summary: 'The published payout file, byte for byte; its keccak-256 is the fileHash on the chain.',
  params: periodPath,
  media: 'file',
  errors: ['SETTLEMENT.FILE_MISSING', 'SETTLEMENT.FILE_DAMAGED'],
});

export type PeriodStatus = z.infer<typeof periodStatus>;
export type BonusTotal = z.infer<typeof bonusTotal>;
export type RunSummary = z.infer<typeof runSummary>;
export type ProposalSummary = z.infer<typeof proposalSummary>;
export type CloseRequest = z.infer<typeof closeRequest>;
export type PeriodSummary = z.infer<typeof periodSummary>;
export type Difference = z.infer<typeof difference>;
export type DryRun = z.infer<typeof dryRun>;
