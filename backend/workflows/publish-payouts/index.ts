import { encodeFunctionData } from 'viem';
import { payoutVaultAbi } from '#chain/generated/abi.ts';
import type { RunSummary } from '#api/settlement.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { Actor, OperationState, WorkflowContext } from '../types.ts';

export interface PublishPayouts {
  /** Calculates a closed period and writes run and payout file, each once. Again gives the same. @throws UplineError COMMISSIONS.* */
  runPeriod(period: number): Promise<RunSummary>;
  /** Runs every period whose close is final and that has no run yet. @returns the periods that were run now */
  runClosedPeriods(): Promise<number[]>;
  /**
   * Publishes the file and puts the root in review. Asking again while that is under way gives the same operation.
   * @throws UplineError COMMISSIONS.NOT_CALCULATED, SETTLEMENT.PROPOSAL_PENDING, SETTLEMENT.ALREADY_ACCEPTED, SETTLEMENT.OVER_BUDGET,
   * SETTLEMENT.UNDERFUNDED
   */
  proposePeriod(period: number, by: Actor): Promise<OperationState>;
}

/** run → file → propose. Acceptance is not ours: the approver sends it with their own wallet. */
export function createPublishPayouts(context: WorkflowContext, operations: Operations): PublishPayouts {
  const { database, mirror, sender, deployment, modules, between } = context;
  const { settlement } = modules;

  const runPeriod = async (period: number): Promise<RunSummary> => {
    if (period < FIRST_PERIOD) throw new UplineError('SETTLEMENT.UNKNOWN_PERIOD', { period });
    const summary = await settlement.preparePayouts(period);
    between('publish-payouts: prepared');
    return summary;
  };

  return {
    runPeriod,
    runClosedPeriods: async () => {
      const prepared = await settlement.preparedPeriods();
      const ran: number[] = [];
      for (const { period } of (await mirror.closedPeriods('finalized')).toReversed()) {
        if (period < FIRST_PERIOD || prepared.has(period)) continue;
        await runPeriod(period);
        ran.push(period);
      }
      return ran;
    },
    proposePeriod: async (period, by) => {
      const requests = await settlement.proposalRequests(period);
      const sent = (await Promise.all(requests.map((request) => sender.byId(request.operationId)))).filter(isAlive);
      // Under way, or mined and not yet in the mirror: the same wish. Once the mirror has it, the checks below speak.
      const [newest] = sent;
      const seen = await mirror.proposals(period);
      if (newest !== undefined && seen.length < sent.length) return operations.describe(newest);

      const { run, file } = await settlement.proposalOf(period);
      between('publish-payouts: checked');
      const { root, inputHash, stateRoot, planVersion, leafCount } = run;
      const proposal = { period, planVersion, leafCount, root, inputHash, stateRoot, fileHash: file.fileHash };
      const data = encodeFunctionData({ abi: payoutVaultAbi, functionName: 'propose', args: [proposal] });
      const key = `propose:${period}:${root}:${requests.length + 1}`;
      const target = deployment.contracts.payoutVault;
      const operation = await database.transaction(async (transaction) => {
        const queued = await sender.enqueue({ key, kind: 'proposeRoot', role: 'settler', target, data }, transaction);
        await settlement.noteProposal(transaction, { operationId: queued.id, period, root, by: by.accountId });
        return queued;
      });
      between('publish-payouts: noted');
      return operations.describe(operation);
    },
  };
}
