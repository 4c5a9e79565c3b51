import type { Claim, ClaimOffer } from '#api/claims.ts';
import type { RunSummary } from '#api/settlement.ts';
import type { AsOf } from '#api/values.ts';
import { buildPayoutFile, buildPayoutTree, checkPayoutFile, parsePayoutFile, proofOf, type PayoutTree } from '#engine/index.ts';
import { keccakHex, prepareHashing } from '#engine/hash.ts';
import { UplineError } from '#kernel/errors/index.ts';
import type { Hex } from '#kernel/hex.ts';
import { FIRST_PERIOD } from '#kernel/period.ts';
import type { Proposal } from '#mirror/read/index.ts';
import type { RunProgress, StoredRun } from '#modules/commissions/index.ts';
import type { Transaction } from '#platform/database.ts';
import {
  addClaimRequest,
  addPayoutFile,
  addProposalRequest,
  readClaimRequest,
  readClaimRequests,
  readPayoutFile,
  readPayoutFiles,
  readProposalRequests,
} from '../repository.ts';
import { refuseUnpayable } from '../rules.ts';
import type { ClaimRequestRecord, PayoutFileRecord } from '../types.ts';
import { paymentBatches, type PaymentBatches } from './batches.ts';
import type { SettlementOptions } from './options.ts';
import { presentRun } from './present.ts';

export interface Payouts {
  /** Writes run and payout file of a closed period, each once; after a crash between the two it goes on where it stopped. */
  preparePayouts(period: number): Promise<RunSummary>;
  /** How far a run has come that this process is at; undefined when there is none. */
  runProgress(period: number): RunProgress | undefined;
  /**
   * What the vault is to be told of a prepared period, if it would take it.
   * @throws UplineError COMMISSIONS.NOT_CALCULATED, COMMISSIONS.PREVIOUS_MISSING, SETTLEMENT.ALREADY_ACCEPTED, SETTLEMENT.PROPOSAL_PENDING, SETTLEMENT.TOTAL_FALLS,
   * SETTLEMENT.OVER_BUDGET, SETTLEMENT.UNDERFUNDED, SETTLEMENT.FILE_DAMAGED
   */
  proposalOf(period: number): Promise<{ run: StoredRun; file: PayoutFileRecord }>;
  /** Periods that have both run and file. */
  preparedPeriods(): Promise<Set<number>>;
  /** Requests to propose this period, newest first. */
  proposalRequests(period: number): Promise<{ operationId: string; root: Hex }[]>;
  noteProposal(transaction: Transaction, request: { operationId: string; period: number; root: Hex; by: string }): Promise<void>;
  /** The published bytes. @throws UplineError SETTLEMENT.FILE_MISSING before the proposal, SETTLEMENT.FILE_DAMAGED */
  payoutFile(period: number): Promise<Uint8Array>;
  /** What can be claimed under the accepted root, with its proof from the published file. */
  claimOffer(memberId: number): Promise<ClaimOffer>;
  /** Whom the accepted root of this period owes something by token, in pieces of the tree. @throws UplineError SETTLEMENT.NOT_IN_FORCE */
  paymentBatches(period: number): Promise<PaymentBatches>;
  claimsOf(memberId: number): Promise<{ items: Claim[]; asOf: AsOf }>;
  claimRequests(filter: { memberId: number; root?: Hex; since?: Date }): Promise<ClaimRequestRecord[]>;
  claimRequestOf(operationId: string): Promise<ClaimRequestRecord | undefined>;
  noteClaim(
    transaction: Transaction,
    request: ClaimRequestRecord & { period: number; cumulative: bigint; by: string },
  ): Promise<void>;
}

