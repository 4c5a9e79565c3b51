import { type Hex } from '#kernel/hex.ts';
import { type Entries } from '../ledger/entry-table.ts';
import { type Order, type OrdersByRef } from '../ledger/order.ts';
import { type Anomaly } from '../ledger/orders.ts';
import { type PayoutTree, type VaultDomain } from '../payout-tree/tree.ts';
import { type Plan } from '../plan/schema.ts';
import { type CarryState } from '../state/carry.ts';
import { type Columns, type Differences } from '../state/columns.ts';
import { type SalesFacts } from '../volumes/sales.ts';

/** Everything that decides a period, and nothing else. Two equal inputs give equal bytes. */
export interface RunInput {
  readonly period: number;
  readonly plan: Plan;
  readonly planVersion: number;
  /** Members at the cut-off. Those with a higher number are not there yet, even if `sponsorOf` knows them. */
  readonly memberCount: number;
  /** Index is the member number; index 0 is not used and index 1 (the company) holds 0. A sponsor's number is lower than the member's. */
  readonly sponsorOf: Uint32Array;
  /** Member above in the placement tree, and the leg of it; needed only by plans that walk that tree. */
  readonly placement?: Placement;
  /** Members who have left: they stay in the tree, meet no condition and are paid nothing. The chain knows none. */
  readonly left?: ReadonlySet<number>;
  /** Number of entries before this period. */
  readonly firstEntry: number;
  /** Ledger entries of the period, in their order. */
  readonly entries: Entries;
  /** Running hash of the ledger after the last entry of the period. */
  readonly runningHash: Hex;
  /** All that may be owed up to and including this period, as PeriodClosed gives it; may be negative. */
  readonly budget: bigint;
  /** Which vault the leaves are for. */
  readonly domain: VaultDomain;
  readonly carryIn: CarryState;
  /** What is known of members who are new in this period, from a file: their period of joining and number of their title. */
  readonly known?: { readonly joined: ReadonlyMap<number, number>; readonly title: ReadonlyMap<number, number> };
  /** Orders of earlier periods by reference; at least those that an entry of this period names, and of a period
   * with bonuses on the whole period all, if one is named. */
  readonly earlierOrders: ReadonlyMap<number, Order>;
  /** What earlier periods left behind, by period; at least those in which a refunded order was placed. */
  readonly memories: ReadonlyMap<number, PeriodMemory>;
}

/** Index is the member number; `parentOf` is 0 for who has no place, else a lower number. */
export interface Placement {
  readonly parentOf: Uint32Array;
  readonly legOf: Uint8Array;
  /** Period from which a place counts; 0 or nothing for always. */
  readonly placedIn?: Uint32Array;
}

/** What is kept of a finished period so that a later refund can take back exactly what was given. */
export interface PeriodMemory {
  readonly period: number;
  readonly plan: Plan;
  readonly memberCount: number;
  /** Personal volume by member number, hundredths of a point. */
  readonly ppv: BigUint64Array;
  readonly scale: Scale;
  /** By whose amounts the caps of the plan cut, cap by cap; only for plans with caps. */
  readonly capScales?: CapScales;
  readonly left?: ReadonlySet<number>;
  /** Number of its orders; only for plans with bonuses that can be valued anew only with all of them. */
  readonly orderCount?: number;
  /** Only for plans that ask for customers. */
  readonly sales?: SalesFacts;
  /** What came into the period beside money, and what its refunds changed in what earlier periods carried. */
  readonly columns?: Columns;
  readonly differences?: Differences;
}

/** The company-wide scale-down: each line is multiplied by limit / gross and rounded down, when gross exceeds limit. */
export interface Scale {
  /** Most that the period may give, payout units. */
  readonly limit: bigint;
  /** What the lines come to before it. */
  readonly gross: bigint;
}

/**
 * For each cap of a plan that has been measured, by whose amounts it cuts: of `member` by member number, of `period` under 0. Who stays
 * below is left out; a cap on lines needs no measure.
 */
