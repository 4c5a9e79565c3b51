import { type z } from 'zod';
import { type Rounding } from '#kernel/rate.ts';
import { type Followed, type OrderBook } from '../estimate/changes.ts';
import { type Sums } from '../estimate/sums.ts';
import { type Order, type Orders } from '../ledger/order.ts';
import { type Structure } from '../ranks/structure.ts';
import { type Amounts } from './amounts.ts';
import { type Gains, type CvColumns } from './gains.ts';

/** What a bonus kind may know about a period. It holds for the orders of that period whenever they are asked about, refunds included. */
export interface BonusContext {
  readonly period: number;
  readonly memberCount: number;
  readonly sponsorOf: Uint32Array;
  /** Personal volume by member number, hundredths of a point. */
  readonly ppv: BigUint64Array;
  /** Member above in the placement tree, 0 for who has no place. @throws UplineError ENGINE.NO_PLACEMENT */
  readonly parentOf: () => Uint32Array;
  /** Leg of the member under that parent, from 0. @throws UplineError ENGINE.NO_PLACEMENT */
  readonly legOf: () => Uint8Array;
  /** Every order of the period in the order of the ledger. @throws UplineError ENGINE.ORDERS_MISSING */
  readonly orders: () => Orders;
  /** A copy of what the column held before the period; zeros when there was none. docs/plans.md section 13 */
  readonly columnBefore: (name: string) => BigInt64Array;
  /** What refunds of this period changed in what earlier periods carried; undefined for nothing. */
  readonly difference: (name: string) => BigInt64Array | undefined;
  /** Period in which the member joined; 0 when that was before anybody remembers. */
  readonly joinedIn: (memberId: number) => number;
  /** Number of the highest rank that the member had before the period. */
  readonly titleBefore: (memberId: number) => number;
  /** Rank of the period: 0 for none. */
  readonly rank: Uint8Array;
  readonly rankCount: number;
  /** Number of a rank of the plan, from 1. */
  readonly rankNumber: (id: string) => number;
  /** Volumes of groups; made when first asked for. */
  readonly structure: () => Structure;
  /** PPV of all periods up to this one, the member's own and with everybody below. */
  readonly accumulated: () => { readonly ppv: BigUint64Array; readonly ov: BigUint64Array };
  /** Whether the member meets the plan's condition of that name. */
  readonly meets: (condition: string, memberId: number) => boolean;
}

/** A claim on an order's volume: `ratePpm` of the CV that stands, rounded once by `rounding`, to `memberId`. */
export interface Share {
  readonly memberId: number;
  readonly bonusId: string;
  readonly kind: string;
  readonly level: number;
  readonly ratePpm: number;
  readonly rounding: Rounding;
}

/** A bonus made ready for one period. */
export interface OpenBonus {
  /** Who has a share of this order, in the order of levels. @param memberId when nobody else's are wanted; others may be given all the same */
  sharesOf(order: Order, memberId?: number): readonly Share[];
  /** Who stood between the previous level (or the source) and this share and got nothing, nearest first. */
  passedOver(order: Order, share: Share): readonly number[];
  /**
   * The same sums as `sharesOf` order by order, many times as fast; undefined when they might leave the exact numbers. A kind may do without.
   */
  gainsOf?(orders: CvColumns, scaleDown: ((amount: bigint) => bigint) | undefined): Gains | undefined;
  /** What it leaves for the next period. */
  columns?(): readonly Column[];
  /** Keeps sums up to date while orders come; undefined, or not there, when everything has to be calculated anew. Decision 0019. */
  followed?(book: OrderBook, sums: Sums): Followed | undefined;
}

/** A column by its name: one number per member. docs/plans.md section 13 */
export type Column = readonly [string, BigInt64Array];

/** A kind of bonus: how a plan writes it down, and how it pays. New kinds are added to the registry and nowhere else. */
export interface BonusKind<Bonus> {
  readonly kind: string;
  readonly schema: z.ZodType<Bonus>;
  open(bonus: Bonus, context: BonusContext): OpenBonus;
}

/** What a bonus on a whole period is calculated from: the orders of the period as they stand. */
export interface PeriodValue {
  /** CV of own purchases and customer sales that is not refunded, by member number. */
  readonly cvOf: BigInt64Array;
  /** What the bonuses before it come to before caps and scale-down: by bonus, by member. */
  readonly earned: ReadonlyMap<string, Amounts>;
  /** The same after the caps that come before matching. */
  readonly earnedAfterCaps: () => ReadonlyMap<string, Amounts>;
}

/** What a member is owed by a bonus on a whole period, before scale-down. */
export interface Claim {
  readonly memberId: number;
  readonly bonusId: string;
  readonly kind: string;
  readonly level: number;
  readonly ratePpm: number;
  /** Whose volume or earnings it is about; the company for the whole network's. */
  readonly sourceMemberId: number;
  readonly base: bigint;
  readonly amount: bigint;
}

/** Takes a claim in its parts, so that whoever only sums makes no object for each. */
export type Give = (
  memberId: number,
  amount: bigint,
  sourceMemberId: number,
  base: bigint,
  level: number,
  ratePpm: number,
) => void;

/** What a bonus on a whole period leaves for the next, beside what it gives. */
export interface Reckoning {
  /** Claims of a kind that gives them all at once. */
  readonly claims?: readonly Claim[];
  /** Whether its lines stand in the order of earners, then of sources; otherwise as they were given. */
  readonly byEarner?: boolean;
  readonly columns?: readonly Column[];
  /** What it carries, as far as a later refund can change it: by the name under which the difference is read. */
  readonly carried?: readonly Column[];
}

/** A kind of bonus that pays on a period as a whole. */
export interface PeriodBonusKind<Bonus> {
  readonly kind: string;
  readonly schema: z.ZodType<Bonus>;
  open(bonus: Bonus, context: BonusContext): (value: PeriodValue, give: Give) => Reckoning;
}
