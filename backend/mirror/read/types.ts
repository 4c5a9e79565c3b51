import type { VolumeEntry } from '#engine/ledger/entry.ts';
import type { EntryTable } from '#engine/ledger/entry-table.ts';
import type { Placement } from '#engine/run/types.ts';
import type { Address, Hex } from '#kernel/hex.ts';
import type { FigureSort, SortKey, Wanted } from '../tree/reports.ts';

export type { FigureSort, SortKey, Wanted } from '../tree/reports.ts';

/** How sure a fact must be: `confirmed` is what the newest block says, `finalized` can no longer be replaced. Only the latter pays. */
export type Level = 'confirmed' | 'finalized';

export interface AsOf {
  readonly block: number;
  readonly time: Date;
}

export type ContractName = 'genealogy' | 'enrollment' | 'planRegistry' | 'volumeLedger' | 'payoutVault' | 'checkout';

/** Where the mirror stands. */
export interface Checkpoint {
  readonly chainId: number;
  readonly genesisBlock: number;
  readonly state: 'catchingUp' | 'following' | 'stopped';
  /** Error code and its parameters when `state` is `stopped`. */
  readonly stopCode: string | null;
  readonly stopParameters: Readonly<Record<string, string>> | null;
  /** Newest block of the node when the indexer last looked. */
  readonly head: number;
  readonly confirmed: AsOf;
  readonly finalized: AsOf;
  /** Number of the last event of each contract. */
  readonly seqs: Readonly<Record<ContractName, bigint>>;
  /** Grows with each rollback. */
  readonly generation: number;
  readonly updatedAt: Date;
}

export type PayoutRoute = 'token' | 'bank';

/** A leg under a member in the placement tree; legs count from 0. */
export interface Place {
  readonly parentId: number;
  readonly leg: number;
}

export interface Member {
  readonly memberId: number;
  /** Null for the company only. */
  readonly sponsorId: number | null;
  readonly parentId: number | null;
  readonly leg: number;
  /** Steps to the company in the sponsor tree. */
  readonly depth: number;
  /** The wallet in force, lower case. */
  readonly wallet: Address | null;
  /** How the member is paid: by bank when that was chosen, or while there is no wallet. */
  readonly route: PayoutRoute;
  readonly joinedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
}

/** A member with what is summed over the tree, for one period. */
export interface MemberFigures extends Member {
  readonly frontlineCount: number;
  readonly downlineCount: number;
  /** Hundredths of a point, refunds taken off, not below zero. */
  readonly ppv: bigint;
  /** The member's ppv and everybody's below. */
  readonly gv: bigint;
}

/** A row of a great list: what can be read for everybody at once. */
export type ListedMember = Pick<
  MemberFigures,
  'memberId' | 'sponsorId' | 'depth' | 'wallet' | 'joinedAt' | 'frontlineCount' | 'downlineCount' | 'ppv' | 'gv'
>;

export interface WindowNode extends MemberFigures {
  /** Steps below the member that the window was asked for. */
  readonly level: number;
  /** Direct recruits who are not in the window. */
  readonly foldedCount: number;
}

/** Which members, of which period, in which order. */
export interface Selection {
  /** The open period when it is not given; of a closed one, the tree as it was at its end. */
  readonly period?: number | undefined;
  readonly sort?: FigureSort | SortKey | undefined;
  readonly descending?: boolean;
  readonly only?: Wanted | undefined;
}

export interface SortedPage extends Selection {
  readonly offset?: number;
  readonly limit: number;
}

export interface PublishedPlan {
  readonly version: number;
  readonly planHash: Hex;
  readonly firstPeriod: number;
  readonly capPpm: number;
  readonly instantLevels: Hex;
  /** Canonical JSON as published. */
  readonly spec: Uint8Array;
  readonly publishedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
}

