import type { Address, Hex } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { readCheckoutSales, readCheckoutSetting, readCredit, readCredits, readHighestSale, readRecovery } from './accounts.ts';
import { figuresOf, pageOf } from './figures.ts';
import {
  readClosedPeriods,
  readCurrentPeriod,
  readEntriesOfMember,
  readEntriesOfOrders,
  readPeriodCv,
  readPeriodFacts,
  readPlanFor,
  readPlans,
} from './ledger.ts';
import { findByWalletPrefix, readMemberByWallet, readMemberCount, readMembers } from './members.ts';
import {
  readAcceptedRoot,
  readClaimsOf,
  readPendingRoot,
  readProposals,
  readRevokedInvitations,
  readSettled,
  readVaultTotals,
} from './payouts.ts';
import { readCheckpoint, requirePosition } from './position.ts';
import { createTreeIndex, type TreeSnapshot } from './tree-index.ts';
import { frontlineOf, isUplineIn, pathToCompany, windowOf } from './tree-shape.ts';
import type {
  AsOf,
  CheckoutSale,
  Checkpoint,
  ClosedPeriod,
  Level,
  Member,
  MemberFigures,
  PaidClaim,
  PeriodFacts,
  Proposal,
  PublishedPlan,
  RecordedEntry,
  Recovery,
  SortedPage,
  VaultTotals,
  WindowNode,
} from './types.ts';

export type * from './types.ts';

/**
 * What the chain says, as far as it was read. Without a `level` an answer is as of the newest block; what decides about money asks
 * for `finalized`. Everything throws UplineError MIRROR.EMPTY until the first block was read, except `checkpoint`.
 */
export interface MirrorReader {
  checkpoint(): Promise<Checkpoint | undefined>;
  asOf(level?: Level): Promise<AsOf>;

  memberById(memberId: number): Promise<Member | undefined>;
  membersByIds(memberIds: readonly number[]): Promise<Map<number, Member>>;
  memberByWallet(wallet: Address): Promise<Member | undefined>;
  /** Numbers of members whose wallet begins with `prefix` (with or without 0x). */
  findByWallet(prefix: string, limit: number): Promise<number[]>;
  memberCount(level?: Level): Promise<number>;

  /** From the member, first, to the company, last; empty for an unknown number. */
  uplinePath(memberId: number): Promise<Member[]>;
  /** Whether `uplineId` stands above `memberId` in the sponsor tree. A member is not their own upline. */
  isUpline(uplineId: number, memberId: number): Promise<boolean>;
  /** Everybody below, at any distance, in the order of joining (without the member). */
  downlineIds(memberId: number): Promise<Uint32Array>;
  frontlineIds(memberId: number): Promise<Uint32Array>;
  /** Direct recruits. `period` is the open one when it is not given. */
  frontline(memberId: number, page: SortedPage & { period?: number | undefined }): Promise<Page<MemberFigures>>;
  /** All members. */
  members(page: SortedPage & { period?: number | undefined }): Promise<Page<MemberFigures>>;
  /** These members, in the given order; unknown numbers are left out. */
  figures(memberIds: readonly number[], period?: number): Promise<MemberFigures[]>;
  /** Breadth first, parents before children, the member itself first at level 0. */
  downlineWindow(memberId: number, size: { depth: number; limit: number; period?: number | undefined }): Promise<WindowNode[]>;
  /** Personal volume of everybody in a period, by member number, hundredths of a point. */
  personalVolumes(period: number): Promise<BigInt64Array>;

  /** Number of the open period. */
  currentPeriod(level?: Level): Promise<number>;
  /** Closed periods, newest first. */
  closedPeriods(level?: Level): Promise<ClosedPeriod[]>;
  closedPeriod(period: number, level?: Level): Promise<ClosedPeriod | undefined>;
  /** CV recorded in a period so far, refunds taken off. */
  periodCv(period: number): Promise<bigint>;
  /** What the engine needs; undefined for period 0, a future period, or one that is not closed at this level (and not open). */
  periodFacts(period: number, level: Level): Promise<PeriodFacts | undefined>;
  entriesOfMember(memberId: number, page: { period?: number; before?: number; limit: number }): Promise<RecordedEntry[]>;
  /** Sales and refunds that name these orders, oldest first. */
  entriesOfOrders(orderRefs: readonly number[], level?: Level): Promise<RecordedEntry[]>;

  /** All published plans, oldest first. */
  plans(): Promise<PublishedPlan[]>;
  planByVersion(version: number): Promise<PublishedPlan | undefined>;
  /** The plan that governs `period` as published until now. */
  planForPeriod(period: number): Promise<PublishedPlan | undefined>;

  /** Proposals with what became of them, newest first. */
  proposals(period?: number, level?: Level): Promise<Proposal[]>;
  acceptedRoot(level?: Level): Promise<Proposal | undefined>;
  pendingRoot(level?: Level): Promise<Proposal | undefined>;
  /** Paid to the member so far. */
  settledOf(memberId: number): Promise<bigint>;
  /** Paid so far, by member; members without a payment are left out. */
  settledOfAll(): Promise<Map<number, bigint>>;
  claimsOf(memberId: number): Promise<PaidClaim[]>;
  vaultTotals(): Promise<VaultTotals>;
  /** Instant credits of the member: Σ credited by sales, Σ paid out. */
  creditOf(memberId: number): Promise<{ credited: bigint; withdrawn: bigint }>;
  /** Instant credit not yet paid out, by member. */
  creditsOfAll(): Promise<Map<number, bigint>>;
  recoveryOf(memberId: number): Promise<Recovery>;
  /** Which of these orders were paid through Checkout. */
  checkoutSales(orderRefs: readonly number[]): Promise<CheckoutSale[]>;
  /** Highest number of a sale of the member, 0 before the first. */
  highestSaleOf(memberId: number): Promise<number>;
  /** Who quotes orders, or where their money goes beside the vault; undefined before it was set. */
  checkoutSetting(setting: 'quoter' | 'treasury'): Promise<Address | undefined>;
  revokedInvitations(invitations: readonly Hex[]): Promise<Set<Hex>>;
}

