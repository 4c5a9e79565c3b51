/**
 * The compensation engine. Pure and isomorphic: it reads no clock, no file, no network. Backend, audit and web use this one door.
 * docs/plans.md specifies what it calculates, docs/audit.md the bytes of what it commits to.
 */
export { PLAN_FORMAT, planSchema, type Plan } from './plan/schema.ts';
export { canonicalPlan, checkPlan, parsePlan, parsePlanText, planHash, type PlanCheck } from './plan/parse.ts';
export { canonicalText } from './canonical.ts';
export { prepareHashing } from './hash.ts';
export { faultOf as planFault, MOST_FAULTS, type PlanFault } from './plan/faults.ts';
export { diffPlans, type PlanDifference } from './plan/diff.ts';
export { type Bonus } from './bonuses/registry.ts';
export { type LevelBonus } from './bonuses/level.ts';

export {
  entryKindNumber,
  entryKindOf,
  entryKinds,
  entryLength,
  MAX_CV,
  MAX_PV,
  packEntries,
  packEntry,
  splitEntries,
  unpackEntries,
  type EntryKind,
  type VolumeEntry,
} from './ledger/entry.ts';
export { EntryTable, type Entries } from './ledger/entry-table.ts';
export {
  batchRoot,
  foldBatches,
  inputHash,
  LEDGER_START,
  nextRunningHash,
  signedCv,
  volumesOf,
  type LedgerPoint,
} from './ledger/commitments.ts';
export { type Order, type OrdersByRef } from './ledger/order.ts';
export { type Anomaly, type AnomalyReason, type Refund } from './ledger/orders.ts';

export { placementFaults, requirePlacement } from './plan/placement.ts';
export { calculatePeriod, committed, payoutLeaves, runPeriod, stateOf } from './run/run.ts';
export { openEstimate, type Estimate } from './estimate/index.ts';
export { budgetAfter, periodLimit } from './run/cap.ts';
export { CREDIT_ID } from './run/lines.ts';
export {
  type Line,
  type Earnings,
  type MemberEarning,
  type PeriodMemory,
  type PeriodOutcome,
  type Placement,
  type RunInput,
  type RunResult,
  type Scale,
} from './run/types.ts';
export {
  eachAmount,
  explain,
  openExplainer,
  periodLines,
  type Explainer,
  type Explanation,
  type Grounds,
  type MissingBonus,
  type MissingRank,
  type Need,
  type OrderPart,
} from './explain/index.ts';
export { emptyCarry, stateLeaves, stateRoot, type CarryState, type RunState } from './state/carry.ts';
export { namedOrders, replay, replayOutcomes, type ChainFacts, type PeriodFacts, type Replayed } from './chronicle.ts';

export {
  buildPayoutTree,
  hashLeaf,
  hashNode,
  MAX_AMOUNT,
  nodeAt,
  proofOf,
  totalOfRoot,
  verifyProof,
  type PayoutLeaf,
  type PayoutProof,
  type PayoutTree,
  type VaultDomain,
} from './payout-tree/tree.ts';
export { capFor, proofBelow, subtreeOf, type PayoutCap, type PayoutSubtree } from './payout-tree/batches.ts';
export { CARRY_FORMAT, readCarry, type CarryFile } from './network/carry.ts';
export { NETWORK_FORMAT } from './network/schema.ts';
export { readNetwork, type NetworkFacts } from './network/read.ts';
export { runNetwork, type NamedLine, type NetworkResult } from './network/run.ts';
export { RUN_FORMAT } from './network/result.ts';
export { fileSchemas } from './file-schemas.ts';

export {
  backtest,
  backtestRuns,
  growNetwork,
  readPast,
  readScenario,
  simulate,
  tryPlan,
  type Backtest,
  type PastRun,
  type Scenario,
  type ScenarioFile,
  type Simulation,
  type TrialChanges,
  type TrialDistribution,
  type TrialNetwork,
  type TrialPeriod,
  type TrialSide,
  type TriedOutcome,
} from './trial/index.ts';

export { buildPayoutFile, PAYOUT_FORMAT, type PayoutFile, type PayoutSource } from './payout-file/format.ts';
export {
  checkPayoutFile,
  parsePayoutFile,
  type PayoutCheck,
  type PayoutExpectation,
  type PayoutFault,
} from './payout-file/check.ts';