export interface ClosedPeriod {
  readonly period: number;
  readonly memberCount: number;
  /** Entries over all periods up to the cut-off. */
  readonly entryCount: number;
  readonly cv: bigint;
  readonly budget: bigint;
  readonly planVersion: number;
  readonly runningHash: Hex;
  readonly inputHash: Hex;
  /** Credited at once by sales of the period; paid beside the roots. */
  readonly instant: bigint;
  readonly closedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
}

/** What the chain says about a period, ready for the engine. */
export interface PeriodFacts {
  readonly period: number;
  /** Undefined while the period is open: then the figures below are those of now. */
  readonly closed: ClosedPeriod | undefined;
  readonly plan: PublishedPlan;
  readonly memberCount: number;
  /** Index is the member number; 0 for index 0 and the company. */
  readonly sponsorOf: Uint32Array;
  /** Places in the placement tree; nobody has one in a deployment that keeps none. */
  readonly placement: Placement;
  readonly firstEntry: number;
  readonly entries: EntryTable;
  readonly runningHash: Hex;
  /** Undefined while the period is open. */
  readonly budget: bigint | undefined;
  readonly asOf: AsOf;
}

/** Facts of the open period that can be followed. */
export interface FollowedFacts {
  readonly facts: PeriodFacts;
  /** Which telling of history they are of: another number once the mirror has taken something back. */
  readonly generation: number;
}

/** A ledger entry with where it stands. */
export interface RecordedEntry {
  readonly entryIndex: number;
  readonly period: number;
  readonly entry: VolumeEntry;
  readonly block: number;
  readonly recordedAt: Date;
  readonly transactionHash: Hex;
}

export interface Proposal {
  readonly period: number;
  readonly root: Hex;
  readonly total: bigint;
  readonly leafCount: number;
  readonly planVersion: number;
  readonly inputHash: Hex;
  readonly stateRoot: Hex;
  readonly fileHash: Hex;
  readonly proposer: Address;
  readonly reviewEndsAt: Date;
  readonly proposedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
  /** Undefined while in review. */
  readonly decision: RootDecision | undefined;
}

export interface RootDecision {
  readonly decision: 'accepted' | 'rejected';
  readonly by: Address;
  /** The guardian's words; bytes that are no text are shown as replacement characters. */
  readonly reason: string | null;
  /** What claims under the root must bring; null for a rejected one. */
  readonly claimKey: Hex | null;
  readonly decidedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
}

export interface PaidClaim {
  readonly seq: bigint;
  readonly memberId: number;
  readonly route: PayoutRoute;
  /** Null for a payment by bank. */
  readonly wallet: Address | null;
  /** keccak-256 of the bank register; null for a payment by token. */
  readonly registerHash: Hex | null;
  readonly amount: bigint;
  /** Paid to the member in all, this claim included. */
  readonly cumulative: bigint;
  readonly claimedAt: Date;
  readonly block: number;
  readonly transactionHash: Hex;
}

/** Who may replace the member's wallet, and the recovery that is running. */
export interface Recovery {
  readonly account: Address | null;
  readonly running: { readonly newWallet: Address; readonly readyAt: Date } | undefined;
}

/** An order that was paid through Checkout. */
export interface CheckoutSale {
  readonly orderRef: number;
  readonly memberId: number;
  readonly saleNumber: number;
  readonly period: number;
  readonly block: number;
  readonly recordedAt: Date;
  readonly transactionHash: Hex;
}

/** Money of the vault by its events, in payout units. */
export interface VaultTotals {
  readonly funded: bigint;
  readonly withdrawn: bigint;
  /** Σ of the prices of sales through Checkout, which arrive with no event of the vault. */
  readonly sold: bigint;
  /** Paid under roots by token. */
  readonly paid: bigint;
  /** Paid under roots by bank: no token moved. */
  readonly acknowledged: bigint;
  /** Σ instant credits, and what of them was paid out. */
  readonly credited: bigint;
  readonly creditsPaid: bigint;
}