export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly period: number;
}

export function createMirrorReader(database: Database): MirrorReader {
  const index = createTreeIndex(database);
  const at = async (level?: Level): Promise<number> => (await requirePosition(database, level)).block;
  const tree = async (period?: number): Promise<TreeSnapshot & { period: number }> => {
    const position = await requirePosition(database);
    const shown = period ?? (await readCurrentPeriod(database, position.block));
    return { ...(await index.snapshot(position, shown)), period: shown };
  };
  const page = async (
    snapshot: TreeSnapshot & { period: number },
    ids: ArrayLike<number>,
    wanted: SortedPage,
  ): Promise<Page<MemberFigures>> => ({
    items: await figuresOf(database, snapshot, pageOf(snapshot, ids, wanted)),
    total: ids.length,
    period: snapshot.period,
  });

  return {
    checkpoint: () => readCheckpoint(database),
    asOf: async (level) => {
      const { block, time } = await requirePosition(database, level);
      return { block, time };
    },

    memberById: async (memberId) => (await readMembers(database, [memberId])).get(memberId),
    membersByIds: (memberIds) => readMembers(database, memberIds),
    memberByWallet: (wallet) => readMemberByWallet(database, wallet),
    findByWallet: (prefix, limit) => findByWalletPrefix(database, prefix, limit),
    memberCount: async (level) => readMemberCount(database, await at(level)),

    uplinePath: async (memberId) => {
      const path = pathToCompany(await tree(), memberId);
      const members = await readMembers(database, path);
      return path.flatMap((id) => members.get(id) ?? []);
    },
    isUpline: async (uplineId, memberId) => isUplineIn(await tree(), uplineId, memberId),
    downlineIds: async (memberId) => {
      const snapshot = await tree();
      return Uint32Array.from(
        windowOf(snapshot, memberId, { depth: Infinity, limit: Infinity }).slice(1),
        (node) => node.memberId,
      ).sort();
    },
    frontlineIds: async (memberId) => frontlineOf(await tree(), memberId).slice(),
    frontline: async (memberId, wanted) => {
      const snapshot = await tree(wanted.period);
      return page(snapshot, frontlineOf(snapshot, memberId), wanted);
    },
    members: async (wanted) => {
      const snapshot = await tree(wanted.period);
      return page(
        snapshot,
        Uint32Array.from({ length: snapshot.memberCount }, (_, place) => place + 1),
        wanted,
      );
    },
    figures: async (memberIds, period) => figuresOf(database, await tree(period), memberIds),
    downlineWindow: async (memberId, size) => {
      const snapshot = await tree(size.period);
      const nodes = windowOf(snapshot, memberId, size);
      const rows = new Map(
        (
          await figuresOf(
            database,
            snapshot,
            nodes.map((node) => node.memberId),
          )
        ).map((row) => [row.memberId, row]),
      );
      return nodes.flatMap((node) => {
        const row = rows.get(node.memberId);
        return row === undefined ? [] : [{ ...row, level: node.level, foldedCount: node.foldedCount }];
      });
    },
    personalVolumes: async (period) => (await tree(period)).volumes.ppv,

    currentPeriod: async (level) => readCurrentPeriod(database, await at(level)),
    closedPeriods: async (level) => readClosedPeriods(database, await at(level)),
    closedPeriod: async (period, level) => (await readClosedPeriods(database, await at(level), period))[0],
    periodCv: async (period) => readPeriodCv(database, period, await at()),
    periodFacts: (period, level) => readPeriodFacts(database, period, level),
    entriesOfMember: (memberId, wanted) => readEntriesOfMember(database, memberId, wanted),
    entriesOfOrders: async (orderRefs, level) => {
      const block = await at(level);
      return (await readEntriesOfOrders(database, orderRefs)).filter((entry) => entry.block <= block);
    },

    plans: async () => readPlans(database, await at()),
    planByVersion: async (version) => (await readPlans(database, await at())).find((plan) => plan.version === version),
    planForPeriod: async (period) => readPlanFor(database, period, await at()),

    proposals: async (period, level) => readProposals(database, await at(level), period),
    acceptedRoot: async (level) => readAcceptedRoot(database, await at(level)),
    pendingRoot: async (level) => readPendingRoot(database, await at(level)),
    settledOf: async (memberId) => (await readSettled(database, [memberId], await at())).get(memberId) ?? 0n,
    settledOfAll: async () => readSettled(database, undefined, await at()),
    claimsOf: (memberId) => readClaimsOf(database, memberId),
    vaultTotals: async () => readVaultTotals(database, await at()),
    creditOf: async (memberId) => readCredit(database, memberId, await at()),
    creditsOfAll: async () => readCredits(database, await at()),
    recoveryOf: async (memberId) => readRecovery(database, memberId, await at()),
    checkoutSales: (orderRefs) => readCheckoutSales(database, orderRefs),
    highestSaleOf: (memberId) => readHighestSale(database, memberId),
    checkoutSetting: (setting) => readCheckoutSetting(database, setting),
    revokedInvitations: (invitations) => readRevokedInvitations(database, invitations),
  };
}
