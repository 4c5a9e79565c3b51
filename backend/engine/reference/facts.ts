import { type ChainFacts } from '../chronicle.ts';
import { type VolumeEntry } from '../ledger/entry.ts';
import { type Plan } from '../plan/schema.ts';

/** What the reference is given: the chain's facts, and for whoever has them the placement tree and who has left. */
export interface History {
  readonly sponsorOf: ChainFacts['sponsorOf'];
  /** `placedIn`: the period from which a place counts. */
  readonly placement?: { readonly parentOf: Uint32Array; readonly legOf: Uint8Array; readonly placedIn?: Uint32Array };
  readonly periods: readonly PeriodOfHistory[];
}

export interface PeriodOfHistory {
  readonly period: number;
  readonly planVersion: number;
  readonly memberCount: number;
  readonly entries: Iterable<VolumeEntry> & { readonly length: number };
  readonly budget: bigint;
  readonly left?: ReadonlySet<number>;
}

/** An order, and all that was ever refunded of it. */
export interface Order {
  readonly entry: number;
  readonly period: number;
  readonly orderRef: number;
  readonly kind: 'own' | 'customer';
  readonly memberId: number;
  readonly customer: number | undefined;
  readonly pv: bigint;
  readonly cv: bigint;
  readonly refunds: Refund[];
  readonly credits: Credit[];
}

/** What checkout credited for an order at once (section 6). */
export interface Credit {
  readonly entry: number;
  readonly memberId: number;
  readonly level: number;
  readonly amount: bigint;
}

export interface Refund {
  readonly entry: number;
  readonly period: number;
  readonly pv: bigint;
  readonly cv: bigint;
}

/** What a period is judged by, forever: the "terms of the order's own period" of section 7. */
export interface Month {
  readonly period: number;
  readonly plan: Plan;
  readonly members: readonly number[];
  /** Member above in a tree; 0 for the company and for who has no place. */
  readonly above: (tree: 'sponsor' | 'placement', memberId: number) => number;
  readonly left: ReadonlySet<number>;
  /** The period's own orders, in the order of their entries. */
  readonly orders: readonly Order[];
  /** Section 15, retail: whether the order is the first of its customer with its seller, over all periods. */
  readonly isFirstOfCustomer: (order: Order) => boolean;
  readonly ppv: ReadonlyMap<number, bigint>;
  readonly customers: ReadonlyMap<number, number>;
  readonly customerPv: ReadonlyMap<number, bigint>;
  /** Sections 3 and 11: whether a member meets the condition of this name. */
  readonly meets: (condition: string, memberId: number) => boolean;
  readonly legOf: (memberId: number) => number;
  /** Section 13: what a column held when the period began. */
  readonly column: (name: string, memberId: number) => bigint;
  /** Section 13: the period in which the member first counted, this one included. */
  readonly joined: (memberId: number) => number;
  /** Sections 16 and 18: what refunds of this period change in what earlier periods carried. */
  readonly difference: (name: string, memberId: number) => bigint;
  readonly ov: ReadonlyMap<number, bigint>;
  readonly gv: ReadonlyMap<number, bigint>;
  readonly accumulatedPpv: ReadonlyMap<number, bigint>;
  readonly accumulatedOv: ReadonlyMap<number, bigint>;
  /** Place of the member's rank of the period in the plan, from 1; 0 for none. */
  readonly rank: ReadonlyMap<number, number>;
  /** The same before grace. */
  readonly earnedRank: ReadonlyMap<number, number>;
  readonly graceMissed: ReadonlyMap<number, number>;
}

/** Section 13: named lists of one number for each member; who is not in a list has 0. */
export type Columns = Map<string, Map<number, bigint>>;

/** What bonuses on a whole period give, and what they leave for the next. */
export interface Reckoned {
  readonly gifts: readonly Gift[];
  readonly columns: Columns;
}

/** Section 23: for each cap of the plan what the amounts came to, by member and all together, and the share that `period` grants. */
export type Measured = readonly {
  readonly sums: ReadonlyMap<number, bigint>;
  readonly all: bigint;
  readonly share: bigint;
}[];

/** What a period gives by bonuses on the whole of it, and what its caps measured. */
export interface PeriodReckoned extends Reckoned {
  readonly caps: Measured;
}

/** What a bonus gives somebody, before scale-down. */
export interface Gift {
  readonly bonusId: string;
  readonly memberId: number;
  readonly level: number;
  readonly sourceMemberId: number;
  readonly amount: bigint;
}

/** CV of an order that counts in a valuation. */
export type Standing = (order: Order) => bigint;

export interface ReferenceLine {
  readonly bonusId: string;
  readonly memberId: number;
  readonly level: number;
  readonly sourceMemberId: number;
  /** 0 for a bonus on the whole period. */
  readonly orderRef: number;
  readonly entry: number;
  /** After scale-down. */
  readonly amount: bigint;
  readonly passedOver: readonly number[];
}

export interface ReferenceMonth {
  readonly period: number;
  readonly lines: readonly ReferenceLine[];
  readonly limit: bigint;
  readonly gross: bigint;
  readonly rank: ReadonlyMap<number, number>;
  readonly ppv: ReadonlyMap<number, bigint>;
  readonly cumulative: ReadonlyMap<number, bigint>;
  readonly debt: ReadonlyMap<number, bigint>;
  readonly columns: Columns;
  readonly anomalies: readonly (readonly [entry: number, reason: string])[];
}
