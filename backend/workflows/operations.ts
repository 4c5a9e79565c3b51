import type { OperationKind, OperationStatus as ShownStatus } from '#api/operations.ts';
import type { ChainOperation, OperationStatus } from '#chain/sender.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { OperationState, WorkflowContext } from './types.ts';
import { memberOfCreditKey } from './withdraw-credit/key.ts';

/** What the company sends to the chain, and how far each has come. */
export interface Operations {
  /** @throws UplineError REQUEST.NOT_FOUND */
  operationById(operationId: string): Promise<OperationState>;
  describe(operation: ChainOperation): Promise<OperationState>;
}

/** The signed bytes are kept before they are sent; for the reader both are one waiting. */
const shown: Record<OperationStatus, ShownStatus> = {
  queued: 'queued',
  signed: 'queued',
  sent: 'sent',
  mined: 'mined',
  final: 'final',
  failed: 'failed',
};

export function createOperations({ sender, mirror, modules }: WorkflowContext): Operations {
  /** Whom the operation concerns: the newcomer, once known, or the member who is paid or gets money back. */
  const memberOf = async (operation: ChainOperation): Promise<number | null> => {
    if (operation.kind === 'claim') return (await modules.settlement.claimRequestOf(operation.id))?.memberId ?? null;
    if (operation.kind === 'withdrawCredit') return memberOfCreditKey(operation.key);
    if (operation.kind === 'refundOrder') return (await modules.orders.refundedBy(operation.id))?.memberId ?? null;
    if (operation.kind !== 'enroll') return null;
    const join = await modules.genealogy.joinByOperation(operation.id);
    if (join === undefined) return null;
    return join.memberId ?? (await mirror.memberByWallet(join.wallet))?.memberId ?? null;
  };
  const describe = async (operation: ChainOperation): Promise<OperationState> => ({
    operationId: operation.id,
    kind: operation.kind as OperationKind,
    status: shown[operation.status],
    memberId: await memberOf(operation),
    txHash: operation.transactionHash,
    error: operation.error,
    createdAt: operation.createdAt.toISOString(),
    updatedAt: operation.updatedAt.toISOString(),
  });
  return {
    describe,
    operationById: async (operationId) => {
      const operation = await sender.byId(operationId);
      if (operation === undefined) throw new UplineError('REQUEST.NOT_FOUND');
      return describe(operation);
    },
  };
}

/** Whether the operation can still change the chain, or already has. */
export function isAlive(operation: ChainOperation | undefined): operation is ChainOperation {
  return operation !== undefined && operation.status !== 'failed';
}
