import { type z } from 'zod';
import { type Rounding } from '#kernel/rate.ts';
import { type Order } from '../ledger/orders.ts';

/** What a bonus kind may know about a period. It holds for the orders of that period whenever they are asked about, refunds included. */
export interface BonusContext {
  readonly memberCount: number;
  readonly sponsorOf: Uint32Array;
  /** Personal volume by member number, hundredths of a point. */
  readonly ppv: BigUint64Array;
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
  /** Who has a share of this order, in the order of levels. */
  sharesOf(order: Order): readonly Share[];
  /** Who stood between the previous level (or the source) and this share and got nothing, nearest first. */
  passedOver(order: Order, share: Share): readonly number[];
}

/** A kind of bonus: how a plan writes it down, and how it pays. New kinds are added to the registry and nowhere else. */
export interface BonusKind<Bonus> {
  readonly kind: string;
  readonly schema: z.ZodType<Bonus>;
  open(bonus: Bonus, context: BonusContext): OpenBonus;
}
