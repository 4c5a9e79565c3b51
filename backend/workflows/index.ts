import { type ClaimPayout, createClaimPayout } from './claim-payout/index.ts';
import { type ClosePeriod, createClosePeriod } from './close-period/index.ts';
import { createJoinNetwork, type JoinNetwork } from './join-network/index.ts';
import { createInvitations, type Invitations } from './join-network/invitations.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPayMembers, type PayMembers } from './pay-members/index.ts';
import { createPlaceOrder, type PlaceOrder } from './place-order/index.ts';
import { createPublishPayouts, type PublishPayouts } from './publish-payouts/index.ts';
import { createRecordVolumes, type RecordVolumes } from './record-volumes/index.ts';
import { createReturnGoods, type ReturnGoods } from './return-goods/index.ts';
import { createShowStatus, type ShowStatus } from './show-status/index.ts';
import type { WorkflowContext } from './types.ts';
import { createWithdrawCredit, type WithdrawCredit } from './withdraw-credit/index.ts';

export type { Actor, Modules, OperationState, WorkflowContext } from './types.ts';
export { moveChainTime } from './show-status/index.ts';

export interface Workflows {
  readonly operations: Operations;
  readonly invitations: Invitations;
  readonly joinNetwork: JoinNetwork;
  readonly placeOrder: PlaceOrder;
  readonly returnGoods: ReturnGoods;
  readonly recordVolumes: RecordVolumes;
  readonly closePeriod: ClosePeriod;
  readonly publishPayouts: PublishPayouts;
  readonly claimPayout: ClaimPayout;
  readonly withdrawCredit: WithdrawCredit;
  readonly payMembers: PayMembers;
  readonly showStatus: ShowStatus;
}

export function createWorkflows(context: WorkflowContext): Workflows {
  const operations = createOperations(context);
  return {
    operations,
    invitations: createInvitations(context),
    joinNetwork: createJoinNetwork(context, operations),
    placeOrder: createPlaceOrder(context),
    returnGoods: createReturnGoods(context),
    recordVolumes: createRecordVolumes(context),
    closePeriod: createClosePeriod(context, operations),
    publishPayouts: createPublishPayouts(context, operations),
    claimPayout: createClaimPayout(context, operations),
    withdrawCredit: createWithdrawCredit(context, operations),
    payMembers: createPayMembers(context, operations),
    showStatus: createShowStatus(context),
  };
}
