import type { Address, Hex } from '#kernel/hex.ts';
import type { Database } from '#platform/database.ts';
import { primaryOnly, type ReadDatabase, ReplicaIsOlder, type ReportReads } from '#platform/replicas.ts';
import { type CounterName, readCounters } from '../counters.ts';
import { readCheckoutSales, readCheckoutSetting, readCredit, readCredits, readHighestSale, readRecovery } from './accounts.ts';
import { isUplineIn, pathToCompany } from '../tree/shape.ts';
import { everybodyIn, frontlineOf, narrowed, outlineOf, pageIn, topLegs, windowOf } from '../tree/reports.ts';
import { figuresOf } from './figures.ts';
import { readOpenFacts } from './open-facts.ts';
import { rowsOf } from './row-stream.ts';
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
import { readFreePlace, readIsTaken } from './places.ts';
import { readCheckpoint, requirePosition } from './position.ts';
import { inWideSnapshot } from './snapshot.ts';
import { type TreeAt, createTreeIndex } from './tree-index.ts';
import type {
  AsOf,
  CheckoutSale,
  Checkpoint,
  ClosedPeriod,
  FollowedFacts,
  Level,
  ListedMember,
  Member,
  MemberFigures,
  PaidClaim,
  PeriodFacts,
  Place,
  Proposal,
  PublishedPlan,
  RecordedEntry,
  Recovery,
  Selection,
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
  /** What has happened to the mirror, for machines that watch it. */
  counters(): Promise<Record<CounterName, number>>;
  asOf(level?: Level): Promise<AsOf>;
  /** Where reports stand that are asked for from now on, at least: a replica that they are read from may lie a little behind `asOf`. */
  reportPosition(): Promise<AsOf & { readonly period: number }>;

  memberById(memberId: number): Promise<Member | undefined>;
  membersByIds(memberIds: readonly number[]): Promise<Map<number, Member>>;
  memberByWallet(wallet: Address): Promise<Member | undefined>;
  /** Numbers of members whose wallet begins with `prefix` (with or without 0x). */
  findByWallet(prefix: string, limit: number): Promise<number[]>;
  memberCount(level?: Level): Promise<number>;

  /** The free place below the member that is nearest in a placement tree of this width; it may be taken a block later. */
  freePlaceBelow(memberId: number, width: number): Promise<Place>;
  /** Whether somebody stands on that leg. */
  isTaken(place: Place, width: number): Promise<boolean>;

  /** From the member, first, to the company, last; empty for an unknown number. */
  uplinePath(memberId: number): Promise<Member[]>;
  /** Whether `uplineId` stands above `memberId` in the sponsor tree. A member is not their own upline. */
  isUpline(uplineId: number, memberId: number): Promise<boolean>;
  /** Direct recruits in the order of joining. */
  frontlineIds(memberId: number, period?: number): Promise<Uint32Array>;
  frontline(memberId: number, page: SortedPage): Promise<Page<MemberFigures>>;
  /** Everybody below, each recruit with their own branch before the next. */
  downline(memberId: number, page: Pick<SortedPage, 'period' | 'only' | 'offset' | 'limit'>): Promise<Page<MemberFigures>>;
  /** All members. */
  members(page: SortedPage): Promise<Page<MemberFigures>>;
  /** These members, in the given order; who was not in the tree by then is left out. */
  figures(memberIds: readonly number[], period?: number): Promise<MemberFigures[]>;
  /** The frontline members with the greatest group volume, first the greatest. */
  topLegs(memberId: number, limit: number, period?: number): Promise<MemberFigures[]>;
  /** Nearest first, parents before children, the member itself first at level 0. */
  downlineWindow(memberId: number, size: { depth: number; limit: number; period?: number | undefined }): Promise<WindowNode[]>;
  /** All members, part by part; all as of one block, however long it takes to read them. */
  everyMember(selection: Selection): AsyncGenerator<ListedMember[]>;
  /** Everybody below the member, each recruit with their own branch before the next; the rest as in `everyMember`. */
  everyDownline(memberId: number, selection: Selection): AsyncGenerator<ListedMember[]>;

  /** Number of the open period. */
  currentPeriod(level?: Level): Promise<number>;
  /** Closed periods, newest first. */
  closedPeriods(level?: Level): Promise<ClosedPeriod[]>;
  closedPeriod(period: number, level?: Level): Promise<ClosedPeriod | undefined>;
  /** CV recorded in a period so far, refunds taken off. */
  periodCv(period: number): Promise<bigint>;
  /** What the engine needs; undefined for period 0, a future period, or one that is not closed at this level (and not open). */
  periodFacts(period: number, level: Level): Promise<PeriodFacts | undefined>;
  /** Those of the open period as of the newest block, grown out of `known` where that still holds; undefined when it has no plan. */
  openFacts(known?: FollowedFacts): Promise<FollowedFacts | undefined>;
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

/** @param reads where the reports about the tree are read: `uplinePath` to `everyDownline`, but `isUpline`, by which rights are given */
export function createMirrorReader(database: Database, reads: ReportReads = primaryOnly(database)): MirrorReader {
  const index = createTreeIndex(database);
  const at = async (level?: Level): Promise<number> => (await requirePosition(database, level)).block;
  /** `about`: the greatest number that is asked about. Of a newcomer whom a replica does not know yet the primary tells. */
  const report = async <T>(
    { period, about = 0 }: { period?: number | undefined; about?: number },
    work: (view: TreeAt, source: ReadDatabase) => T | Promise<T>,
  ): Promise<T> =>
    (await reads.choose()).ask(async (source) => {
      const view = await index.at(period, source);
      if (source !== database && about > view.tree.memberCount) throw new ReplicaIsOlder();
      return work(view, source);
    });
  const page = async (source: ReadDatabase, view: TreeAt, all: Uint32Array, wanted: SortedPage): Promise<Page<MemberFigures>> => {
    const ids = narrowed(view, all, wanted.only);
    const { sort = 'memberId', descending = false, offset = 0, limit } = wanted;
    return {
      items: await figuresOf(source, view, pageIn(view, ids, { sort, descending }, offset, limit)),
      total: ids.length,
      period: view.period,
    };
  };

  return {
    checkpoint: () => readCheckpoint(database),
    counters: () => readCounters(database),
    asOf: async (level) => {
      const { block, time } = await requirePosition(database, level);
      return { block, time };
    },

    reportPosition: () => report({}, ({ block, time, period }) => ({ block, time, period })),

    memberById: async (memberId) => (await readMembers(database, [memberId])).get(memberId),
    membersByIds: (memberIds) => readMembers(database, memberIds),
    memberByWallet: (wallet) => readMemberByWallet(database, wallet),
    findByWallet: (prefix, limit) => findByWalletPrefix(database, prefix, limit),
    memberCount: async (level) => readMemberCount(database, await at(level)),
    freePlaceBelow: (memberId, width) => readFreePlace(database, memberId, width),
    isTaken: (place, width) => readIsTaken(database, place, width),

    uplinePath: (memberId) =>
      report({ about: memberId }, async ({ tree }, source) => {
        const path = pathToCompany(tree, memberId);
        const members = await readMembers(source, path);
        return path.flatMap((id) => members.get(id) ?? []);
      }),
    isUpline: async (uplineId, memberId) => isUplineIn((await index.at()).tree, uplineId, memberId),
    frontlineIds: (memberId, period) => report({ period, about: memberId }, (view) => frontlineOf(view, memberId)),
    frontline: (memberId, wanted) =>
      report({ period: wanted.period, about: memberId }, (view, source) =>
        page(source, view, frontlineOf(view, memberId), wanted),
      ),
    downline: (memberId, { period, only, offset = 0, limit }) =>
      report({ period, about: memberId }, async (view, source) => {
        const ids = narrowed(view, outlineOf(view, memberId), only);
        const items = await figuresOf(source, view, ids.subarray(offset, offset + limit));
        return { items, total: ids.length, period: view.period };
      }),
    members: (wanted) => report(wanted, (view, source) => page(source, view, everybodyIn(view), wanted)),
    figures: (memberIds, period) =>
      report({ period, about: Math.max(0, ...memberIds) }, (view, source) => figuresOf(source, view, memberIds)),
    topLegs: (memberId, limit, period) =>
      report({ period, about: memberId }, (view, source) => figuresOf(source, view, topLegs(view, memberId, limit))),
    downlineWindow: (memberId, size) =>
      report({ period: size.period, about: memberId }, async (view, source) => {
        const places = windowOf(view, memberId, size);
        const found = await figuresOf(
          source,
          view,
          places.map((place) => place.memberId),
        );
        const rows = new Map(found.map((row) => [row.memberId, row]));
        return places.flatMap(({ memberId: id, level, foldedCount }) => {
          const row = rows.get(id);
          return row === undefined ? [] : [{ ...row, level, foldedCount }];
        });
      }),
    everyMember: async function* (selection) {
      yield* rowsOf(await reads.choose(), index, selection, everybodyIn);
    },
    everyDownline: async function* (memberId, selection) {
      yield* rowsOf(await reads.choose(), index, selection, (view) => outlineOf(view, memberId));
    },

    currentPeriod: async (level) => readCurrentPeriod(database, await at(level)),
    closedPeriods: async (level) => readClosedPeriods(database, await at(level)),
    closedPeriod: async (period, level) => (await readClosedPeriods(database, await at(level), period))[0],
    periodCv: async (period) => readPeriodCv(database, period, await at()),
    periodFacts: (period, level) => inWideSnapshot(database, (snapshot) => readPeriodFacts(snapshot, period, level)),
    openFacts: (known) => readOpenFacts(database, known),
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
