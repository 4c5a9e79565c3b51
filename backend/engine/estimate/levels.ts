import { COMPANY_MEMBER } from '#kernel/ids.ts';
import { applyRate } from '#kernel/rate.ts';
import { type Share } from '../bonuses/kind.ts';
import { type Order } from '../ledger/order.ts';
import { branchesOf, type BookedOrder, type Followed, type OrderBook } from './changes.ts';
import { type Sums } from './sums.ts';

/** A level bonus, as far as it can be told that something about a member has changed. */
interface Levels {
  readonly memberCount: number;
  readonly below: (member: number) => Uint32Array;
  /** Whether what the bonus knows about a member no longer holds. */
  readonly isAnother: (member: number) => boolean;
  readonly learn: (member: number) => void;
  /** Finds anew who holds the levels whose search begins at the member, when that is settled for whoever is above. */
  readonly hold: (member: number) => void;
  readonly sharesOf: (order: Order) => readonly Share[];
}

/**
 * A member who begins or ceases to hold a level changes the lines of everybody below, and of nobody else: their orders are taken off as
 * they were given, and given again.
 */
export function followLevels(levels: Levels, book: OrderBook, sums: Sums): Followed {
  const { memberCount, below, isAnother, learn, hold } = levels;
  function add(orders: readonly BookedOrder[], sign: 1 | -1): void {
    for (const { order, lines } of orders) {
      const standing = order.cv - order.refundedCv;
      for (const { memberId, ratePpm, rounding } of levels.sharesOf(order)) {
        const amount = applyRate(standing, ratePpm, rounding);
        sums.add(memberId, sign === 1 ? amount : -amount, sign * lines, sign);
      }
    }
  }
  for (const orders of book.all()) add(orders, 1);
  let withdrawn: readonly number[] | undefined;
  return {
    withdraw({ sources, members }) {
      const others = members.filter((member) => isAnother(member));
      const branch = branchesOf(others, below);
      withdrawn = branch && [...new Set([...branch, ...sources])];
      for (const source of withdrawn ?? []) add(book.of(source), -1);
      for (const member of others) learn(member);
      for (const member of branch ?? []) hold(member);
    },
    follow() {
      if (withdrawn === undefined) {
        for (let member = COMPANY_MEMBER + 1; member <= memberCount; member += 1) hold(member);
        sums.clear();
      }
      const sources = withdrawn?.map((source) => book.of(source)) ?? book.all();
      for (const orders of sources) add(orders, 1);
    },
  };
}
