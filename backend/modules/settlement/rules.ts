import type { Difference, PeriodStatus } from '#api/settlement.ts';
import { canonicalText } from '#engine/index.ts';
import { keccakText } from '#engine/hash.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import type { CloseRequestRecord, StaffPerson } from './types.ts';

/**
 * Names exactly the volumes and the plan that a dry run showed. Newcomers are left out on purpose: somebody without volume changes no
 * amount, and a busy network would never stand still.
 */
export function inputsDigest(facts: { period: number; entryCount: number; runningHash: Hex; planHash: Hex }): Hex {
  const { period, entryCount, runningHash, planHash } = facts;
  return keccakText(canonicalText({ period, entryCount, runningHash, planHash }));
}

/** @throws UplineError SETTLEMENT.ALREADY_CLOSED, SETTLEMENT.NOT_OPEN_YET */
export function refuseUnlessOpen(period: number, open: number): void {
  if (period < open) throw new UplineError('SETTLEMENT.ALREADY_CLOSED', { period });
  if (period > open) throw new UplineError('SETTLEMENT.NOT_OPEN_YET', { period, open });
}

/** Two people for money: neither the same account nor the same wallet. @throws UplineError SETTLEMENT.SAME_PERSON */
export function refuseSamePerson(request: CloseRequestRecord, by: StaffPerson): void {
  const { requestedBy } = request;
  if (requestedBy.accountId === by.accountId || requestedBy.wallet.toLowerCase() === by.wallet.toLowerCase()) {
    throw new UplineError('SETTLEMENT.SAME_PERSON');
  }
}

/**
 * What the vault would refuse, said before anything is sent.
 * @param vault amounts in payout units; `settled` was paid under roots by token or bank, `credit` is what checkouts credited and nobody
 * took yet, `balance` the tokens that are there
 * @throws UplineError SETTLEMENT.TOTAL_FALLS, SETTLEMENT.OVER_BUDGET, SETTLEMENT.UNDERFUNDED
 */
export function refuseUnpayable(
  total: bigint,
  vault: { accepted: bigint; budget: bigint; settled: bigint; credit: bigint; balance: bigint },
): void {
  const { accepted, budget, settled, credit, balance } = vault;
  if (total < accepted) throw new UplineError('SETTLEMENT.TOTAL_FALLS', { total, accepted });
  // A total that does not grow was accepted before and stays owed, whatever became of the budget.
  if (total > accepted && total > budget) throw new UplineError('SETTLEMENT.OVER_BUDGET', { total, budget });
  const missing = total - settled + credit - balance;
  if (missing > 0n) throw new UplineError('SETTLEMENT.UNDERFUNDED', { missing });
}

export function statusOfPeriod(
  period: number,
  facts: { open: number; acceptedPeriod: number | undefined; pendingPeriod: number | undefined; calculated: boolean },
): PeriodStatus {
  if (period >= facts.open) return 'open';
  if (facts.acceptedPeriod !== undefined && period <= facts.acceptedPeriod) return 'accepted';
  if (facts.pendingPeriod === period) return 'inReview';
  return facts.calculated ? 'calculated' : 'closed';
}

interface Change {
  readonly memberId: number;
  readonly before: bigint;
  readonly after: bigint;
}

/** What an approver looks at first: the largest changes, and those who earn for the first time or no longer. */
export function compareNets(
  before: ReadonlyMap<number, bigint>,
  after: ReadonlyMap<number, bigint>,
  shown: number,
): { largest: Change[]; newEarners: Change[]; newEarnerCount: number; vanished: Change[]; vanishedCount: number } {
  const members = [...new Set([...before.keys(), ...after.keys()])];
  const changes = members
    .map((memberId) => ({ memberId, before: before.get(memberId) ?? 0n, after: after.get(memberId) ?? 0n }))
    .filter((change) => change.before !== change.after)
    .sort((left, right) => compare(size(right), size(left)) || left.memberId - right.memberId);
  const newEarners = changes.filter((change) => change.before <= 0n && change.after > 0n);
  const vanished = changes.filter((change) => change.before > 0n && change.after <= 0n);
  return {
    largest: changes.slice(0, shown),
    newEarners: newEarners.slice(0, shown),
    newEarnerCount: newEarners.length,
    vanished: vanished.slice(0, shown),
    vanishedCount: vanished.length,
  };
}

const size = ({ before, after }: Change): bigint => (after > before ? after - before : before - after);
const compare = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);

export function presentChange({ memberId, before, after }: Change, name: string | undefined): Difference {
  const change = after - before;
  return { memberId, name: name ?? null, before: before.toString(), after: after.toString(), change: change.toString() };
}
