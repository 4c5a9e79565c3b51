import { encodeFunctionData } from 'viem';
import { volumeLedgerAbi } from '#chain/generated/abi.ts';
import type { CloseRequest, DryRun } from '#api/settlement.ts';
import { UplineError } from '#kernel/errors/index.ts';
import { isAlive, type Operations } from '../operations.ts';
import type { Actor, Hex, OperationState, WorkflowContext } from '../types.ts';

export interface ClosePeriod {
  dryRun(period: number): Promise<DryRun>;
  /** @throws UplineError SETTLEMENT.FIGURES_CHANGED, SETTLEMENT.ALREADY_CLOSED, SETTLEMENT.NOT_OPEN_YET, SETTLEMENT.CLOSE_UNDER_WAY */
  requestClose(period: number, inputsDigest: Hex, by: Actor): Promise<CloseRequest>;
  /**
   * The second person agrees and the cut-off is sent. Approving again gives the same operation.
   * @throws UplineError SETTLEMENT.SAME_PERSON, SETTLEMENT.FIGURES_CHANGED, SETTLEMENT.ALREADY_CLOSED, …
   */
  approveClose(requestId: string, by: Actor): Promise<OperationState>;
}

/** dry run → request by one → approval by another → closePeriod. The contract names the period, so a second close is refused there too. */
export function createClosePeriod(context: WorkflowContext, operations: Operations): ClosePeriod {
  const { sender, deployment, modules, between } = context;
  const { settlement } = modules;
  return {
    dryRun: (period) => settlement.dryRun(period),
    requestClose: async (period, inputsDigest, by) => {
      const underWay = async (operationId: string): Promise<boolean> => isAlive(await sender.byId(operationId));
      const request = await settlement.requestClose(period, inputsDigest, personOf(by), underWay);
      between('close-period: requested');
      return settlement.presentCloseRequest(request);
    },
    approveClose: async (requestId, by) => {
      const operationId = await settlement.approveClose(requestId, personOf(by), async ({ period }, transaction) => {
        const data = encodeFunctionData({ abi: volumeLedgerAbi, functionName: 'closePeriod', args: [period] });
        const target = deployment.contracts.volumeLedger;
        const wish = { key: `close:${period}:${requestId}`, kind: 'closePeriod', role: 'settler', target, data } as const;
        const { id } = await sender.enqueue(wish, transaction);
        between('close-period: queued, not approved');
        return id;
      });
      between('close-period: approved');
      const operation = await sender.byId(operationId);
      if (operation === undefined) throw new UplineError('OPERATION.UNKNOWN');
      return operations.describe(operation);
    },
  };
}

const personOf = ({ accountId, wallet }: Actor) => ({ accountId, wallet });
