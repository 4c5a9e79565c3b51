import { randomUUID } from 'node:crypto';
import { LEDGER_START } from '#engine/index.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { ZERO_HASH, type Hex } from '#kernel/hex.ts';
import { FOUNDING_PERIOD } from '#kernel/period.ts';
import type { Transaction } from '#platform/database.ts';
import {
  addCloseRequest,
  lockCloseRequest,
  lockPeriod,
  readLiveRequest,
  withdrawCloseRequest,
  writeApproval,
} from '../repository.ts';
import { inputsDigest, refuseSamePerson, refuseUnlessOpen } from '../rules.ts';
import type { CloseRequestRecord, StaffPerson } from '../types.ts';
import type { SettlementOptions } from './options.ts';

/** One person asks to close a period on figures that they saw, another agrees. Sending is the workflow's part. */
export interface Closing {
  /** What stands in the open period now. @throws UplineError SETTLEMENT.ALREADY_CLOSED, SETTLEMENT.NOT_OPEN_YET */
  currentDigest(period: number): Promise<Hex>;
  /**
   * The same person asking again on the same figures gets the same request; otherwise a new one takes its place.
   * @param underWay whether the operation of an approved request can still close the period
   * @throws UplineError SETTLEMENT.ALREADY_CLOSED, SETTLEMENT.NOT_OPEN_YET, SETTLEMENT.FIGURES_CHANGED, SETTLEMENT.CLOSE_UNDER_WAY
   */
  requestClose(
    period: number,
    digest: Hex,
    by: StaffPerson,
    underWay: (operationId: string) => Promise<boolean>,
  ): Promise<CloseRequestRecord>;
  /**
   * Approves once. `send` runs in the same transaction and gives the operation; whoever approves again gets that operation.
   * @throws UplineError SETTLEMENT.UNKNOWN_REQUEST, SETTLEMENT.SAME_PERSON, SETTLEMENT.REQUEST_WITHDRAWN, SETTLEMENT.ALREADY_CLOSED,
   * SETTLEMENT.NOT_OPEN_YET, SETTLEMENT.FIGURES_CHANGED
   */
  approveClose(
    requestId: string,
    by: StaffPerson,
    send: (request: CloseRequestRecord, transaction: Transaction) => Promise<string>,
  ): Promise<string>;
}

export function createClosing({ database, clock, mirror }: SettlementOptions): Closing {
  const currentDigest = async (period: number): Promise<Hex> => {
    refuseUnlessOpen(period, await mirror.currentPeriod());
    if (period === FOUNDING_PERIOD) return inputsDigest({ period, ...LEDGER_START, planHash: ZERO_HASH });
    const facts = await mirror.periodFacts(period, 'confirmed');
    if (facts === undefined) throw new UplineError('PLANS.NONE_FOR_PERIOD', { period });
    const { firstEntry, entries, runningHash, plan } = facts;
    return inputsDigest({ period, entryCount: firstEntry + entries.length, runningHash, planHash: plan.planHash });
  };
  const refuseOtherFigures = async (period: number, digest: Hex): Promise<void> => {
    if ((await currentDigest(period)) !== digest) throw new UplineError('SETTLEMENT.FIGURES_CHANGED', { period });
  };

  return {
    currentDigest,
    requestClose: async (period, digest, by, underWay) => {
      await refuseOtherFigures(period, digest);
      return database.transaction(async (transaction) => {
        await lockPeriod(transaction, period);
        const live = await readLiveRequest(transaction, period);
        const operationId = live?.operationId ?? null;
        if (operationId !== null && (await underWay(operationId))) {
          throw new UplineError('SETTLEMENT.CLOSE_UNDER_WAY', { period });
        }
        const same = live?.inputsDigest === digest && live.requestedBy.accountId === by.accountId && live.approvedAt === null;
        if (live !== undefined && same) return live;
        if (live !== undefined) await withdrawCloseRequest(transaction, live.requestId, clock.now());
        const request = { requestId: randomUUID(), period, inputsDigest: digest, requestedBy: by, requestedAt: clock.now() };
        await addCloseRequest(transaction, request);
        return { ...request, approvedBy: null, approvedAt: null, operationId: null, withdrawnAt: null };
      });
    },
    approveClose: (requestId, by, send) =>
      database.transaction(async (transaction) => {
        const request = await lockCloseRequest(transaction, requestId);
        if (request === undefined) throw new UplineError('SETTLEMENT.UNKNOWN_REQUEST');
        refuseSamePerson(request, by);
        if (request.withdrawnAt !== null) throw new UplineError('SETTLEMENT.REQUEST_WITHDRAWN');
        if (request.operationId !== null) return request.operationId;
        await refuseOtherFigures(request.period, request.inputsDigest);
        const operationId = await send(request, transaction);
        await writeApproval(transaction, { requestId, by, at: clock.now(), operationId });
        return operationId;
      }),
  };
}