export type CapScales = readonly ReadonlyMap<number, Scale>[];

/** One reason for which a member is owed something (or, by a refund, less). Amounts in payout units. */
export interface Line {
  readonly memberId: number;
  readonly bonusId: string;
  readonly kind: string;
  /** Number of the ledger entry behind it: the order, or for a reversal the refund; the last of the period for a bonus on all of it. */
  readonly entry: number;
  /** 0 for a bonus on the whole period. */
  readonly orderRef: number;
  /** Who bought or sold; for a bonus on the whole period: whose volume or earnings it is about. */
  readonly sourceMemberId: number;
  readonly level: number;
  readonly ratePpm: number;
  /** CV that the rate was applied to; negative for a reversal. */
  readonly base: bigint;
  /** After scale-down; negative for a reversal. */
  readonly amount: bigint;
  /** Members between the previous level (or the source) and this one who were passed over or whose level was lost, nearest first. */
  readonly passedOver: readonly number[];
  /** For a reversal: where the order stands that is taken back. */
  readonly reversalOf?: { readonly period: number; readonly entry: number };
}

/** What a period did to one member. Only members with a line, or whose debt or cumulative changed, have one. */
export interface MemberEarning {
  readonly memberId: number;
  /** Σ of the member's lines; may be negative. */
  readonly net: bigint;
  /** What the period added to `cumulative` after debt was set off; never negative. */
  readonly credited: bigint;
  /** Earned since the beginning; never falls. */
  readonly cumulative: bigint;
  /** What refunds took back beyond what was owed; set off against later earnings. */
  readonly debt: bigint;
}

/** In the order of member numbers. */
export interface Earnings extends Iterable<MemberEarning> {
  readonly length: number;
  of(memberId: number): MemberEarning | undefined;
}

/** What a period comes to, before any hashing. */
export interface PeriodOutcome {
  readonly period: number;
  readonly planVersion: number;
  readonly memberCount: number;
  /** Entries over all periods up to the cut-off. */
  readonly entryCount: number;
  readonly earnings: Earnings;
  /** Σ of all lines, reversals included, after scale-down; the key is the bonus id. */
  readonly totalsByBonus: Readonly<Record<string, bigint>>;
  /** Number of lines, reversals included; the key is the bonus id. */
  readonly linesByBonus: Readonly<Record<string, number>>;
  /** CV of the period as the contract counts it: sales less refunds. */
  readonly netCv: bigint;
  /** Σ instant credits of the period: paid beside the roots, taken off the budget. */
  readonly instant: bigint;
  /** Σ cumulative over all members: what is owed since the beginning. */
  readonly total: bigint;
  /** Σ credited in this period. */
  readonly credited: bigint;
  /** Σ debt over all members at the end of the period. */
  readonly debtTotal: bigint;
  readonly scale: Scale;
  /** Share of the limit that the lines come to before scale-down, ppm; over 1,000,000 it bit; undefined when the limit is 0. */
  readonly capUsePpm: number | undefined;
  readonly carryOut: CarryState;
  /** Entries that pay nothing because they contradict the ledger itself. */
  readonly anomalies: readonly Anomaly[];
  /** Every order that the period placed or refunded, as it stands at its end. */
  readonly touchedOrders: OrdersByRef;
  readonly memory: PeriodMemory;
  /** Personal volume by member number, hundredths of a point. */
  readonly ppv: BigUint64Array;
  /** Rank of the period by member number: 0 for none, 1 for the first of the plan. */
  readonly rank: Uint8Array;
  /** By member number: 1 where the plan's `active` condition holds. */
  readonly active: Uint8Array;
}

/** A run: the outcome of a period with the commitments that the vault asks for. */
export interface RunResult extends PeriodOutcome {
  readonly planHash: Hex;
  readonly tree: PayoutTree;
  readonly root: Hex;
  readonly leafCount: number;
  readonly inputHash: Hex;
  readonly stateRoot: Hex;
}