export function createPayouts({ database, clock, mirror, commissions, files, domain }: SettlementOptions): Payouts {
  const trees = new Map<Hex, PayoutTree>();
  const running = new Map<number, RunProgress>();

  const bytesOf = async (file: PayoutFileRecord): Promise<Uint8Array> => {
    const bytes = await files.get(file.name);
    if (bytes === undefined || keccakHex(bytes) !== file.fileHash) {
      throw new UplineError('SETTLEMENT.FILE_DAMAGED', { period: file.period });
    }
    return bytes;
  };
  /** The tree behind an accepted root, from the file that was published with it. */
  const treeOf = async (accepted: Proposal): Promise<PayoutTree> => {
    const known = trees.get(accepted.root);
    if (known !== undefined) return known;
    const file = await readPayoutFile(database.prisma, accepted.period);
    if (file === undefined) throw new UplineError('SETTLEMENT.FILE_MISSING', { period: accepted.period });
    const { leaves } = parsePayoutFile(await bytesOf(file));
    await prepareHashing();
    const tree = buildPayoutTree(domain, leaves);
    if (tree.root !== accepted.root) throw new UplineError('SETTLEMENT.FILE_DAMAGED', { period: accepted.period });
    trees.set(accepted.root, tree);
    return tree;
  };
  const asOf = async (): Promise<AsOf> => {
    const { block, time } = await mirror.asOf();
    return { block, time: time.toISOString() };
  };

  return {
    runProgress: (period) => running.get(period),
    preparePayouts: async (period) => {
      try {
        const { stored, calculated } = await commissions.storeRun(period, (progress) => running.set(period, progress));
        running.set(period, { step: 'publishing', donePpm: 0 });
        const { bytes, fileHash } = buildPayoutFile(calculated.result);
        const name = `payouts-${domain.chainId}-${period}-${fileHash.slice(2, 18)}.json`;
        // Bytes first: a row must not name a file that is not there.
        await files.put(name, bytes);
        const file = { period, name, fileHash, root: stored.root };
        await addPayoutFile(database.prisma, { ...file, size: bytes.length, createdAt: clock.now() });
        return presentRun(stored, file);
      } finally {
        running.delete(period);
      }
    },
    proposalOf: async (period) => {
      const [accepted, pending, closed] = await Promise.all([
        mirror.acceptedRoot(),
        mirror.pendingRoot(),
        mirror.closedPeriod(period, 'finalized'),
      ]);
      if (accepted !== undefined && accepted.period >= period) throw new UplineError('SETTLEMENT.ALREADY_ACCEPTED', { period });
      if (pending !== undefined) throw new UplineError('SETTLEMENT.PROPOSAL_PENDING', { period: pending.period });
      const run = await commissions.storedRun(period);
      const file = await readPayoutFile(database.prisma, period);
      if (run === undefined || file === undefined || closed === undefined) {
        throw new UplineError('COMMISSIONS.NOT_CALCULATED', { period });
      }
      // A root stands on the state that the period before it left; that one must be written down too.
      if (period > FIRST_PERIOD && (await commissions.storedRun(period - 1)) === undefined) {
        throw new UplineError('COMMISSIONS.PREVIOUS_MISSING', { period, previous: period - 1 });
      }
      const { planVersion, planHash, inputHash, stateRoot, root, total, leafCount } = run;
      const expected = { ...domain, period, planVersion, planHash, inputHash, stateRoot, root, total, leafCount };
      const { faults } = checkPayoutFile(await bytesOf(file), { ...expected, fileHash: file.fileHash });
      const [fault] = faults;
      if (fault !== undefined) throw new UplineError(fault.code, fault.parameters);
      const vault = await mirror.vaultTotals();
      refuseUnpayable(total, {
        accepted: accepted?.total ?? 0n,
        budget: closed.budget,
        settled: vault.paid + vault.acknowledged,
        credit: vault.credited - vault.creditsPaid,
        balance: vault.funded + vault.sold - vault.withdrawn - vault.paid - vault.creditsPaid,
      });
      return { run, file };
    },
    preparedPeriods: async () => new Set((await readPayoutFiles(database.prisma)).keys()),
    proposalRequests: (period) => readProposalRequests(database.prisma, period),
    noteProposal: (transaction, { operationId, period, root, by }) =>
      addProposalRequest(transaction, { operationId, period, root, requestedBy: by, requestedAt: clock.now() }),
    payoutFile: async (period) => {
      const file = await readPayoutFile(database.prisma, period);
      const published = (await mirror.proposals(period)).some((proposal) => proposal.fileHash === file?.fileHash);
      if (file === undefined || !published) throw new UplineError('SETTLEMENT.FILE_MISSING', { period });
      return bytesOf(file);
    },
    claimOffer: async (memberId) => {
      const member = await mirror.memberById(memberId);
      if (member === undefined) throw new UplineError('GENEALOGY.UNKNOWN_MEMBER', { memberId });
      const accepted = await mirror.acceptedRoot();
      const settled = await mirror.settledOf(memberId);
      const nothing = { cumulative: 0n, index: null, proof: [] as Hex[] };
      const tree = accepted === undefined ? undefined : await treeOf(accepted);
      const hasLeaf = tree?.leaves.some((leaf) => leaf.memberId === memberId) ?? false;
      const leaf = tree !== undefined && hasLeaf ? proofOf(tree, memberId) : nothing;
      return {
        memberId,
        root: accepted?.root ?? null,
        period: accepted?.period ?? null,
        cumulative: leaf.cumulative.toString(),
        settled: settled.toString(),
        claimable: (leaf.cumulative > settled ? leaf.cumulative - settled : 0n).toString(),
        index: leaf.index,
        leafCount: accepted?.leafCount ?? 0,
        proof: [...leaf.proof],
        claimKey: accepted?.decision?.claimKey ?? null,
        wallet: member.wallet,
        route: member.route,
        asOf: await asOf(),
      };
    },
    paymentBatches: (period) => paymentBatches(mirror, period, treeOf),
    claimsOf: async (memberId) => ({
      items: (await mirror.claimsOf(memberId)).map(
        ({ amount, cumulative, route, wallet, registerHash, transactionHash, block, claimedAt }) => ({
          memberId,
          amount: amount.toString(),
          cumulative: cumulative.toString(),
          route,
          wallet,
          registerHash,
          txHash: transactionHash,
          block,
          time: claimedAt.toISOString(),
        }),
      ),
      asOf: await asOf(),
    }),
    claimRequests: (filter) => readClaimRequests(database.prisma, filter),
    claimRequestOf: (operationId) => readClaimRequest(database.prisma, operationId),
    noteClaim: (transaction, { by, ...request }) =>
      addClaimRequest(transaction, { ...request, requestedBy: by, requestedAt: clock.now() }),
  };
}
